"""Tests of which slots are posted and which are missed."""

from __future__ import annotations

import pytest

from bot.schedules.recurrence import read_cron
from bot.schedules.slots import Slots, looked_until, slots_between

HOUR, DAY = 3600, 86_400
EIGHT = 8 * HOUR  # of the first day of all
DAILY = read_cron("0 8 * * *", "UTC")


@pytest.mark.parametrize(
    ("since", "now", "make_up", "expected"),
    [
        (0, EIGHT - 1, HOUR, Slots()),
        (0, EIGHT, HOUR, Slots((EIGHT,))),
        (EIGHT, EIGHT + HOUR, HOUR, Slots()),
        (0, EIGHT + HOUR, HOUR, Slots((EIGHT,))),
        (0, EIGHT + HOUR + 1, HOUR, Slots((), (EIGHT,))),
        (0, EIGHT + 1, 0, Slots((), (EIGHT,))),
        (0, EIGHT + 2 * DAY, HOUR, Slots((EIGHT + 2 * DAY,), (EIGHT, EIGHT + DAY))),
        (EIGHT + HOUR, EIGHT, HOUR, Slots()),
    ],
)
def test_what_is_due(since: float, now: float, make_up: float, expected: Slots) -> None:
    """What waits within the time to make up is due, what waits longer is missed."""
    assert slots_between(DAILY, since, now, make_up) == expected


def test_a_year_away() -> None:
    """What was missed more than a week ago is not told slot by slot."""
    assert len(slots_between(DAILY, 0, 365 * DAY, HOUR).missed) == 7


@pytest.mark.parametrize(
    ("since", "until", "now", "expected"),
    [
        (100, 100, 200, 100),
        (100, 150, 200, 150),
        (100, 9000, 8000, 4400),  # the clock went back: what may have been posted is looked at again
        (6000, 9000, 8000, 6000),
        (9000, 9000, 8000, 8000),
    ],
)
def test_from_when_on(since: float, until: float, now: float, expected: float) -> None:
    """Slots before the schedule was made are none of its own, whatever the clock does."""
    assert looked_until(since, until, now, HOUR) == expected
