"""Tests of what becomes of a question in the course of a dialogue."""

from __future__ import annotations

from bench.dialogues import Outcome, Turn, hold, lines, read
from tests.shipped import shipped_engine

AS_MEANT = 0.85  # of all turns


def test_dialogues() -> None:
    """No turn is answered wrongly, whatever came before it, and nearly all are answered as meant."""
    matcher = shipped_engine().matcher
    outcomes = [one for dialogues in read().values() for one in hold(matcher, dialogues)]
    wanted = {fact for one in outcomes for fact in one.turn.wanted}

    assert len(outcomes) >= 120
    assert wanted <= matcher.base.by_id.keys()
    assert [(one.turn.question, one.answered) for one in outcomes if one.is_wrong] == []
    assert sum(one.is_right for one in outcomes) >= AS_MEANT * len(outcomes)


def test_lines() -> None:
    """Each kind has a line, and each turn that was not answered as meant stands below."""
    refused = Outcome(Turn("and then?", frozenset({"a"})), frozenset(), ("a", "b"))
    answered = Outcome(Turn("where?", frozenset()), frozenset({"c"}), ())
    right = Outcome(Turn("when?", frozenset()), frozenset(), ())
    printed = list(lines({"goes on": [refused, answered, right]}))

    assert printed[0].endswith("3 turns:   1 as meant,   1 with it as first choice, 1 wrong")
    assert printed[1:] == ["  and then? → none, near a, b", "  where? → c"]
