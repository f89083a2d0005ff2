"""Puts the small words of romanised Russian ("kto uchastvoval v …") back into Cyrillic, where the word lists have them.

Other words are found by their sound. Only a message that asks with a Russian word is read so: "v" and "na" alone are
no Russian.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.matching.text.lexicon import (
    FRAME_WORDS,
    LEADING,
    LEADS_TO_QUESTION,
    LIGHT_WORDS,
    OPEN_QUESTION_WORDS,
    QUESTION_WORDS,
    SMALL_WORDS_OF_NAMES,
)
from bot.matching.text.stemmer import skeleton
from bot.matching.text.tokenizer import script_of


def _by_sound(words: Iterable[str]) -> dict[str, str]:
    return {skeleton(word): word for word in sorted(words) if script_of(word) == "cyrillic"}


_ASKING: Final = _by_sound(QUESTION_WORDS.keys() | OPEN_QUESTION_WORDS)
_SMALL: Final = _by_sound(
    LEADING | LEADS_TO_QUESTION | LIGHT_WORDS | FRAME_WORDS | SMALL_WORDS_OF_NAMES | _ASKING.keys()
)
_SPELT: Final = {**_SMALL, **_ASKING}


def in_cyrillic(tokens: list[str]) -> list[str]:
    """Return tokens with the small words of romanised Russian in Cyrillic; as they are where none asks in Russian."""
    if _ASKING.keys().isdisjoint(tokens):
        return tokens
    return [_SPELT.get(token, token) for token in tokens]
