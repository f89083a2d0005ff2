"""Finds the due times since a schedule was last looked at: those to post now, and those that are missed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from bot.schedules.recurrence import Recurrence

LOOK_BACK: Final = 7 * 86_400.0  # seconds; what was missed longer ago is not told slot by slot


@dataclass(frozen=True, slots=True)
class Slots:
    """Due times in seconds since the epoch, in order."""

    due: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.due or self.missed)


def slots_between(rhythm: Recurrence, since: float, now: float, make_up: float) -> Slots:
    """Find the due times after `since`; those at most `make_up` seconds ago are still posted."""
    due: list[int] = []
    missed: list[int] = []
    first = max(since, now - max(make_up, LOOK_BACK))
    if first >= now:
        return Slots()
    for slot in rhythm.after(dt.datetime.fromtimestamp(first, dt.UTC)):
        at = int(slot.timestamp())
        if at > now:
            break
        (due if at >= now - make_up else missed).append(at)
    return Slots(tuple(due), tuple(missed))


def looked_until(since: float, until: float, now: float, make_up: float) -> float:
    """Return the time after which to look for due times.

    `since` is when the schedule was made, `until` when it was last looked at. If both lie in the future, the clock
    was set back: then earlier due times are looked at again, and the store knows which were posted.
    """
    if until <= now:
        return max(since, until)
    return max(since, now - make_up) if since <= now else now
