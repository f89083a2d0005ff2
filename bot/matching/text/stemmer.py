"""Reduces words to the terms they are indexed under, and spells them in Latin letters for look-ups across scripts."""

from __future__ import annotations

from functools import lru_cache

import snowballstemmer
from anyascii import anyascii

from bot.matching.text.lexicon import IRREGULAR_FORMS
from bot.matching.text.tokenizer import script_of

_LANGUAGES = {"latin": "english", "cyrillic": "russian", "devanagari": "hindi"}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the term of a folded word, such as "hold" for "held" and "particip" for "participants"; numbers stay."""
    if word[0].isdigit() or word[0] == "=":
        return word
    base = IRREGULAR_FORMS.get(word, word)
    language = _LANGUAGES.get(script_of(word))
    # a stemmer keeps the word it works on, so that two threads must not share one; a new one costs nothing
    return str(snowballstemmer.stemmer(language).stemWord(base)) if language else base


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Spell a word of any script in plain Latin letters, as it sounds: "kazind" for "казинд"."""
    return word if word.isascii() else "".join(c for c in anyascii(word).lower() if c.isalnum())
