"""Tests of the features that compare a question with a phrasing."""

from __future__ import annotations

import math

import pytest

from bot.matching import Matcher
from bot.matching.retrieval.alignment import prepare
from bot.matching.retrieval.features import PAIR_FEATURES, PAIR_NAMES, Alike, compare
from tests.matching.bases import facts_of, matcher

GARDEN = Matcher(
    facts_of(
        "Where was KAZIND 2018 held?",
        "Who opened the bakery in Otar?",
        "How do I grow tomatoes?",
        "Which cheese is not sold?",
        names="{KAZIND: []}",
    )
)
DRILL, BAKERY, TOMATOES, CHEESE = range(4)


def feature(name: str, question: str, fact: int, meaning: float = 0.0, asked: Matcher = GARDEN) -> float:
    """Compare a question with a fact's own phrasing and give one feature."""
    prepared = prepare(asked.read(question), asked.index)
    values, _ = compare(prepared, asked.index.by_fact[fact][0], asked.index, Alike(meaning, 0.8, 0.7))
    return dict(zip(PAIR_NAMES, values, strict=True))[name]


# Feature; a question in which it is greater, and one in which it is smaller; the fact that both stand beside.
GREATER = [
    ("asked_covered", "who opened the bakery", "who opened the bakery for football", BAKERY),
    ("held_covered", "who opened the bakery in Otar", "who opened the bakery", BAKERY),
    ("both_covered", "who opened the bakery in Otar", "who opened the bakery for football", BAKERY),
    ("asked_left", "who opened the bakery for football", "who opened the bakery", BAKERY),
    ("held_left", "who opened the bakery", "who opened the bakery in Otar", BAKERY),
    ("heaviest_asked_left", "who opened the bakery Xylophagia", "who opened the bakery there", BAKERY),
    ("heaviest_held_left", "who opened in Otar", "who the bakery in Otar opened", BAKERY),
    ("rest_asked_covered", "where was it 2019 held", "where was it football held", DRILL),
    ("rest_held_covered", "where was KAZIND held", "where KAZIND 2018", DRILL),
    ("swapped", "who opened the library in Otar", "who opened the bakery in Otar", BAKERY),
    ("asked_name_left", "who opened the bakery of Narnia", "who opened the bakery of narnia", BAKERY),
    ("held_name_left", "who opened the bakery", "who opened the bakery in Otar", BAKERY),
    ("rare_left", "how do I grow xylophagia", "how do I grow flowers", TOMATOES),
    ("negation_differs", "how do I not grow tomatoes", "how do I grow tomatoes", TOMATOES),
    ("letters", "how do I grow tomatoe", "how do I grow potatoes", TOMATOES),
    ("letters_sorted", "tomatoes grow I how do", "potatoes grow I how do", TOMATOES),
    ("trigrams", "how do I grow tomatoes", "how do I eat tomatoes", TOMATOES),
    ("letters_shared", "how do I grow tomatoes in a pot", "how do I fry potatoes in a pot", TOMATOES),
    ("same_opening", "how do I grow tomatoes", "what do I grow tomatoes", TOMATOES),
    ("other_opening", "why do I grow tomatoes", "how do I grow tomatoes", TOMATOES),
    ("order", "who opened the bakery in Otar", "Otar in bakery the opened who", BAKERY),
    ("same_words", "who opened the bakery in Otar", "who opened the bakery in it", BAKERY),
    ("same_kind", "who opened the bakery", "what opened the bakery", BAKERY),
    ("kind_missing", "what opened the bakery", "who opened the bakery", BAKERY),
    ("constraints_matched", "where was KAZIND 2018", "where was KAZIND", DRILL),
    ("constraints_left", "where was KAZIND", "where was KAZIND 2018", DRILL),
    ("unknown", "how do I grow football", "how do I grow cheese", TOMATOES),
    ("slips", "how do I grow tommatoes", "how do I grow tomatoes", TOMATOES),
    ("usual", "how do I grow tomatoes", "how do I sell cheese", TOMATOES),
    ("fact_covered", "how do I grow tomatoes", "how do I sell cheese", TOMATOES),
    ("words", "how do I grow tomatoes", "how", TOMATOES),
    ("weight", "football tomatoes", "how do I", TOMATOES),
    ("took_back", "how do I eat, no, grow tomatoes", "how do I grow tomatoes", TOMATOES),
]
# These are not about the words of the question: each has a test of its own.
OTHERS = {"phrasings", "meaning", "meaning_beyond", "meaning_best", "meaning_several"}


def test_every_feature_is_tried() -> None:
    """Each feature that the words decide has a pair of questions in the table, in the order of the vector."""
    assert [name for name, *_ in GREATER] == [name for name in PAIR_NAMES if name not in OTHERS]
    assert tuple(PAIR_FEATURES) == PAIR_NAMES
    assert all(PAIR_FEATURES.values())


@pytest.mark.parametrize(("name", "greater", "smaller", "fact"), GREATER)
def test_feature(name: str, greater: str, smaller: str, fact: int) -> None:
    """A feature says what its name says: it is greater in the question that has more of it."""
    assert feature(name, greater, fact) > feature(name, smaller, fact)


@pytest.mark.parametrize(
    ("question", "fact"),
    [("where was KAZIND 2018 held", DRILL), ("which cheese is not sold", CHEESE), ("xyzzy", DRILL),
     ("where " * 500, DRILL), ("no " * 20 + "tomatoes", TOMATOES)],
)  # fmt: skip
def test_features_are_small(question: str, fact: int) -> None:
    """There is a value for every name, and none goes far beyond 1."""
    asked = prepare(GARDEN.read(question), GARDEN.index)
    values, matched = compare(asked, GARDEN.index.by_fact[fact][0], GARDEN.index, Alike(1.0, 1.0, 1.0))

    assert len(values) == len(PAIR_NAMES)
    assert all(0.0 <= value <= 2.5 for value in values)
    assert matched <= set(range(len(asked.query.tokens)))


def test_the_same_question() -> None:
    """A phrasing asked as it stands has all its words covered and none left over."""
    values = {name: feature(name, "where was KAZIND 2018 held", DRILL) for name in PAIR_NAMES}

    full = ("asked_covered", "held_covered", "both_covered", "letters", "same_words", "trigrams")
    none = ("asked_left", "held_left", "heaviest_asked_left", "slips", "unknown", "took_back", "constraints_left")
    assert {name: values[name] for name in full} == pytest.approx(dict.fromkeys(full, 1.0))
    assert {name: values[name] for name in none} == dict.fromkeys(none, 0.0)


def test_matched_positions() -> None:
    """The positions of the question's words that the phrasing has are given beside the features."""
    asked = prepare(GARDEN.read("volcano bakery opened"), GARDEN.index)

    assert compare(asked, GARDEN.index.by_fact[BAKERY][0], GARDEN.index)[1] == {1, 2}


@pytest.mark.parametrize(
    ("question", "meaning", "expected"),
    [("who opened the bakery in Otar", 0.8, 0.0), ("xyzzy", 0.8, 0.8), ("xyzzy", 0.0, 0.0)],
)
def test_meaning(question: str, meaning: float, expected: float) -> None:
    """Meaning is passed on, and once more as far as the words do not show it already."""
    assert feature("meaning", question, BAKERY, meaning) == meaning
    assert feature("meaning_beyond", question, BAKERY, meaning) == pytest.approx(expected)
    assert feature("meaning_best", question, BAKERY, meaning) == 0.8
    assert feature("meaning_several", question, BAKERY, meaning) == 0.7


def test_phrasings() -> None:
    """The number of a fact's phrasings counts by its logarithm."""
    phrase = GARDEN.index.by_fact[DRILL]
    assert feature("phrasings", "where", DRILL) == 0.0
    assert len(phrase) == 1
    many = matcher().index
    fact = next(n for n, held in enumerate(many.facts) if held.id == "kazind-2018-place")
    assert feature("phrasings", "where", fact, asked=matcher()) == pytest.approx(math.log(len(many.by_fact[fact])) / 4)
