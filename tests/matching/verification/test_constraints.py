"""Tests of the hard tokens: what has to agree before any score counts."""

from __future__ import annotations

import pytest

from bot.matching.retrieval.index import Index
from bot.matching.text.token_class import is_hard, kind_of
from bot.matching.verification.constraints import asked_constraints, fact_profile, violations
from tests.matching.bases import facts_of, index


def kinds_blocked(question: str, fact: str, where: Index | None = None) -> list[str]:
    """Name the kinds of what keeps a fact from answering a question."""
    where = where or index()
    number = next(n for n, held in enumerate(where.facts) if held.id == fact)
    query = where.read(question)
    return [block.kind for block in violations(query, asked_constraints(query), where.hard[number])]


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
def test_blocks(question: str, fact: str, expected: list[str]) -> None:
    """A year, number, ordinal, designator, name, negation or question word that differs blocks a fact."""
    assert kinds_blocked(question, fact) == expected


def test_what_a_block_says() -> None:
    """A block says what is asked, and what the fact holds instead."""
    query = index().read("where was KAZIND 2031 held")
    number = next(n for n, held in enumerate(index().facts) if held.id == "kazind-2018-place")

    (block,) = violations(query, asked_constraints(query), index().hard[number])

    assert (block.kind, block.asked, block.held) == ("year", "2031", "2018")


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
def test_asked_hard(question: str, expected: list[str]) -> None:
    """A question insists on its hard tokens, each once, and not on those that it put another in place of."""
    assert sorted(asked_constraints(index().read(question))) == sorted(expected)


@pytest.mark.parametrize(
    ("token", "expected"),
    [("=kazind", "name"), ("2018", "year"), ("60", "number"), ("3#", "ordinal"), ("2r", "designator")],
)
def test_kinds(token: str, expected: str) -> None:
    """Every hard token is of one kind; a plain word is none."""
    assert is_hard(token)
    assert kind_of(token) == expected
    assert not is_hard("otar")


def test_numbers_that_are_examples() -> None:
    """Numbers that change from phrasing to phrasing of a fact are examples, so that another one does not block."""
    questions = [f"how do I send {number} euros" for number in (5, 20, 100, 300, 999)]
    where = Index(facts_of("what does it cost"))
    many = [where.read(question) for question in questions]

    varied = fact_profile(many, where.names, [])
    same = fact_profile([many[0]] * 5, where.names, [])
    asked = where.read("how do I send 40 euros")

    assert violations(asked, asked_constraints(asked), varied) == ()
    assert [block.kind for block in violations(asked, asked_constraints(asked), same)] == ["number"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("my card was charged 12 euros in the shop this morning again", []),
        ("charged 12 euros", ["number"]),
        ("why was my card charged 12 euros in the shop this morning", ["number"]),
    ],
)
def test_numbers_of_a_long_remark(question: str, expected: list[str]) -> None:
    """Beside a fact without any hard token, a number in a long remark tells nothing; in a question it does."""
    where = Index(facts_of("why was my card charged in the shop"))

    assert kinds_blocked(question, "f-0", where) == expected
