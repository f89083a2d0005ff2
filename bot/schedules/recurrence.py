"""Computes when a cron line is due in a time zone; each time comes once, even when clocks change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import islice, pairwise
from typing import Final

from cronsim import CronSim, CronSimError

from bot.schedules.time_zones import zone

FIELDS: Final = 5  # minute, hour, day, month, weekday
LONGEST: Final = 100  # characters of a line
LEAST_GAP: Final = dt.timedelta(minutes=10)
LOOKED_AT: Final = 64  # slots that are looked at to find two that are too close
START: Final = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


class CronFault(StrEnum):
    """What is wrong with a cron line."""

    FORM = "form"
    NEVER = "never"  # such as 30 February
    OFTEN = "often"


class CronError(Exception):
    """A cron line cannot be used."""

    def __init__(self, wrong: CronFault) -> None:
        super().__init__(wrong)
        self.wrong = wrong


@dataclass(frozen=True, slots=True)
class Recurrence:
    """When something is due: a cron `line`, read as Debian's cron does, by the clocks of `zone`."""

    line: str
    zone: str

    def after(self, instant: dt.datetime) -> Iterator[dt.datetime]:
        """Yield the due times after an instant, in UTC.

        A time of day that the clocks skip falls on the first minute after the gap; one that they show twice
        counts the first time. Hourly lines follow the hours that really pass.
        """
        last = instant
        clock = CronSim(self.line, instant.astimezone(zone(self.zone)))
        for local in clock:
            slot = local.astimezone(dt.UTC)
            if slot > last:  # beginning in the repeated hour, the clock gives times of its first run
                yield slot
                last = slot

    def next_after(self, instant: dt.datetime) -> dt.datetime | None:
        """Return the next due time; None where there is none in fifty years."""
        return next(self.after(instant), None)


@lru_cache(maxsize=1024)
def read_cron(line: str, zone_name: str) -> Recurrence:
    """Read a cron line of five fields; raises UnfitLine."""
    parts = line.split()
    if len(parts) != FIELDS or len(line) > LONGEST:
        raise CronError(CronFault.FORM)
    rhythm = Recurrence(" ".join(parts), zone_name)
    if not _is_read(parts):
        day_alone, month_alone = [*parts[:3], "*", parts[4]], [*parts[:2], "*", *parts[3:]]
        raise CronError(CronFault.NEVER if _is_read(day_alone) and _is_read(month_alone) else CronFault.FORM)
    slots = list(islice(rhythm.after(START), LOOKED_AT))
    if not slots:
        raise CronError(CronFault.NEVER)
    if any(later - earlier < LEAST_GAP for earlier, later in pairwise(slots)):
        raise CronError(CronFault.OFTEN)
    return rhythm


def _is_read(parts: list[str]) -> bool:
    try:
        CronSim(" ".join(parts), START)
    except CronSimError:
        return False
    return True
