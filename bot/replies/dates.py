"""Dates as known to the day, month or year → words."""

from __future__ import annotations

from bot.factbase.model import PartialDate
from bot.replies.words import MONTHS


def in_words(date: PartialDate) -> str:
    """Write 2019-01-02 as 2 January 2019, 2019-01 as January 2019."""
    parts = [str(date.year)]
    if date.month:
        parts.insert(0, MONTHS[date.month - 1])
    if date.day:
        parts.insert(0, str(date.day))
    return " ".join(parts)
