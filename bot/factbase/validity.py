"""Tells whether a fact is due for review, which fact held on a day, and what has replaced one since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from bot.factbase.dates import first_day, last_day
from bot.factbase.model import Fact, FactBase, PartialDate


def start_of(fact: Fact) -> dt.date:
    """Return the day from which a fact is known to hold: `valid_from`, else the date of its first source.

    For a source that is dated by the month or year alone, that is the last day of it.
    """
    if fact.valid_from is not None:
        return first_day(fact.valid_from)
    return last_day(min((claim.as_of for claim in fact.claims), key=last_day, default=fact.as_of))


def overdue_since(fact: Fact, today: dt.date) -> PartialDate | None:
    """Return the day by which a fact was to be reviewed, if it is past; else None."""
    return fact.review_by if fact.review_by is not None and last_day(fact.review_by) < today else None


def held_on(base: FactBase, fact: Fact, day: dt.date, today: dt.date) -> Fact | None:
    """Return the fact that held on a day, of those that say the same of different times; None where none did."""
    held = (one for one in kin(base, fact) if _holds(base, one, day, today))
    return max(held, key=_order, default=None)


def nearest_to(base: FactBase, fact: Fact, day: dt.date) -> Fact:
    """Return the fact that began nearest to a day, of those that say the same of different times; none withdrawn."""
    told = [one for one in kin(base, fact) if one.withdrawn is None]
    return min(told, key=lambda one: (abs(start_of(one) - day), one.id), default=fact)


def newer_than(base: FactBase, fact: Fact, today: dt.date) -> Fact | None:
    """Return the fact that has replaced a fact by now; None where it still holds or has no successor."""
    current = base.current(fact)
    if current is not fact:
        return current
    later = (one for one in kin(base, fact) if one.is_current and start_of(fact) < start_of(one) <= today)
    return max(later, key=_order, default=None)


def kin(base: FactBase, fact: Fact) -> Iterator[Fact]:
    """Yield the facts that say the same of different times: linked by `superseded_by`, or by `about` and `asks`."""
    current = base.current(fact)
    for one in base.facts:
        is_same = fact.about is not None and (one.about, one.asks) == (fact.about, fact.asks)
        if one is fact or is_same or base.current(one) is current:
            yield one


def _holds(base: FactBase, fact: Fact, day: dt.date, today: dt.date) -> bool:
    """Return whether a fact held on a day; for a day in the future only `valid_to` can tell."""
    if fact.withdrawn is not None or start_of(fact) > day:
        return False
    if day > today if fact.valid_to is None else last_day(fact.valid_to) < day:
        return False
    here, seen = fact, {fact.id}
    while here.superseded_by is not None:
        successor = base.by_id.get(here.superseded_by)
        if successor is None or successor.id in seen or start_of(successor) <= day:
            return False
        seen.add(successor.id)
        here = successor
    return True


def _order(fact: Fact) -> tuple[dt.date, dt.date, str]:
    return start_of(fact), last_day(fact.as_of), fact.id
