"""Finds facts whose validity ends before it begins."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.rule import RuleContext, RuleFinding, place_of
from bot.factbase.dates import first_day, last_day


def date_order(context: RuleContext) -> Iterator[RuleFinding]:
    """`valid_from` is not after `valid_to`.

    A partial date is taken at its widest, so 2018-09 to 2018 is in order. Mend it by exchanging the two.
    """
    for fact in context.base.facts:
        if fact.valid_from and fact.valid_to and last_day(fact.valid_to) < first_day(fact.valid_from):
            what = f"valid_to {fact.valid_to} is before valid_from {fact.valid_from}"
            yield RuleFinding(place_of(fact, "valid_to"), what, "exchange the two, or correct one")
