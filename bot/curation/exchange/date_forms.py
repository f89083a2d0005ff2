"""Reads dates as people write them: as the base does, in words, or in a form that is named, such as DD/MM/YYYY."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Final

from bot.factbase.dates import parse_date
from bot.matching.understanding.date_expressions import written_date
from bot.problems import BotError, quoted

_PARTS: Final = {"YYYY": "%Y", "YY": "%y", "MMMM": "%B", "MMM": "%b", "MM": "%m", "M": "%m", "DD": "%d", "D": "%d"}
_PART: Final = re.compile("|".join(sorted(_PARTS, key=len, reverse=True)))
_YEAR_FIRST: Final = re.compile(r"([12]\d{3})[/.]([01]?\d)[/.]([0-3]?\d)")
_WITH_TIME: Final = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}\S*")


def read_date(text: str) -> str | None:
    """Return a date as the base writes it; None for what is no date, or could be two (03/04/2019)."""
    text = " ".join(text.split())
    if parse_date(text) is not None:
        return text
    if found := _WITH_TIME.fullmatch(text):
        return found[1] if parse_date(found[1]) is not None else None
    if found := _YEAR_FIRST.fullmatch(text):
        date = f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"
        return date if parse_date(date) is not None else None
    date_read, rest = written_date(text) or (None, "")
    return str(date_read) if date_read is not None and not rest.strip(" .,") else None


def date_reader(form: str) -> Callable[[str], str | None]:
    """Return what reads dates in a form such as DD.MM.YYYY, MM/DD/YY or D MMMM YYYY; raise BotError if it is none."""
    found = _PART.findall(form)
    letters = {part[0] for part in found}
    if len(letters) != len(found) or "Y" not in letters or ("D" in letters and "M" not in letters):
        raise BotError(f"{quoted(form)} is no form of a date; write it with YYYY, MM and DD, such as DD/MM/YYYY")
    pattern = _PART.sub(lambda part: _PARTS[part[0]], form.replace("%", "%%"))
    shown = "%Y-%m-%d" if "D" in letters else "%Y-%m" if "M" in letters else "%Y"

    def read(text: str) -> str | None:
        text = " ".join(text.split())
        try:
            return dt.datetime.strptime(text, pattern).replace(tzinfo=dt.UTC).strftime(shown)
        except ValueError:
            return read_date(text)

    return read
