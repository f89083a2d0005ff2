"""Measures how alike two texts are, letter by letter, from 0 to 100."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz


def word_similarity(word: str, other: str) -> float:
    """Compare two words: 100 means equal."""
    return fuzz.ratio(word, other)


def word_list_similarity(words: Iterable[str], others: Iterable[str]) -> float:
    """Compare two lists of words, in whatever order they stand."""
    return fuzz.token_sort_ratio(" ".join(sorted(words)), " ".join(sorted(others)))
