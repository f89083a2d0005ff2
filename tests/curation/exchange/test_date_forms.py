"""Tests of dates as people write them."""

from __future__ import annotations

import pytest

from bot.curation.exchange.date_forms import date_reader, read_date
from bot.problems import BotError

READ = [
    ("2019-01-02", "2019-01-02"),
    ("2019", "2019"),
    ("2 January 2019", "2019-01-02"),
    ("Jan 2, 2019", "2019-01-02"),
    ("March 2019", "2019-03"),
    ("2019/1/2", "2019-01-02"),
    ("31.12.2019", "2019-12-31"),
    ("2019-01-02 00:00:00", "2019-01-02"),
    ("2019-01-02T10:00:00Z", "2019-01-02"),
    ("03/04/2019", None),
    ("2019/13/45", None),
    ("2019-02-30 10:00", None),
    ("next week", None),
]


@pytest.mark.parametrize(("text", "date"), READ)
def test_dates_that_can_be_meant(text: str, date: str | None) -> None:
    """A date that can only be one is read; one that could be two is not guessed."""
    assert read_date(text) == date


NAMED = [
    ("DD/MM/YYYY", "03/04/2019", "2019-04-03"),
    ("MM/DD/YYYY", "03/04/2019", "2019-03-04"),
    ("D.M.YY", "3.4.19", "2019-04-03"),
    ("D MMMM YYYY", "3 April 2019", "2019-04-03"),
    ("MM/YYYY", "04/2019", "2019-04"),
    ("DD/MM/YYYY", "2019-04-03", "2019-04-03"),
    ("DD/MM/YYYY", "30/02/2019", None),
]


@pytest.mark.parametrize(("form", "text", "date"), NAMED)
def test_dates_in_a_form_that_is_named(form: str, text: str, date: str | None) -> None:
    """The form says which number is the day."""
    assert date_reader(form)(text) == date


@pytest.mark.parametrize("form", ["", "DD/MM", "DD/YYYY", "YYYY YYYY", "%d"])
def test_what_is_no_form(form: str) -> None:
    """A form without a year, or with a part twice, is refused."""
    with pytest.raises(BotError, match="is no form of a date"):
        date_reader(form)
