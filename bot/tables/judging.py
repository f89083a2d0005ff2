"""Tells which subjects meet the conditions of a plan, and of which the base does not say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from bot.factbase.model import ValueType
from bot.tables.plan import Condition, Criterion, Plan
from bot.tables.rows import Tables
from bot.tables.values import Value


@dataclass(frozen=True, slots=True)
class Judged:
    met: tuple[str, ...]
    unknown: tuple[str, ...]
    held: tuple[str, ...]


def scope(plan: Plan, tables: Tables) -> tuple[str, ...]:
    if plan.subjects:
        return plan.subjects
    if plan.series is not None:
        return tables.members(plan.series)
    return tuple(sorted(s for s, kinds in tables.facts.items() if any(kind in kinds for kind in plan.properties)))


def judge(plan: Plan, tables: Tables, today: dt.date) -> Judged:
    """Tell the subjects that meet all conditions from those of which the base does not say it."""
    considered = [s for s in scope(plan, tables) if not (plan.is_past and tables.is_ahead(s, today))]
    met, unknown = [], []
    for subject in considered:
        verdicts = [meets(condition, subject, tables, today) for condition in plan.conditions]
        if all(verdicts):
            met.append(subject)
        elif not any(verdict is False for verdict in verdicts):
            unknown.append(subject)
    return Judged(tuple(met), tuple(unknown), tuple(considered))


def meets(condition: Condition, subject: str, tables: Tables, today: dt.date) -> bool | None:
    """Return whether a subject meets a condition; None where the base does not say, or its sources disagree."""
    for kind in condition.kinds:
        cell = tables.cell(subject, kind, today)
        if cell is not None and cell.values:
            verdicts = {_value_meets(condition, value, tables.type_of(kind)) for value in cell.values}
            if len(verdicts) > 1:
                return None
            verdict = verdicts.pop()
            if verdict is not None:
                return verdict is not condition.is_negated
    return None


def _value_meets(condition: Condition, value: Value, kind: ValueType) -> bool | None:
    match condition.test:
        case Criterion.WHERE:
            return _is_where(condition, value, kind)
        case Criterion.WHEN:
            return _is_when(condition, value)
        case Criterion.QUANTITY:
            if value.number is None or (value.unit == "day") != (condition.unit == "day"):
                return None
            return _is_within(value.number, condition.low, condition.high)
        case Criterion.ORDINAL:
            return value.ordinal == condition.low if value.ordinal is not None else None
        case Criterion.INVOLVING:
            return condition.country in value.countries if condition.country else has_words(value, condition.words)


def _is_where(condition: Condition, value: Value, kind: ValueType) -> bool | None:
    if condition.country is not None and kind is ValueType.COUNTRY:
        return condition.country in value.countries
    if condition.country is not None:
        if len(value.countries) != 1:
            return None
        return condition.country in value.countries
    if has_words(value, condition.words):
        return None if "km" in value.tokens or "near" in value.tokens else True
    return None if condition.is_negated else False


def has_words(value: Value, words: Sequence[str]) -> bool:
    size = len(words)
    return any(value.tokens[at : at + size] == tuple(words) for at in range(len(value.tokens) - size + 1))


def _is_when(condition: Condition, value: Value) -> bool | None:
    """Return whether all of a span is within the days; None where only part of it is."""
    first, last = value.first_day, value.last_day
    if first is None or last is None:
        return None
    low, high = condition.first or dt.date.min, condition.last or dt.date.max
    if low <= first and last <= high:
        return True
    return False if last < low or high < first else None


def _is_within(number: float, low: float | None, high: float | None) -> bool:
    return (low is None or low <= number) and (high is None or number <= high)
