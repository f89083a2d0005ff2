"""Tests of what tells whether two questions ask for the same thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curation.gaps.question_similarity import Shape, are_alike, are_related, asks_something, shape_of
from bot.matching import Matcher
from tests.curation.bases import small_base

MATCHER = Matcher(small_base())
USED = ["where", "who", "when", "how many", "how much", "was", "is the", "of", "held", "not", "cost", "paid", "please"]
NAMES = ["TANDEM", "ТАНДЕМ", "2018", "2031", "third", "Saryarka-2", "Otar", "Dustlik", "dustlk", "India", "парад"]
WORDS = st.lists(st.sampled_from([*USED, *NAMES, "soldiers", "troops", "wifi", "password"]), max_size=9).map(" ".join)


def shape(question: str) -> Shape:
    """Take the shape of a question."""
    return shape_of(question, MATCHER, MATCHER.decide(question).candidates)


ALIKE = [
    ("Where was TANDEM 2031 held?", "venue of tandem 2031"),
    ("Where was TANDEM 2031 held?", "где прошли ТАНДЕМ 2031"),
    ("where was Dustlik held", "where did dustlik take place, please"),
    ("where was Dustlik held", "hey, where was Dustlk held??"),
    ("what is the wifi password", "wifi password?"),
]
UNLIKE = [
    ("Where was TANDEM 2031 held?", "Where was TANDEM 2032 held?"),
    ("where was TANDEM 2031 held", "when was TANDEM 2031 held"),
    ("where was Dustlik held", "where was Yudh held"),
    ("where was Dustlik held", "who commanded Dustlik"),
    ("who built Saryarka-2", "who built Saryarka-3"),
    ("how many soldiers came to Dustlik", "how many countries came to Dustlik"),
    ("was Dustlik held in Otar", "was Dustlik not held in Otar"),
    ("what is the wifi password", "what is the door password"),
    ("what is the capital of Uzbekistan", "what is the population of Uzbekistan"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_the_same_in_other_words(one: str, other: str) -> None:
    """Other wordings, slips and politeness make no other question."""
    assert are_alike(shape(one), shape(other))
    assert are_alike(shape(other), shape(one))


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_another_question(one: str, other: str) -> None:
    """Another year, number, name, kind, negation or telling word makes another question."""
    assert not are_alike(shape(one), shape(other))
    assert not are_alike(shape(other), shape(one))


@given(WORDS, WORDS)
def test_whichever_comes_first(one: str, other: str) -> None:
    """Likeness goes both ways, holds of a question and itself, and is the same after it was written down."""
    shapes = shape(one), shape(other)
    read = tuple(Shape.read(each.as_text()) for each in shapes)
    assert read == shapes
    assert are_alike(shapes[0], shapes[0])
    assert are_alike(*shapes) == are_alike(*reversed(shapes))
    assert are_related(*shapes) == are_related(*reversed(shapes))
    if are_alike(*shapes):
        assert shapes[0].hard == shapes[1].hard


@given(st.text(max_size=60))
def test_any_text(text: str) -> None:
    """Whatever is written has a shape, which is like itself."""
    assert are_alike(shape(text), Shape.read(shape(text).as_text()))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("where was TANDEM 2031 held", True),
        ("who paid for the parade", True),
        ("what is the wifi password", True),
        ("tandem password", True),
        ("thanks everyone", False),
        ("ok", False),
        ("good morning", False),
        ("very nice, thank you", False),
        ("asdkjh qwe", False),
        ("when?", False),
        ("?!", False),
        ("where was TANDEM 2018 held", True),
    ],
)
def test_small_talk(text: str, expected: bool) -> None:
    """Thanks, greetings and bare question words ask for nothing that could be added."""
    assert asks_something(MATCHER.decide(text), MATCHER) is expected
