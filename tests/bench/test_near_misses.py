"""Tests of what the matcher makes of near misses on bases that have no names and one phrasing a fact."""

from __future__ import annotations

from bench.near_misses import Tally, lines, measure, read
from bot.semantics.judge import QuestionJudge

MOST_ANSWERED = 0.01  # of all near misses
MOST_ANSWERED_BY_JUDGE = 0.015
LEAST_RIGHT_BY_JUDGE = 0.4  # of the rephrasings; 0.05 by spelling alone


def test_near_misses() -> None:
    """Of near misses in many domains at most one in a hundred is answered, and no rephrasing wrongly."""
    total = sum((measure(facts) for facts in read().values()), Tally())

    assert total.other > 800
    assert len(total.answered) <= MOST_ANSWERED * total.other, total.answered
    assert total.wrong == 0
    assert total.right > 0


def test_near_misses_with_the_judge() -> None:
    """The judge answers many times as many rephrasings on the same bases, and hardly any more near misses."""
    total = sum((measure(facts, QuestionJudge()) for facts in read().values()), Tally())

    assert len(total.answered) <= MOST_ANSWERED_BY_JUDGE * total.other, total.answered
    assert total.wrong == 0
    assert total.right >= LEAST_RIGHT_BY_JUDGE * total.same


def test_lines() -> None:
    """Each domain has a line, and each near miss that was answered stands below."""
    printed = list(lines({"school": Tally(same=4, right=1, first=2, other=3, answered=("who?",))}))

    assert printed[0].startswith("school")
    assert "1 right,   2 as first choice" in printed[1]
    assert printed[-1] == "  who?"
