"""Tests of withdrawn facts, which are never given as answers."""

from __future__ import annotations

import pytest

from bot.factbase.model import PartialDate
from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Reason, Why
from bot.replies import as_json, settle
from tests.replies.bases import answer, base_of

BASE = base_of(
    """
    - {id: gone, question: Who won?, answer: Nobody., sources: [paper], as_of: 2019, withdrawn: 2026-11}
    - {id: old, question: Who lost?, answer: All., sources: [page], as_of: 2019, superseded_by: gone}
    - {id: held, question: Where was it?, answer: Here., sources: [print], as_of: 2019}
    """
)
GONE, OLD, HELD = (Candidate(fact, 0.98765, "q") for fact in ("gone", "old", "held"))
REASON = Reason(Why.WITHDRAWN, withdrawn=(PartialDate(2026, 11),))
NO = Reason(Why.NOT_HELD)


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (answer("q", "held"), answer("q", "held")),
        (answer("q", "gone"), NoAnswer("q", REASON, (), (GONE,))),
        # An earlier fact whose successor was withdrawn has no answer either.
        (answer("q", "old"), NoAnswer("q", REASON, (), (OLD,))),
        (
            answer("q", "gone", "held", missing=("why",)),
            Answer("q", (HELD,), (GONE, HELD), missing=("why", "Who won? (withdrawn in November 2026)")),
        ),
        (NoAnswer("q", NO, (GONE,), ()), NoAnswer("q", NO, (GONE,), ())),
    ],
)
def test_settle(decision: Decision, expected: Decision) -> None:
    """A withdrawn fact leaves the answer; the reply says since when it is withdrawn."""
    assert settle(decision, BASE) == expected


def test_withdrawn_answer_is_nowhere_in_json() -> None:
    """The answer of a withdrawn fact does not leave by JSON."""
    found = as_json(answer("q", "gone"), BASE)

    assert found["decision"] == "none"
    assert "Nobody" not in str(found)
    assert found["reason"] == "I no longer have an answer to that: withdrawn in November 2026."
