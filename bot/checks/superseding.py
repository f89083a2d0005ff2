"""Finds facts that supersede each other in a circle, and successors that are older."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.rule import RuleContext, RuleFinding, place_of
from bot.factbase.dates import first_day, last_day
from bot.factbase.model import Fact, FactBase


def supersede_circle(context: RuleContext) -> Iterator[RuleFinding]:
    """Following `superseded_by` comes to an end.

    In a circle no fact is current, and none of them is ever the answer. Mend it by removing the link of the
    fact that holds now.
    """
    base, known = context.base, set[str]()
    for fact in sorted(base.facts, key=lambda fact: fact.place):
        circle = _circle(fact, base, known)
        if circle:
            first = min((base.by_id[each] for each in circle), key=lambda each: each.place)
            start = circle.index(first.id)
            round_trip = " → ".join([*circle[start:], *circle[:start], first.id])
            what = f"superseded_by leads round in a circle: {round_trip}"
            yield RuleFinding(place_of(first, "superseded_by"), what, "remove it from the fact that holds now")


def _circle(fact: Fact, base: FactBase, known: set[str]) -> list[str]:
    """Return the circle that a walk from a fact is the first to run into; add what it passes to `known`."""
    way: list[str] = []
    here: Fact | None = fact
    while here and here.id not in known:
        known.add(here.id)
        way.append(here.id)
        here = base.by_id.get(here.superseded_by) if here.superseded_by else None
    return way[way.index(here.id) :] if here and here.id in way else []


def supersede_order(context: RuleContext) -> Iterator[RuleFinding]:
    """A fact that supersedes another is not older than it.

    The `as_of` of the successor is not before that of the fact it supersedes. Mend it by turning the link
    round, or by correcting the dates.
    """
    for fact in context.base.facts:
        successor = context.base.by_id.get(fact.superseded_by or "")
        if successor and last_day(successor.as_of) < first_day(fact.as_of):
            what = f"'{fact.id}', as of {fact.as_of}, is superseded by '{successor.id}', as of {successor.as_of}"
            mend = f"turn the link round, or correct as_of (the other is at {place_of(successor, 'as_of')})"
            yield RuleFinding(place_of(fact, "superseded_by"), what, mend)
