"""Reads dates as curators write them, and tells which days a partial date covers."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from bot.factbase.model import PartialDate

PATTERN = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
_WRITTEN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def parse_date(text: str) -> PartialDate | None:
    """Read YYYY, YYYY-MM or YYYY-MM-DD; None where the form is another, or the calendar has no such day."""
    match = _WRITTEN.fullmatch(text)
    if match is None:
        return None
    year, month, day = (int(part) if part is not None else None for part in match.groups())
    try:
        date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return PartialDate(year or 0, month or 0, day or 0)


def first_day(partial: PartialDate) -> date:
    """Return the earliest day that a partial date can mean."""
    return date(partial.year, partial.month or 1, partial.day or 1)


def last_day(partial: PartialDate) -> date:
    """Return the latest day that a partial date can mean."""
    month = partial.month or 12
    return date(partial.year, month, partial.day or monthrange(partial.year, month)[1])
