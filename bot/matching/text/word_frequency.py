"""Says how common a word is in general text, which a base is too small to say.

Word lists: wordfreq 3.1.1 (Speer 2022, doi 10.5281/zenodo.7199437), the small lists, words of at least one per million.
"""

from __future__ import annotations

import gzip
import re
from functools import cache, lru_cache
from importlib.util import find_spec

import msgpack

from bot.matching.text.lexicon import LATIN_HINDI
from bot.matching.text.tokenizer import fold, script_of

_LISTS = {"latin": "en", "cyrillic": "ru", "devanagari": "hi"}
_NAME_LIKE = 3.6  # Zipf value below which a word may be a name or a misspelt one
_SMALL = 0.15
# Words of these letters alone are folded in the lists; folding each again would take a fifth of a second.
_FOLDED = re.compile(r"[а-я]+|[\u0900-\u0903\u0904-\u0939\u093e-\u094d]+")
_RARE = 2.5  # Zipf value of a word that no list holds


@cache
def _zipf_values(language: str) -> dict[str, float]:
    """Return the Zipf value (log10 of the count in a billion words) of each folded word, by its commonest spelling."""
    values: dict[str, float] = {}
    for centibels, words in enumerate(_read_list(language)):
        for word in words:
            plain = word if word.isascii() or _FOLDED.fullmatch(word) else fold(word)
            values.setdefault(plain, 9.0 - centibels / 100)
    return values


def _read_list(language: str) -> list[list[str]]:
    """Read the words of a language, those of equal frequency together, each group 0.01 rarer than the one before.

    The file is read as `wordfreq.get_frequency_list` does; importing wordfreq itself takes four times as long.
    """
    package = find_spec("wordfreq")
    if package is None or package.loader is None or package.origin is None:
        raise ImportError("wordfreq is not installed")
    path = package.origin.replace("__init__.py", f"data/small_{language}.msgpack.gz")
    content = package.loader.get_data(path)  # type: ignore[attr-defined]
    groups: list[list[str]]
    header, *groups = msgpack.unpackb(gzip.decompress(content), raw=False)
    if header != {"format": "cB", "version": 1}:
        raise ImportError("this version of wordfreq has another format of its lists")
    return groups


def zipf(word: str) -> float:
    """Return a folded word's Zipf value: about 7.7 for "the", 5 for "exercise", 2.5 for a word on no list."""
    language = _LISTS.get(script_of(word))
    return _zipf_values(language).get(word, _RARE) if language else _RARE


def prior_weight(word: str) -> float:
    """Return the weight of a word by its rarity: 1 for a rare word, 0.05 for the most common ones."""
    if word in LATIN_HINDI:
        return _SMALL
    return min(1.0, max(0.05, (7.6 - zipf(word)) / 3.6))


@lru_cache(maxsize=20_000)
def is_rare(word: str) -> bool:
    """Return whether a word is on no list of common words though its script has one: a name, a term or a slip."""
    return script_of(word) in _LISTS and word not in LATIN_HINDI and zipf(word) <= _RARE


@lru_cache(maxsize=20_000)
def is_name_like(word: str) -> bool:
    """Return whether a word is so uncommon that it may be a name, or a slip for one."""
    return zipf(word) < _NAME_LIKE
