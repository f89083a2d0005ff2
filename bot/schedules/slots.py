"""A rhythm and the time since it was last looked at → the slots to post now, and those that are missed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from bot.schedules.recurrence import Recurrence

LOOK_BACK: Final = 7 * 86_400.0  # seconds; what was missed longer ago is not told slot by slot


@dataclass(frozen=True, slots=True)
class Slots:
    """Slots by their seconds since the epoch, in order."""

    due: tuple[int, ...] = ()
    missed: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.due or self.missed)


def slots_between(rhythm: Recurrence, since: float, now: float, make_up: float) -> Slots:
    """Find the slots after `since`; those that have waited for up to `make_up` seconds are still posted."""
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
    """Say from when on slots are to be looked for.

    `since` is when the schedule was made, `until` when it was last looked at. A clock that went back has both
    ahead of it: then what may have been posted before is looked at again, and known to have been.
    """
    if until <= now:
        return max(since, until)
    return max(since, now - make_up) if since <= now else now
