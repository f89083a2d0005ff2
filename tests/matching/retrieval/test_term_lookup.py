"""Tests of which of the base's terms a word of a question may stand for."""

from __future__ import annotations

import pytest

from bot.matching.retrieval.term_lookup import TermLookup
from bot.matching.text.stemmer import skeleton, stem

WORDS = ["exercise", "held", "participants", "казинд", "otar", "otter", "солдат"]
VOCABULARY = TermLookup(WORDS, frozenset(stem(word) for word in WORDS))


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("held", "hold"),
        ("hold", "hold"),
        ("exercises", "exercis"),
        ("excercise", "exercis"),
        ("participated", "particip"),
        ("солдаты", "солдат"),
        ("kazind", "казинд"),  # another script
        ("отар", "otar"),
        ("2018", None),
        ("of", None),
        ("volcano", None),
    ],
)
def test_senses(token: str, expected: str | None) -> None:
    """A word stands for its family of forms, for what it is a slip for, and for itself in another script."""
    term_matches = VOCABULARY.matches(token)

    assert (term_matches[0][0] if term_matches else None) == expected


@pytest.mark.parametrize(("token", "least", "most"), [("otar", 1.0, 1.0), ("отар", 0.9, 0.96), ("ottar", 0.4, 0.9)])
def test_certainty(token: str, least: float, most: float) -> None:
    """A word as it stands is certain, in another script nearly so, a slip less."""
    assert least <= VOCABULARY.matches(token)[0][1] <= most


def test_senses_are_few_and_sorted() -> None:
    """At most four terms, the likeliest first, ties by the alphabet."""
    words = [f"bar{letter}er" for letter in "bdfgkm"]
    term_matches = TermLookup(words, frozenset(stem(word) for word in words)).matches("barer")

    assert len(term_matches) == 4
    assert list(term_matches) == sorted(term_matches, key=lambda sense: (-sense[1], sense[0]))


@pytest.mark.parametrize(("word", "expected"), [("holding", "hold"), ("otars", "otar"), ("volcano", None)])
def test_exact(word: str, expected: str | None) -> None:
    """A form of a word of the base has its term; any other word has none."""
    assert VOCABULARY.exact(word) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("hold held holding holds", "hold"),
        ("took takes taken taking", "take"),
        ("people person", "person"),
        ("участие участия", "участ"),
        ("2018 2018", "2018"),
        ("=kazind =kazind", "=kazind"),
        ("奥塔尔 奥塔尔", "奥塔尔"),
    ],
)
def test_stem(words: str, expected: str) -> None:
    """Forms of one word have one term; numbers, names and scripts without rules stay as they are."""
    assert {stem(word) for word in words.split()} == {expected}


@pytest.mark.parametrize(("word", "expected"), [("казинд", "kazind"), ("otar", "otar"), ("щука", "shchuka")])
def test_skeleton(word: str, expected: str) -> None:
    """A word of any script is spelt in plain Latin letters as it sounds."""
    assert skeleton(word) == expected
