"""Tests of reading dates, and of the days that partial dates cover."""

from __future__ import annotations

from datetime import date

import pytest

from bot.factbase.dates import first_day, last_day, parse_date

DATES = [
    ("2018", date(2018, 1, 1), date(2018, 12, 31)),
    ("2018-09", date(2018, 9, 1), date(2018, 9, 30)),
    ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
    ("2020-02-29", date(2020, 2, 29), date(2020, 2, 29)),
    ("0001", date(1, 1, 1), date(1, 12, 31)),
    ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
]
OTHER = [
    "2019-02-29",
    "2018-13",
    "2018-00",
    "2018-01-00",
    "0000",
    "2018-9",
    "18",
    "2018/09",
    "",
    "2018 ",
    "２０１８",
]


@pytest.mark.parametrize(("text", "first", "last"), DATES)
def test_a_date_covers_its_days(text: str, first: date, last: date) -> None:
    """A year and a month cover all of their days, and a date is written back as it was."""
    parsed = parse_date(text)

    assert parsed is not None
    assert (str(parsed), first_day(parsed), last_day(parsed)) == (text, first, last)


@pytest.mark.parametrize("text", OTHER)
def test_other_text_is_no_date(text: str) -> None:
    """A day that does not exist and any other form are refused."""
    assert parse_date(text) is None
