"""Which questions are answered over many facts, and which go to the matcher, alone and in a conversation."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.engine.asking import answer, converse
from bot.engine.engine import AnsweringEngine
from bot.matching import Answer, FollowUpContext
from bot.tables.answer import TableAnswer
from tests.tables.bases import TODAY, drills, rows

NOW = dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)
ENGINE = AnsweringEngine(drills().matcher.base, drills().matcher)


def dialogue(*questions: str) -> list[str] | None:
    """Ask one after the other; return what the rows of the last answer are about."""
    context, decision = FollowUpContext(), None
    for question in questions:
        decision, context = converse(ENGINE, question, context, NOW)
    return rows(decision) if isinstance(decision, TableAnswer) else None


def test_a_question_about_one_fact_goes_to_the_matcher() -> None:
    """A phrasing of one fact is answered by that fact, without a table."""
    decision = answer(ENGINE, "Where was KAZIND 2018 held?", TODAY)

    assert isinstance(decision, Answer)
    assert not isinstance(decision, TableAnswer)
    assert [candidate.fact for candidate in decision.facts] == ["place-18"]


def test_a_table_tells_its_facts() -> None:
    """An answer over many facts is an answer of those facts, so that what keeps and corrects answers knows them."""
    decision = answer(ENGINE, "where has KAZIND been held?", TODAY)

    assert isinstance(decision, TableAnswer)
    assert [candidate.fact for candidate in decision.facts] == ["place-18", "place-19", "place-21"]


@pytest.mark.parametrize(
    ("questions", "expected"),
    [
        (["where has KAZIND been held?", "and in India only?"], ["KAZIND 2019", "KAZIND 2021"]),
        (["which editions of KAZIND were held in India?", "when was each?"], ["KAZIND 2019", "KAZIND 2021"]),
        (["where was the last KAZIND held?", "the one before"], ["KAZIND 2019"]),
        (["where was KAZIND 2019 held?", "and the one before"], ["KAZIND 2018"]),
        (["where was KAZIND 2019 held?", "which years was it held in India?"], ["KAZIND 2019", "KAZIND 2021"]),
        (["when was KAZIND 2019?", "how many editions are there?"], ["KAZIND 2018", "KAZIND 2019", "KAZIND 2021"]),
        (["and in India only?"], None),
        (["where has KAZIND been held?", "who won the World Cup?"], None),
        (["where has KAZIND been held?", "where was KAZIND 2018 held?"], None),
    ],
)  # fmt: skip
def test_follow_ups_go_on_from_a_table(questions: list[str], expected: list[str] | None) -> None:
    """What was listed can be narrowed, and asked about one by one; a whole question is never taken for a follow-up."""
    assert dialogue(*questions) == expected
