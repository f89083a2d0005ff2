"""Finds facts with the same `about` and `asks` that hold at the same time."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from bot.checks.rule import RuleContext, RuleFinding, place_of
from bot.factbase.dates import first_day, last_day
from bot.factbase.model import Fact


def same_question(context: RuleContext) -> Iterator[RuleFinding]:
    """Facts that answer the same question are linked, or hold at different times.

    Two facts with the same `about` and `asks` are linked when following `superseded_by` from both ends at
    the same fact. They hold at different times when one has a `valid_to` before the other's `valid_from`.
    Facts that are withdrawn do not count. Mend it by adding one or the other, or by joining both facts in
    one with `claims`.
    """
    groups: dict[tuple[str, str], list[Fact]] = {}
    for fact in sorted(context.base.facts, key=lambda fact: fact.place):
        if fact.about and fact.asks and not fact.withdrawn:
            groups.setdefault((fact.about, fact.asks), []).append(fact)
    for (about, asks), facts in groups.items():
        for first, second in combinations(facts, 2):
            linked = context.base.current(first) is context.base.current(second)
            if not linked and not (_ends_before(first, second) or _ends_before(second, first)):
                what = f"'{second.id}' asks '{asks}' of '{about}' as '{first.id}' does ({first.place})"
                mend = "link them with superseded_by, give valid_from and valid_to, or join them with claims"
                yield RuleFinding(place_of(second, "asks"), what, mend)


def _ends_before(one: Fact, other: Fact) -> bool:
    if one.valid_to is None or other.valid_from is None:
        return False
    return last_day(one.valid_to) < first_day(other.valid_from)
