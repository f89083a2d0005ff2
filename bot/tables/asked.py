"""A question as it is read, which subjects it may be about, and which properties can judge its conditions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.factbase.model import ValueType
from bot.tables.plan import Condition, Criterion
from bot.tables.rows import DATED, Tables
from bot.tables.subjects import Spoken, Subject, read_subject
from bot.tables.tagger import Item
from bot.tables.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question as it is read: its tokens and items, and what its forms need to know."""

    tokens: tuple[str, ...]
    items: tuple[Item, ...]
    vocabulary: Vocabulary
    spoken: Spoken
    today: dt.date

    @property
    def tables(self) -> Tables:
        return self.vocabulary.tables

    def subject(self, items: Sequence[Item]) -> Subject | None:
        return read_subject(items, self.tables, self.spoken, self.today)


def scope_of(subject: Subject, asked: AskedQuestion) -> tuple[str, ...]:
    """Return the subjects that a question may be about."""
    if subject.is_spoken and asked.spoken.subjects and (subject.is_all or len(asked.spoken.subjects) > 1):
        return asked.spoken.subjects
    if subject.series is not None:
        return asked.tables.members(subject.series)
    return ()


def series_or_subjects(subject: Subject, asked: AskedQuestion) -> tuple[str | None, tuple[str, ...]]:
    scope = scope_of(subject, asked)
    if subject.series is not None and scope == asked.tables.members(subject.series):
        return subject.series, ()
    return subject.series, scope


def held_of(kinds: frozenset[str], subjects: Sequence[str], tables: Tables) -> tuple[str, ...]:
    """Return those of the properties that any of the subjects has."""
    return tuple(sorted(kinds & tables.kinds_held(tuple(subjects))))


def resolve(
    conditions: Sequence[Condition], scope: Sequence[str], verbs: frozenset[str], tables: Tables
) -> tuple[Condition, ...] | None:
    """Tell each condition which properties of the subjects can judge it; None if none can, or if it is ambiguous."""
    found = []
    for condition in conditions:
        kinds = _judging(condition, scope, verbs, tables)
        if not kinds:
            return None
        found.append(replace(condition, kinds=kinds))
    return tuple(found)


def _judging(condition: Condition, scope: Sequence[str], verbs: frozenset[str], tables: Tables) -> tuple[str, ...]:
    if condition.test is Criterion.WHERE:
        countries = tables.kinds_of(scope, (ValueType.COUNTRY,))
        places = tables.kinds_of(scope, (ValueType.PLACE,))
        if verbs & {*countries, *places}:
            countries = tuple(kind for kind in countries if kind in verbs) or countries
            places = tuple(kind for kind in places if kind in verbs) or places
        if len(countries) > 1 or len(places) > 1:
            return ()
        return (*countries, *places) if condition.country is not None else places
    if condition.test is Criterion.WHEN:
        dated = tables.kinds_of(scope, DATED)
        dated = tuple(kind for kind in dated if kind in verbs) or dated
        return dated if len(dated) == 1 else ()
    if condition.test is Criterion.QUANTITY:
        numeric = tables.kinds_of(scope, (ValueType.NUMBER,))
        kinds = tuple(kind for kind in numeric if kind in condition.kinds)
        return kinds if len(kinds) == 1 else ()
    return condition.kinds
