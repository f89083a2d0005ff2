"""Selects the facts for a post of a topic: those that changed since the last post, or are due for review."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.factbase.dates import last_day
from bot.factbase.fact_diff import shown_digest
from bot.factbase.model import Fact, FactBase
from bot.factbase.validity import overdue_since


class ChangeKind(StrEnum):
    """How a fact changed."""

    NEW = "new"
    CHANGED = "changed"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that changed; `fact` is None where the base no longer has it."""

    id: str
    change: ChangeKind
    fact: Fact | None


def content_hashes(base: FactBase, topic: str) -> dict[str, str]:
    """Return the current facts of a topic: id → hash of what is told."""
    return {fact.id: shown_digest(fact) for fact in base.facts if fact.topic == topic and fact.is_current}


def topic_changes(base: FactBase, topic: str, before: Mapping[str, str]) -> tuple[FactChange, ...]:
    """Compare a topic with its earlier content hashes; facts that no longer hold come last."""
    held = content_hashes(base, topic)
    found = [
        FactChange(id, ChangeKind.CHANGED if id in before else ChangeKind.NEW, base.by_id[id])
        for id, content in held.items()
        if before.get(id) != content
    ]
    return (*found, *(_gone(base, id) for id in before if id not in held))


def overdue_facts(base: FactBase, topic: str, today: dt.date) -> tuple[Fact, ...]:
    """List the facts of a topic that are overdue for review, the longest overdue first."""
    found = [
        (last_day(due), fact)
        for fact in base.facts
        if fact.topic == topic and fact.is_current and (due := overdue_since(fact, today))
    ]
    return tuple(fact for _, fact in sorted(found, key=lambda pair: (pair[0], pair[1].id)))


def _gone(base: FactBase, id: str) -> FactChange:
    fact = base.by_id.get(id)
    if fact is None or fact.is_current:  # one that moved to another topic still holds, but not here
        return FactChange(id, ChangeKind.GONE, None)
    return FactChange(id, ChangeKind.WITHDRAWN if fact.withdrawn else ChangeKind.SUPERSEDED, fact)
