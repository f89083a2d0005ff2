"""Tests of what differs between two states of a base."""

from __future__ import annotations

from bot import factbase
from bot.factbase.fact_diff import Counts, Strength, answers_digest, content, counts, differences, shown_digest
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


def test_hashes_stay_the_same() -> None:
    """Hashes are kept in stores: the same fact has the same hash in every version of the program."""
    fact = base_of(FACTS).by_id["drill-2018-place"]

    assert shown_digest(fact) == "b28e5efd07b533b0"
    assert answers_digest(["drill-2018-place", "gone"], base_of(FACTS)) == "13f52639dd1ab0a0"


def test_strengths() -> None:
    """Another source or day of review changes a fact, but only some readers are told anew."""
    before = base_of(FACTS)
    reviewed = base_of(
        FACTS.replace("    as_of: 2019-01-02\n", "    as_of: 2019-01-02\n    review_by: 2030-01-01\n", 1)
    )
    first = next(iter(before.by_id))
    old, new = before.by_id[first], reviewed.by_id[first]

    assert {strength: content(old, strength) != content(new, strength) for strength in Strength} == {
        Strength.FIELDS: True,
        Strength.SHOWN: False,
        Strength.ANSWER: False,
    }
