"""Tests of how a fact has changed between two states."""

from __future__ import annotations

from dataclasses import replace

from bot.curation.fact_diff import ChangeKind, FactChange, changes
from bot.factbase.stated import Stated
from bot.store.base.fact_states import FactState

PLACE = Stated("kazind", "Where was it?", "In Otar.", "2019-01-02", "confirmed")
UMROI = replace(PLACE, answer="In Umroi.")


def history(*stated: Stated | None) -> list[FactState]:
    """Write the states of a fact at the times 1, 2 and so on."""
    return [
        FactState("place", str(number), one.as_text() if one is not None else "", float(number))
        for number, one in enumerate(stated, 1)
    ]


def kinds(*stated: Stated | None, since: float = 2.0) -> list[ChangeKind]:
    """Say how a fact has changed since a time."""
    return [change.kind for change in changes([history(*stated)], since, {"other"})]


def test_each_kind() -> None:
    """Added, corrected, superseded and withdrawn facts are told apart; changes of wording are left out."""
    assert kinds(PLACE, UMROI) == [ChangeKind.CORRECTED]
    assert kinds(PLACE, replace(PLACE, superseded_by="other")) == [ChangeKind.SUPERSEDED]
    assert kinds(PLACE, replace(PLACE, withdrawn="2026-11-24")) == [ChangeKind.WITHDRAWN]
    assert kinds(PLACE, replace(PLACE, superseded_by="hidden")) == []
    assert kinds(PLACE, None) == [ChangeKind.WITHDRAWN]
    assert kinds(PLACE, since=1.0) == [ChangeKind.ADDED]
    assert kinds(None, UMROI) == [ChangeKind.ADDED]
    assert kinds(PLACE, replace(PLACE, answer="At Otar.")) == []
    assert kinds(PLACE, UMROI, PLACE) == []
    assert kinds(PLACE, UMROI, since=3.0) == []
    assert kinds(PLACE, None, None, since=3.0) == []


def test_the_newest_comes_first() -> None:
    """Changes come with what the fact said before, newest first."""
    other = [replace(one, fact="other", since=one.since + 0.5) for one in history(PLACE, UMROI)]

    assert changes([history(PLACE, UMROI), other], 2.0, set()) == [
        FactChange("other", ChangeKind.CORRECTED, 2.5, PLACE, UMROI),
        FactChange("place", ChangeKind.CORRECTED, 2.0, PLACE, UMROI),
    ]
