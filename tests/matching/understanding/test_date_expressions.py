"""Tests of the date as of which a question is asked."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.factbase.model import PartialDate
from bot.matching.understanding.date_expressions import dated, written_date

MARCH, FIRST, YEAR = PartialDate(2019, 3), PartialDate(2019, 3, 1), PartialDate(2019)


@pytest.mark.parametrize(
    ("question", "rest", "date"),
    [
        ("where was it as of March 2019?", "where was it ?", MARCH),
        ("where was it, as of 2019-03-01?", "where was it ?", FIRST),
        ("As at 1 March 2019, where was it?", "where was it?", FIRST),
        ("where was it as on 1st of March, 2019", "where was it", FIRST),
        ("where was it as of March 1, 2019", "where was it", FIRST),
        ("where was it as of the end of mar. 2019", "where was it", MARCH),
        ("AS OF 2019: where was it?", "where was it?", YEAR),
        ("where was it as of 2019.", "where was it .", YEAR),
        # the year of a name stays
        ("where was KAZ-IND 2019 as of March 2019?", "where was KAZ-IND 2019 ?", MARCH),
        ("где прошли учения по состоянию на март 2019 г.?", "где прошли учения ?", MARCH),
        ("по состоянию на 01.03.2019 где прошли учения", "где прошли учения", FIRST),
        ("где прошли учения, на 1 марта 2019 года?", "где прошли учения ?", FIRST),
        ("and as of 2019?", "and ?", YEAR),
        # a date that cannot be read, or two of them
        ("where was it as of 01/03/2019?", "where was it 01/03/2019?", None),
        ("where was it as of 2019-02-30?", "where was it ?", None),
        ("where was it as of March?", "where was it March?", None),
        ("where as of 2018 and when as of 2019", "where and when", None),
    ],
)
def test_dated(question: str, rest: str, date: PartialDate | None) -> None:
    """The date is cut out of the question, with the words that lead to it."""
    found = dated(question)

    assert found is not None
    assert (found.rest.split(), found.date) == (rest.split(), date)


@pytest.mark.parametrize(
    "question",
    [
        "where was KAZIND 2019?",
        "who led it as of the third edition?",
        "where was it as of KAZIND 2019?",
        "какие учения запланированы на март 2019?",  # planned for March
        "какова численность на 2019 год",
        "какие учения на март 2019 были в Отаре?",
        "",
    ],
)
def test_not_dated(question: str) -> None:
    """A date that says what is asked about stays where it is."""
    assert dated(question) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2019-03-01 where was it?", (FIRST, "where was it?")),
        ("March 2019, where was it?", (MARCH, "where was it?")),
        ("2019", (YEAR, "")),
        ("where was it 2019", None),
        ("2019-02-30 where", None),
        ("01/03/2019 where", None),
    ],
)
def test_written_date(text: str, expected: tuple[PartialDate, str] | None) -> None:
    """A date in front is read, with what follows it."""
    assert written_date(text) == expected


@given(st.text(max_size=200), st.text(max_size=50))
def test_any_text(before: str, after: str) -> None:
    """Any text around a date can be read, and a date is never made up."""
    found = dated(f"{before} as of 2019-03-01 {after}")

    assert found is not None
    assert found.date in {FIRST, None}
