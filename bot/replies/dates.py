"""Writes dates that are known to the day, month or year in words."""

from __future__ import annotations

import datetime as dt

from babel.dates import format_date, format_skeleton

from bot.factbase.model import PartialDate


def in_words(date: PartialDate, locale: str = "en_GB") -> str:
    """Write 2019-01-02 as 2 January 2019, 2019-01 as January 2019, or as another language does."""
    if not date.month:
        return str(date.year)
    day = dt.date(date.year, date.month, date.day or 1)
    return format_date(day, "long", locale) if date.day else format_skeleton("yMMMM", day, locale=locale)
