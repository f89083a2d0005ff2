"""Reads which subjects a question is about: a series, some of its members, or a place in its order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.factbase.model import ValueType
from bot.matching.text.numerals import is_ordinal, is_year
from bot.tables.plan import Position
from bot.tables.rows import Tables
from bot.tables.tagger import Item
from bot.tables.words import Word


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was spoken of before: the subjects of the last reply, their series, and what was asked of them."""

    subjects: tuple[str, ...] = ()
    series: str | None = None
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Subject:
    """What a question is about: `is_all` if it asks for each of them, `is_spoken` if they were named before."""

    series: str | None = None
    members: tuple[str, ...] = ()
    position: Position | None = None
    is_all: bool = False
    is_plural: bool = False
    is_spoken: bool = False
    is_called: bool = False  # by what a member is called


@dataclass(slots=True)
class _Reading:
    series: set[str] = field(default_factory=set)
    called: set[str] | None = None
    members: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    position: Position | None = None
    count: int = 0
    is_all: bool = False
    is_plural: bool = False
    is_spoken: bool = False
    relative: tuple[int, Item | None] | None = None
    is_definite: bool = False  # it says "the" or what a member is called


def read_subject(items: Sequence[Item], tables: Tables, spoken: Spoken, today: dt.date) -> Subject | None:
    """Read items as what a question is about; None if anything among them is something else."""
    reading = _Reading()
    position = 0
    while position < len(items):
        following = items[position + 1] if position + 1 < len(items) else None
        taken = _take(reading, items[position], following, tables)
        if not taken:
            return None
        position += taken
    return _settled(reading, tables, spoken, today)


def _take(reading: _Reading, item: Item, following: Item | None, tables: Tables) -> int:
    """Take an item, and perhaps the one behind it, into the reading; return how many, 0 if it does not belong."""
    meaning = item.meaning
    if meaning.name is not None and meaning.name in tables.series_of:
        reading.members.append(meaning.name)
    elif meaning.name is not None and meaning.name in tables.series:
        reading.series.add(meaning.name)
    elif meaning.name is not None or (item.country is not None):
        return 0
    elif meaning.series:
        reading.series |= meaning.series
        reading.is_plural |= item.is_plural
    elif meaning.called:
        reading.called = set(meaning.called) if reading.called is None else reading.called & meaning.called
        reading.is_plural |= item.is_plural
    elif item.is_(Word.BEFORE, Word.AFTER) and following is not None and _is_reference(following, tables):
        if reading.relative is not None:
            return 0
        reading.relative = (-1 if item.is_(Word.BEFORE) else 1, following)
        return 2
    else:
        return _take_word(reading, item)
    return 1


def _take_word(reading: _Reading, item: Item) -> int:
    if item.ordinal is not None or item.is_(Word.LATEST, Word.EARLIEST, Word.PENULTIMATE):
        if reading.position is not None:
            return 0
        index = item.ordinal or (1 if item.is_(Word.EARLIEST) else -2 if item.is_(Word.PENULTIMATE) else -1)
        reading.position = Position(index)
    elif item.is_(Word.PREVIOUS, Word.NEXT, Word.BEFORE, Word.AFTER):
        if reading.relative is not None:
            return 0
        reading.relative = (-1 if item.is_(Word.PREVIOUS, Word.BEFORE) else 1, None)
    elif item.year is not None:
        reading.years.append(item.year)
    elif item.number is not None and item.number.is_integer() and 1 < item.number < 100 and not reading.count:
        reading.count = int(item.number)
    elif item.is_(Word.ALL, Word.EACH, Word.EACH_FOLLOW, Word.OVER_YEARS):
        reading.is_all = True
    elif item.is_(Word.IT):
        reading.is_spoken = True
    elif item.tokens == ("the",):
        reading.is_definite = True
    elif item.is_(Word.ONE):
        reading.is_definite = True
        reading.is_plural |= item.is_plural
    elif not (item.is_light or item.is_(Word.AND)):
        return 0
    return 1


def _is_reference(item: Item, tables: Tables) -> bool:
    return item.year is not None or (item.meaning.name is not None and item.meaning.name in tables.series_of)


def _settled(reading: _Reading, tables: Tables, spoken: Spoken, today: dt.date) -> Subject | None:
    """Bring what was read together; None where it does not name one thing."""
    series = _series_named(reading, tables, spoken)
    if series is None:
        return None
    is_open = not series
    if is_open and spoken.series is not None:
        series = {spoken.series}
    if len(series) > 1 and not (len(reading.members) > 1 and reading.called is None):
        return None
    name = next(iter(series)) if len(series) == 1 else None
    members = list(reading.members)
    for year in reading.years:
        member = member_of_year(tables, name, year, today) if name is not None else None
        if member is None:
            return None
        members.append(member)
    position = _position(reading, tables, name, spoken, today)
    if (reading.position or reading.relative or reading.count) and position is None:
        return None
    if position is not None and members:
        return None
    is_spoken = reading.is_spoken or is_open
    if is_spoken and not (spoken.subjects or spoken.series):
        is_spoken = False
        if reading.is_spoken:
            return None
    return Subject(
        name,
        tuple(dict.fromkeys(members)),
        position,
        reading.is_all,
        reading.is_plural,
        is_spoken,
        reading.called is not None,
    )


def _series_named(reading: _Reading, tables: Tables, spoken: Spoken) -> set[str] | None:
    """Return the series that were named, or that a member is called of; None if these are at odds."""
    reference = reading.relative[1] if reading.relative is not None else None
    named = [*reading.members, *([reference.meaning.name] if reference and reference.meaning.name else [])]
    series = {tables.series_of[member] for member in named} | reading.series
    if reading.called is not None and not series:
        series = reading.called
        if spoken.series is not None and spoken.series in series and not _is_one(series):
            series = {spoken.series}
            reading.is_spoken = True
    elif reading.called is not None and not series <= reading.called:
        return None
    return series


def _is_one(series: set[str]) -> bool:
    return len(series) == 1


def _position(reading: _Reading, tables: Tables, series: str | None, spoken: Spoken, today: dt.date) -> Position | None:
    if reading.relative is not None:
        if reading.position is not None or reading.count:
            return None
        step, reference = reading.relative
        if reference is not None and reference.year is not None and not (reading.is_definite or reading.called):
            return None  # "KAZIND after 2019" may be any of several
        beside: str | None = None
        if reference is None:
            beside = spoken.subjects[0] if len(spoken.subjects) == 1 else None
        elif reference.meaning.name is not None:
            beside = reference.meaning.name
        elif series is not None and reference.year is not None:
            beside = member_of_year(tables, series, reference.year, today)
        is_member = beside is not None and tables.series_of.get(beside) == series
        return Position(step, beside=beside) if is_member else None
    if reading.position is None:
        return None
    if reading.count and abs(reading.position.index) != 1:
        return None
    return Position(reading.position.index, reading.count or 1)


def member_of_year(tables: Tables, series: str, year: int, today: dt.date) -> str | None:
    """Return the one member of a series that has a year in its name, else in its dates."""
    members = tables.members(series)
    by_name = [member for member in members if any(is_year(t) and int(t) == year for t in tables.read(member))]
    found = by_name or [member for member in members if year in tables.years(member, today)]
    return found[0] if len(found) == 1 else None


def member_of_ordinal(tables: Tables, series: str, number: int, today: dt.date) -> str | None:
    """Return the member of a series that its facts or its name call the n-th; None where no fact tells."""
    found = []
    for member in tables.members(series):
        said = {int(token[:-1]) for token in tables.read(member) if is_ordinal(token)}
        said |= ordinals(tables, member, today)
        if number in said:
            found.append(member)
    return found[0] if len(found) == 1 else None


def ordinals(tables: Tables, member: str, today: dt.date) -> set[int]:
    """Return what number in its series the facts say that a member is."""
    cells = (tables.cell(member, kind, today) for kind in tables.kinds_of((member,), (ValueType.ORDINAL,)))
    return {v.ordinal for cell in cells if cell is not None for v in cell.values if v.ordinal is not None}
