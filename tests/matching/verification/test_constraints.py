"""Tests of constraints: what has to agree between a question and a fact before any score counts."""

from __future__ import annotations

import pytest

from bot.matching import Matcher
from bot.matching.decision import Violation
from bot.matching.text.token_class import constraint_kind, is_constraint
from bot.matching.understanding.reader import QuestionReader
from bot.matching.verification.constraints import constraints_of, violations
from bot.matching.verification.fact_profile import fact_profile
from tests.matching.bases import facts_of, matcher


def violated(question: str, fact: str, asked: Matcher | None = None) -> list[Violation]:
    """Return what keeps a fact from answering a question."""
    asked = asked or matcher()
    number = next(n for n, held in enumerate(asked.index.facts) if held.id == fact)
    query = asked.read(question)
    return list(violations(query, constraints_of(query), asked.profiles.of(number)))


def kinds_violated(question: str, fact: str, asked: Matcher | None = None) -> list[str]:
    """Return the kinds of what keeps a fact from answering a question."""
    return [violation.kind for violation in violated(question, fact, asked)]


@pytest.mark.parametrize(
    ("question", "fact", "expected"),
    [
        ("where was KAZIND 2018 held", "kazind-2018-place", []),
        ("where was the third KAZIND held", "kazind-2018-place", []),
        ("where was it held", "kazind-2018-place", []),
        ("where was KAZIND 2031 held", "kazind-2018-place", ["year"]),
        ("where was KAZIND 2019 held", "kazind-2018-place", ["year"]),
        ("where was the sixth KAZIND held", "kazind-2018-place", ["ordinal"]),
        ("where did 300 men of KAZIND 2018 sleep", "kazind-2018-place", ["number"]),
        ("where was KazSat-2R at KAZIND 2018", "kazind-2018-place", ["name"]),
        ("where was the 7b unit of KAZIND 2018", "kazind-2018-place", ["designator"]),
        ("when was KAZIND 2018 held", "kazind-2018-place", ["question-word"]),
        ("who held KAZIND 2018", "kazind-2018-place", ["question-word"]),
        ("which area hosted KAZIND 2018", "kazind-2018-place", []),  # no explicit kind
        ("where was KAZIND 2018 not held", "kazind-2018-place", ["negation"]),
        ("when was KAZIND 2031 not held", "kazind-2018-place", ["year", "negation", "question-word"]),
        ("how many Indian soldiers took part in KAZIND 2018", "kazind-2018-indian-strength", []),
        ("how many Kazakh soldiers took part in KAZIND 2018", "kazind-2018-indian-strength", ["name"]),
        ("how many soldiers took part in KAZIND 2018", "kazind-2018-indian-strength", []),
        ("which embassy was not moved", "embassy-not-moved", []),
        ("which embassy was moved", "embassy-not-moved", ["negation"]),
        ("where was KAZIND 2019, no, 2018 held", "kazind-2018-place", []),
        ("where was KAZIND 2019, no, 2018 held", "kazind-2019-place", ["year"]),
        ("was KAZIND 2018 or 2019 held there", "kazind-2018-place", []),  # offered beside what it holds
        ("was KAZIND 2031 or 2032 held there", "kazind-2018-place", ["year", "year"]),
        ("call 5551234567 where was KAZIND 2018 held", "kazind-2018-place", []),  # whose, not which
    ],
)
def test_violations(question: str, fact: str, expected: list[str]) -> None:
    """A year, number, ordinal, designator, name, negation or question word that differs keeps a fact from answering."""
    assert kinds_violated(question, fact) == expected


def test_what_a_violation_says() -> None:
    """A violation says what is asked, and what the fact has instead."""
    assert violated("where was KAZIND 2031 held", "kazind-2018-place") == [Violation("year", "2031", "2018")]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("where was KAZIND 2018", ["=kazind", "2018"]),
        ("KAZIND 2018 KAZIND 2018", ["=kazind", "2018"]),
        ("where was KAZIND 2019, no, 2018", ["=kazind", "2018"]),
        ("where was KAZIND, no, KazSat-2 built", ["=kazsat 2"]),
        ("where was it", []),
    ],
)
def test_constraints_of_a_question(question: str, expected: list[str]) -> None:
    """A question insists on its names and numbers, each once, and not on those that it replaced in a correction."""
    assert sorted(constraints_of(matcher().read(question))) == sorted(expected)


@pytest.mark.parametrize(
    ("token", "expected"),
    [("=kazind", "name"), ("2018", "year"), ("60", "number"), ("3#", "ordinal"), ("2r", "designator")],
)
def test_kinds(token: str, expected: str) -> None:
    """Every constraint is of one kind; a plain word is none."""
    assert is_constraint(token)
    assert constraint_kind(token) == expected
    assert not is_constraint("otar")


def test_numbers_that_are_examples() -> None:
    """Numbers that change from phrasing to phrasing of a fact are examples, so that another one does no harm."""
    questions = [f"how do I send {number} euros" for number in (5, 20, 100, 300, 999)]
    reader = QuestionReader(facts_of("what does it cost"))
    many = [reader.read(question) for question in questions]

    varied = fact_profile(many, reader.linker, [])
    same = fact_profile([many[0]] * 5, reader.linker, [])
    asked = reader.read("how do I send 40 euros")

    assert violations(asked, constraints_of(asked), varied) == ()
    assert [violation.kind for violation in violations(asked, constraints_of(asked), same)] == ["number"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("my card was charged 12 euros in the shop this morning again", []),
        ("charged 12 euros", ["number"]),
        ("why was my card charged 12 euros in the shop this morning", ["number"]),
    ],
)
def test_numbers_of_a_long_remark(question: str, expected: list[str]) -> None:
    """Beside a fact without name and number, a number in a long remark says nothing; in a question it does."""
    asked = Matcher(facts_of("why was my card charged in the shop"))

    assert kinds_violated(question, "f-0", asked) == expected
