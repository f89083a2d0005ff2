"""Tests of what differs between two states of a base."""

from __future__ import annotations

from bot import factbase
from bot.factbase.fact_diff import Counts, counts, differences
from bot.factbase.model import FactBase
from tests.commands.bases import FACTS, PHRASINGS


def base_of(text: str) -> FactBase:
    """Load a base of one topic."""
    base, problems = factbase.load([("drill.yaml", text.encode()), ("phrasings.yaml", PHRASINGS.encode())])
    assert base is not None, problems
    return base


def test_counts() -> None:
    """Facts that came, became others and went are told apart; a withdrawn one counts as gone."""
    before = base_of(FACTS)
    after = base_of(FACTS.replace("In Otar.", "In Umroi.").replace("drill-2019-place", "drill-2019-where"))
    withdrawn = base_of(f"{FACTS}    withdrawn: 2026-01-02\n")

    assert counts(before, after) == Counts(added=1, changed=1, withdrawn=1)
    assert counts(before, withdrawn) == Counts(withdrawn=1)
    changed = [one.id for one in differences(before, after)]
    assert changed == ["drill-2018-place", "drill-2019-place", "drill-2019-where"]


def test_where_a_fact_stands_is_no_difference() -> None:
    """Lines that move, and comments, change no fact."""
    before, after = base_of(FACTS), base_of(FACTS.replace("facts:", "# more\n\nfacts:"))

    assert before.facts != after.facts
    assert list(differences(before, after)) == []
