"""Tests of cron lines in time zones."""

from __future__ import annotations

import datetime as dt
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.schedules.recurrence import CronError, CronFault, read_cron


def at(text: str) -> dt.datetime:
    """Read a time in UTC."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("line", "zone", "after", "expected"),
    [
        # Berlin goes from 2 to 3 o'clock: 08:00 is an hour earlier in UTC, and what was skipped comes at once.
        ("0 8 * * *", "Europe/Berlin", "2026-03-28T00:00", ["03-28 07:00", "03-29 06:00", "03-30 06:00"]),
        ("30 2 * * *", "Europe/Berlin", "2026-03-28T00:00", ["03-28 01:30", "03-29 01:00", "03-30 00:30"]),
        ("0,30 2 * * *", "Europe/Berlin", "2026-03-28T12:00", ["03-29 01:00", "03-30 00:00", "03-30 00:30"]),
        # It goes from 3 back to 2: the first 02:30 counts, whenever one begins to look.
        ("30 2 * * *", "Europe/Berlin", "2026-10-24T12:00", ["10-25 00:30", "10-26 01:30"]),
        ("30 2 * * *", "Europe/Berlin", "2026-10-25T00:29", ["10-25 00:30", "10-26 01:30"]),
        ("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30", ["10-26 01:30"]),
        ("30 2 * * *", "Europe/Berlin", "2026-10-25T01:15", ["10-26 01:30"]),
        ("0 8 * * *", "Europe/Berlin", "2026-10-24T00:00", ["10-24 06:00", "10-25 07:00", "10-26 07:00"]),
        # What is hourly goes by the hours that pass.
        ("15 * * * *", "Europe/Berlin", "2026-10-24T23:30", ["10-25 00:15", "10-25 01:15", "10-25 02:15"]),
        # Almaty went from UTC+6 to UTC+5 at the midnight before 1 March 2024, so that 23:30 was there twice.
        ("0 8 * * *", "Asia/Almaty", "2024-02-28T12:00", ["02-29 02:00", "03-01 03:00"]),
        ("30 23 * * *", "Asia/Almaty", "2024-02-29T00:00", ["02-29 17:30", "03-01 18:30"]),
        ("0 8 * * 1-5", "UTC", "2026-11-27T09:00", ["11-30 08:00", "12-01 08:00"]),
        ("0 8 29 2 *", "UTC", "2026-01-01T00:00", ["02-29 08:00"]),
    ],
)
def test_slots(line: str, zone: str, after: str, expected: list[str]) -> None:
    """Slots come by the clocks of the zone, each once, also where these are changed."""
    slots = islice(read_cron(line, zone).after(at(after)), len(expected))
    assert [f"{slot:%m-%d %H:%M}" for slot in slots] == expected


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("", CronFault.FORM),
        ("0 8 * *", CronFault.FORM),
        ("0 0 8 * * *", CronFault.FORM),  # seconds
        ("60 8 * * *", CronFault.FORM),
        ("0 8 * * FRY", CronFault.FORM),
        ("0 8 " + "1," * 60 + "1 * *", CronFault.FORM),
        ("0 8 31 2 *", CronFault.NEVER),
        ("0 8 31 4,6 *", CronFault.NEVER),
        ("* * * * *", CronFault.OFTEN),
        ("*/9 * * * *", CronFault.OFTEN),
        ("0,5 8 1 1 *", CronFault.OFTEN),
        ("55 8 * * *", None),
        ("*/10 * * * *", None),
    ],
)
def test_what_is_no_rhythm(line: str, wrong: CronFault | None) -> None:
    """A line is refused with the reason."""
    found = None
    try:
        read_cron(line, "UTC")
    except CronError as unfit:
        found = unfit.wrong
    assert found is wrong


@given(st.one_of(st.text(), st.from_regex(r"([0-9*/,LW#A-Z-]{1,4} ){4}[0-9*/,LW#A-Z-]{1,4}", fullmatch=True)))
def test_any_line(line: str) -> None:
    """Any text is a rhythm whose slots go forward, or is refused."""
    try:
        rhythm = read_cron(line, "Europe/Berlin")
    except CronError:
        return
    slots = list(islice(rhythm.after(at("2026-03-28T00:00")), 5))
    assert slots == sorted(set(slots))
