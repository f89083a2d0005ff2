"""Tests of what a question as of a date gets from the shipped facts."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.matching import Answer, Decision, FollowUpContext, Matcher, NoAnswer, answer, converse, decide_dated
from bot.matching.decision import Why
from bot.replies import as_json

TODAY = dt.date(2026, 12, 1)
NOW = dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC)


def told(decision: Decision) -> str:
    """Return the facts of an answer, else why there is none."""
    return " ".join(c.fact for c in decision.facts) if isinstance(decision, Answer) else decision.reason.why


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("when was KAZIND 2019?", "kazind-2019-dates"),
        ("when was KAZIND 2019 as of March 2019?", "kazind-2019-dates-january"),
        ("when was KAZIND 2019 as of 26 August 2019?", "kazind-2019-dates-january"),
        ("when was KAZIND 2019 as of 27 August 2019?", "kazind-2019-dates-august"),
        ("as of 2019-09-30, when was KAZ-IND 2019?", "kazind-2019-dates-september"),
        ("Когда прошли учения КАЗИНД 2019 по состоянию на 1 сентября 2019 года?", "kazind-2019-dates-august"),
        ("when was KAZIND 2019 as of 2019?", "kazind-2019-dates"),
        ("when was KAZIND 2019 as of 2018?", Why.NOT_AS_OF),
        ("when was KAZIND 2019 as of March 2030?", Why.NOT_AS_OF),
        ("when was KAZIND 2019 as of 2026?", "kazind-2019-dates"),  # so far
        ("when was KAZIND 2031 as of March 2019?", Why.OTHER_EDITIONS_OF),
        ("when was KAZIND 2019 as of 03/04/2019?", Why.DATE_UNREAD),
        ("when and where was KAZIND 2019 as of March 2019?", "kazind-2019-dates-january"),
        ("who won the regatta as of 2019?", Why.NOT_HELD),
    ],
)
def test_answer(question: str, expected: str, matcher: Matcher) -> None:
    """What held then is told, whatever holds now; the year of a name stays part of the question."""
    assert told(answer(matcher, question, TODAY)) == expected


def test_parts_that_did_not_hold(matcher: Matcher) -> None:
    """Of several things asked those that nobody said by then are named as not answered."""
    decision = answer(matcher, "when and where was KAZIND 2019 as of March 2019?", TODAY)

    assert isinstance(decision, Answer)
    assert decision.missing == ("Where was KAZIND 2019 held?",)


def test_a_phrasing_with_a_date_is_a_question_of_its_own(matcher: Matcher) -> None:
    """A question of the base with a date in it is told as of that date, though the answer was superseded."""
    asked = "For which years were India and Kazakhstan going to renew their uranium contract, as of November 2019?"

    assert told(answer(matcher, asked, TODAY)) == "uranium-2020-renewal-plan"


def test_follow_up(matcher: Matcher) -> None:
    """A date alone asks for the same at that time; what follows is of today again."""
    context = FollowUpContext()
    said = []
    for question in ("when was KAZIND 2019?", "and as of May 2019?", "as of 2018?", "where?"):
        decision, context = converse(matcher, question, context, NOW)
        said.append(told(decision))

    assert said == ["kazind-2019-dates", "kazind-2019-dates-january", Why.NOT_AS_OF, "kazind-2019-place"]


def test_a_date_that_follows_nothing(matcher: Matcher) -> None:
    """A date alone without anything before it is no question."""
    assert isinstance(answer(matcher, "and as of 2018?", TODAY), NoAnswer)


def test_decide_dated(matcher: Matcher) -> None:
    """What is overheard goes by its date, too."""
    assert told(decide_dated(matcher, "when was KAZIND 2019 as of March 2019?", TODAY)) == "kazind-2019-dates-january"
    assert told(decide_dated(matcher, "when was KAZIND 2019?", TODAY)) == "kazind-2019-dates"


def test_json(matcher: Matcher) -> None:
    """The object has the keys of every other; the fact is the one that held, and the reason says what became of it."""
    question = "when was KAZIND 2019 as of March 2019?"
    found = as_json(answer(matcher, question, TODAY), matcher.base)

    assert list(found) == list(as_json(answer(matcher, "when was KAZIND 2019?", TODAY), matcher.base))
    assert (found["question"], found["understood"]) == (question, None)
    assert isinstance(found["answers"], list)
    assert isinstance(found["answers"][0], dict)
    assert found["answers"][0]["fact"] == "kazind-2019-dates-january"
    assert str(found["reason"]).endswith("as of 2019-03, and was superseded since.")
