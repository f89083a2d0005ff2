"""Tests of messages that ask several things."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.matching import Answer, Matcher, answer
from bot.matching.dialogue.question_splitter import pieces, split

TODAY = dt.date(2026, 12, 1)

PIECES = [
    ("where was it?", ("where was it",)),
    ("when and where was it, and who came?", ("when", "where was it", "who came")),
    ("When was it? Who came?", ("When was it", "Who came")),
    ("When was it. Who came", ("When was it", "Who came")),
    ("who, where and when", ("who", "where", "when")),
    ("hello! where was it? thanks!", ("hello! where was it? thanks",)),
    ("where was it? And in 2019?", ("where was it", "And in 2019")),
    ("KAZIND 2019 कब और कहाँ हुआ?", ("KAZIND 2019 कब", "कहाँ हुआ")),
    ("когда и где это было?", ("когда", "где это было")),
    ("since when and for how long is it held", ("since when", "for how long is it held")),
    # one question with an "and" or a question word of its own
    ("when did India and Kazakhstan sign it?", ("when did India and Kazakhstan sign it",)),
    ("what happened when troops came and left", ("what happened when troops came and left",)),
    ("trade in 2018, in dollars", ("trade in 2018, in dollars",)),
    ("Mr. Who met S. M. Krishna?", ("Mr. Who met S. M. Krishna",)),
    ("where? " + "x" * 500 + " when?", ("where? " + "x" * 500 + " when?",)),
    ("", ("",)),
    ("?!", ("",)),
]


@pytest.mark.parametrize(("text", "expected"), PIECES)
def test_pieces(text: str, expected: tuple[str, ...]) -> None:
    """A message is cut only where another question begins."""
    assert pieces(text) == expected


QUESTIONS = [
    (
        "when and where was KAZIND 2019, and who took part?",
        ("when was KAZIND 2019", "where was KAZIND 2019", "KAZIND 2019: who took part"),
    ),
    # names go over backwards too, and stand for a pronoun
    ("who took part and where was KAZIND 2019?", ("KAZIND 2019: who took part", "where was KAZIND 2019")),
    ("when was KazSat-2 launched and who made it?", ("when was KazSat-2 launched", "who made KazSat-2")),
    ("where was KAZIND 2019 held and when?", ("where was KAZIND 2019 held", "when was KAZIND 2019 held")),
    # a part with a name or year of its own takes none
    (
        "where was KAZIND 2018 and where was KAZIND 2019?",
        ("where was KAZIND 2018", "where was KAZIND 2019"),
    ),
    # behind what is no whole question, what is asked is for the answers before it to tell
    ("where was KAZIND 2018? And in 2019? When?", ("where was KAZIND 2018", "And in 2019", "When")),
    ("where was KAZIND 2018?", ()),
    ("who? " * 7, ()),
    # a correction takes back what was asked
    ("where no sorry, when was KAZIND 2019?", ()),
]


@pytest.mark.parametrize(("text", "expected"), QUESTIONS)
def test_parts_stand_alone(matcher: Matcher, text: str, expected: tuple[str, ...]) -> None:
    """A part that lacks a name or the rest of its question gets it from its neighbours."""
    assert tuple(part.question for part in split(text, matcher)) == expected


ANSWERS = [
    (
        "when and where was KAZIND 2019, and who took part?",
        ("kazind-2019-dates", "kazind-2019-place", "kazind-2019-participants"),
        (),
    ),
    (
        "Where was KAZIND 2018? And who made KazSat-2?",
        ("kazind-2018-place", "kazsat-2-maker"),
        (),
    ),
    ("when was KAZIND 2019 and who won it?", ("kazind-2019-dates",), ("who won it",)),
    (
        "когда и где прошли учения КАЗИНД 2019, и кто участвовал?",
        ("kazind-2019-dates", "kazind-2019-place", "kazind-2019-participants"),
        (),
    ),
    ("KAZIND 2019 कब और कहाँ हुआ?", ("kazind-2019-dates", "kazind-2019-place"), ()),
    ("where was KAZIND 2018? And in 2019?", ("kazind-2018-place", "kazind-2019-place"), ()),
    # the base has a phrasing of these very parts
    ("Which edition came before KAZIND 2021, and when?", ("kazind-2021-previous",), ()),
]


@pytest.mark.parametrize(("question", "facts", "missing"), ANSWERS)
def test_each_part_is_answered_or_missing(
    matcher: Matcher, question: str, facts: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    """One decision answers the parts in their order, and names those that the base does not hold."""
    decision = answer(matcher, question, TODAY)

    assert isinstance(decision, Answer)
    assert tuple(candidate.fact for candidate in decision.facts) == facts
    assert decision.missing == missing
    assert len(decision.candidates) <= 5


@pytest.mark.parametrize(
    "question",
    [
        "where was KAZIND 2018 held?",
        "where was KAZIND 2031?",
        "what is the weather and when is lunch?",
        "",
    ],
)
def test_nothing_else_changes(matcher: Matcher, question: str) -> None:
    """What asks one thing, or nothing that the base holds, is decided as by the matcher."""
    assert answer(matcher, question, TODAY) == matcher.decide(question)
