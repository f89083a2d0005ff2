"""A word → the term it is indexed under: one form for a family of inflected forms, one script for look-ups."""

from __future__ import annotations

from functools import lru_cache

import snowballstemmer
from anyascii import anyascii

from bot.matching.text.lexicon import IRREGULAR_FORMS
from bot.matching.text.tokenizer import script_of

_LANGUAGES = {"latin": "english", "cyrillic": "russian", "devanagari": "hindi"}


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Give the term of a folded word: hold for held, particip for participants; numbers stay as they are."""
    if word[0].isdigit() or word[0] == "=":
        return word
    base = IRREGULAR_FORMS.get(word, word)
    language = _LANGUAGES.get(script_of(word))
    # a stemmer keeps the word it works on, so that two threads must not share one; a new one costs nothing
    return str(snowballstemmer.stemmer(language).stemWord(base)) if language else base


@lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Spell a word of any script in plain Latin letters, as it sounds: казинд → kazind."""
    return word if word.isascii() else "".join(c for c in anyascii(word).lower() if c.isalnum())
