"""A base as a table: a row for each name that facts are about, a column for each kind of question."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from bot.factbase.dates import last_day
from bot.factbase.model import Fact, FactBase, Series, Status, ValueType
from bot.factbase.validity import start_of
from bot.matching.text.numerals import is_year
from bot.tables.values import NO_VALUE, Value, read_value

Read = Callable[[str], Sequence[str]]  # a text → its tokens, names linked

MOST_KEPT: Final = 100_000
DATED: Final = (ValueType.SPAN, ValueType.DATE)
LOCATED: Final = (ValueType.PLACE, ValueType.COUNTRY)


@dataclass(frozen=True, slots=True)
class Cell:
    """What the base holds of one property of one subject; `values` are those of its claims, empty if unread."""

    subject: str
    kind: str
    fact: Fact
    values: tuple[Value, ...]

    @property
    def is_disputed(self) -> bool:
        """Whether sources disagree."""
        return bool(self.fact.claims)


@dataclass(frozen=True)
class Tables:
    """The current facts of a base by subject and property, and its series with the members that have facts."""

    base: FactBase
    read: Read
    # What was worked out once: values by fact, members by series, properties by subjects, cells and plans of a day.
    _values: dict[str, tuple[Value, ...]] = field(default_factory=dict, repr=False, compare=False)
    _members: dict[str, tuple[str, ...]] = field(default_factory=dict, repr=False, compare=False)
    _kinds: dict[tuple[str, ...], frozenset[str]] = field(default_factory=dict, repr=False, compare=False)
    _cells: dict[tuple[str, str, dt.date], Cell | None] = field(default_factory=dict, repr=False, compare=False)
    _ahead: dict[tuple[str, dt.date], bool] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def facts(self) -> Mapping[str, Mapping[str, tuple[Fact, ...]]]:
        """Current facts by subject, then by property."""
        found: dict[str, dict[str, tuple[Fact, ...]]] = {}
        for fact in self.base.facts:
            if fact.is_current and fact.about is not None and fact.asks is not None:
                of_subject = found.setdefault(fact.about, {})
                of_subject[fact.asks] = (*of_subject.get(fact.asks, ()), fact)
        return found

    @cached_property
    def series(self) -> Mapping[str, Series]:
        """The series of which the base holds anything."""
        return {
            name: one
            for name, one in self.base.phrasings.series.items()
            if any(member in self.facts for member in one.members)
        }

    def members(self, series: str) -> tuple[str, ...]:
        """Return the members of a series that the base holds facts about, in its order."""
        if series not in self._members:
            held = self.facts
            self._members[series] = tuple(member for member in self.series[series].members if member in held)
        return self._members[series]

    @cached_property
    def series_of(self) -> Mapping[str, str]:
        """The series of each member."""
        return {member: name for name in self.series for member in self.members(name)}

    @cached_property
    def kinds_of_series(self) -> Mapping[str, frozenset[str]]:
        """What is held of any member of a series."""
        return {name: frozenset(k for m in self.members(name) for k in self.facts[m]) for name in self.series}

    def kinds_of(self, subjects: Sequence[str], types: Sequence[ValueType]) -> tuple[str, ...]:
        """Return the properties of these types that any of the subjects has, in the order of phrasings.yaml."""
        held = self.kinds_held(tuple(subjects))
        return tuple(kind for kind, one in self.base.phrasings.properties.items() if one.type in types and kind in held)

    def kinds_held(self, subjects: tuple[str, ...]) -> frozenset[str]:
        """Return what is held of any of the subjects."""
        held = self._kinds.get(subjects)
        if held is None:
            if len(self._kinds) >= MOST_KEPT:
                self._kinds.clear()
            held = frozenset(kind for subject in subjects for kind in self.facts.get(subject, {}))
            self._kinds[subjects] = held
        return held

    def type_of(self, kind: str) -> ValueType:
        """Return the type of a property; text where it has none."""
        held = self.base.phrasings.properties.get(kind)
        return held.type if held is not None else ValueType.TEXT

    def cell(self, subject: str, kind: str, today: dt.date) -> Cell | None:
        """Return what holds today of a property; of facts for several times, that of today or the latest."""
        key = (subject, kind, today)
        if key not in self._cells:
            if len(self._cells) >= MOST_KEPT:
                self._cells.clear()
            self._cells[key] = self._cell(subject, kind, today)
        return self._cells[key]

    def _cell(self, subject: str, kind: str, today: dt.date) -> Cell | None:
        facts = self.facts.get(subject, {}).get(kind, ())
        if not facts:
            return None
        begun = [f for f in facts if start_of(f) <= today and (f.valid_to is None or last_day(f.valid_to) >= today)]
        fact = max(begun or facts, key=lambda one: (start_of(one), one.id))
        return Cell(subject, kind, fact, self._values_of(fact))

    def _values_of(self, fact: Fact) -> tuple[Value, ...]:
        values = self._values.get(fact.id)
        if values is None:
            values = self._values[fact.id] = self._read(fact)
        return values

    def _read(self, fact: Fact) -> tuple[Value, ...]:
        kind = self.type_of(fact.asks or "")
        if fact.value == NO_VALUE:
            return ()
        texts = [fact.value] if fact.value else [c.answer for c in fact.claims] or [fact.answer]
        values = [read_value(kind, text, self.read(text)) for text in texts]
        return tuple(value for value in values if value is not None) if all(values) else ()

    def dates(self, subject: str, today: dt.date, kinds: Sequence[str] = ()) -> Cell | None:
        """Return the cell that says when a subject was, of these kinds or of any date."""
        for kind in kinds or self.kinds_of((subject,), DATED):
            cell = self.cell(subject, kind, today)
            if cell is not None and cell.values:
                return cell
        return None

    def is_ahead(self, subject: str, today: dt.date) -> bool:
        """Return whether a subject is only planned, or still to come."""
        key = (subject, today)
        if key not in self._ahead:
            if len(self._ahead) >= MOST_KEPT:
                self._ahead.clear()
            self._ahead[key] = self._is_ahead(subject, today)
        return self._ahead[key]

    def _is_ahead(self, subject: str, today: dt.date) -> bool:
        cell = self.dates(subject, today)
        if cell is None:
            facts = [fact for held in self.facts.get(subject, {}).values() for fact in held]
            return all(fact.status is Status.PLANNED for fact in facts)
        first = [value.first_day for value in cell.values if value.first_day is not None]
        return cell.fact.status is Status.PLANNED or min(first) > today

    def years(self, subject: str, today: dt.date) -> frozenset[int]:
        """Return the years in which a subject was, by its dates, else by the year in its name."""
        cell = self.dates(subject, today)
        if cell is None:
            return frozenset(int(token) for token in self.read(subject) if is_year(token))
        days = [day for value in cell.values for day in (value.first_day, value.last_day) if day is not None]
        return frozenset(range(min(days).year, max(days).year + 1))
