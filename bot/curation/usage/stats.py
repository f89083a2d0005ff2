"""Sums up what was counted: how much is asked, what came of it, and which facts nobody asks for."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.factbase.model import FactBase
from bot.store.gaps.gaps import TopGap
from bot.store.usage import UsageCount, UsageKind

USUAL_DAYS: Final = 30
TOP: Final = 10
QUESTIONS: Final = (UsageKind.ANSWERED, UsageKind.SUGGESTED, UsageKind.REFUSED)


@dataclass(frozen=True, slots=True)
class Day:
    """The questions of one day by their outcome."""

    day: dt.date
    answered: int
    suggested: int
    refused: int

    @property
    def questions(self) -> int:
        """Count them all."""
        return self.answered + self.suggested + self.refused


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of some days up to today; facts and chats are sorted by how often they were asked."""

    days: tuple[Day, ...]
    chosen: int
    up: int
    down: int
    facts: tuple[tuple[str, int], ...]
    gaps: tuple[TopGap, ...]
    never: tuple[str, ...]  # facts that hold and were told to nobody, in the order of the files
    rooms: tuple[tuple[str, int], ...]

    @property
    def total(self) -> Day:
        """Add up the days, under the date of the first."""
        sums = (sum(getattr(day, name) for day in self.days) for name in ("answered", "suggested", "refused"))
        return Day(self.days[0].day, *sums)


def first_day(today: dt.date, days: int) -> dt.date:
    """Return the first of so many days that end today."""
    return today - dt.timedelta(days=days - 1)


def usage_stats(
    base: FactBase,
    counts: Iterable[UsageCount],
    thumbs: tuple[int, int],
    gaps: Sequence[TopGap],
    first: dt.date,
    today: dt.date,
) -> Numbers:
    """Sum up what was counted from a day until today; facts that the base does not have are left out."""
    asked, facts, rooms = Counter[tuple[dt.date, UsageKind]](), Counter[str](), Counter[str]()
    for one in counts:
        if one.kind is UsageKind.TOLD:
            facts[one.fact] += one.number
        else:
            asked[one.day, one.kind] += one.number
        if one.kind in QUESTIONS:
            rooms[one.room] += one.number
    length = (today - first).days + 1
    days = [first + dt.timedelta(days=number) for number in range(length)]
    told = {base.current(base.by_id[name]).id for name in facts if name in base.by_id}
    current = sorted((fact for fact in base.facts if fact.is_current), key=lambda fact: fact.place)
    up, down = thumbs
    return Numbers(
        days=tuple(Day(day, *(asked[day, kind] for kind in QUESTIONS)) for day in days),
        chosen=sum(asked[day, UsageKind.CHOSEN] for day in days),
        up=up,
        down=down,
        facts=tuple(one for one in _most(facts) if one[0] in base.by_id)[:TOP],
        gaps=tuple(gaps[:TOP]),
        never=tuple(fact.id for fact in current if fact.id not in told),
        rooms=_most(rooms),
    )


def named(rooms: Iterable[tuple[str, int]], known: Iterable[int], room: Callable[[int], str]) -> list[tuple[str, int]]:
    """Name the groups that are known by their numbers by those numbers."""
    names = {room(chat): str(chat) for chat in known}
    return [(names.get(name, name), number) for name, number in rooms]


def _most(counter: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counter.items(), key=lambda pair: (-pair[1], pair[0])))
