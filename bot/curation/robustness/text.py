"""Splits a text into words, years and kinds of answer, simply and independently of the matcher's own tokeniser."""

from __future__ import annotations

import re
from typing import Final

from bot.curation.robustness.lexicon import AUXILIARIES, KIND_PATTERNS, LINKING_WORDS, QUESTION_WORDS, SMALL_WORDS

WORD: Final = re.compile(r"\d+|[^\W\d_]+")
YEAR: Final = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d|21\d\d)(?!\d)")
YEARS: Final = re.compile(r"(?<!\d)(\d{4})\s?(?:-|–|to|until)\s?(\d{4})(?!\d)")
OPEN: Final = "open"  # a question without an explicit kind: it may answer any
_EMPTY: Final = SMALL_WORDS | QUESTION_WORDS | LINKING_WORDS
_BEGINS_WITH_VERB: Final = re.compile(rf"(?:{AUXILIARIES})\b", re.I)
_ROOT: Final = 5  # letters that forms of one word share
_LONGEST_SPAN: Final = 100


def words(text: str) -> list[str]:
    """Split a text into folded words and numbers."""
    return WORD.findall(text.casefold())


def root(word: str) -> str:
    """Return the letters that the forms of a word share."""
    return word[:_ROOT]


def content(text: str) -> frozenset[str]:
    """Return the roots of the words that say what a question is about, without numbers."""
    return frozenset(
        root(word) for word in words(text) if word not in _EMPTY and not word.isdecimal() and len(word) > 1
    )


def bag(text: str) -> tuple[str, ...]:
    """Return the words of a text without the small ones, in alphabetical order."""
    return tuple(sorted(word for word in words(text) if word not in SMALL_WORDS))


def is_question(text: str) -> bool:
    """Return whether a phrasing is a question in a sentence, rather than a noun phrase."""
    found = words(text)
    return not QUESTION_WORDS.isdisjoint(found) or _BEGINS_WITH_VERB.match(text) is not None


def kinds_of(text: str) -> frozenset[str]:
    """Return the explicit kinds of answer that a phrasing asks for, or that the question is open."""
    folded = text.casefold()
    return frozenset(kind for kind, pattern in KIND_PATTERNS.items() if pattern.search(folded)) or frozenset({OPEN})


def years_of(text: str) -> set[int]:
    """Return the years in a text; two years joined by a dash stand for all between them."""
    found = {int(year) for year in YEAR.findall(text)}
    for first, last in YEARS.findall(text):
        if 0 < int(last) - int(first) < _LONGEST_SPAN:
            found.update(range(int(first), int(last)))
    return found


def deletions(word: str) -> set[str]:
    """Return a word and all texts with one letter of it left out; words one typo apart share some of these."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}
