"""Finds facts whose day of review is past."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.rule import RuleContext, RuleFinding, place_of
from bot.factbase.validity import overdue_since


def review_overdue(context: RuleContext) -> Iterator[RuleFinding]:
    """A current fact was looked at again by its `review_by`.

    The only warning, because a calendar alone must not stop anyone. Mend it by reading the source again and
    setting a later `review_by`, or by superseding or withdrawing the fact.
    """
    for fact in context.base.facts:
        if fact.is_current and (due := overdue_since(fact, context.today)):
            what = f"'{fact.id}' was to be reviewed by {due}, and today is {context.today}"
            mend = "read the source again and set a later review_by, or supersede the fact"
            yield RuleFinding(place_of(fact, "review_by"), what, mend)
