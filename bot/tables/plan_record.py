"""Writes a plan as plain values, for JSON and the store, and reads it back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from bot.tables.plan import Condition, Criterion, Operation, Plan, Position

VERSION: Final = 1  # of the form; it grows with a change that a reader would stumble over


def as_record(plan: Plan) -> dict[str, Any]:
    """Return a plan as values of JSON; what it leaves open is null or empty."""
    position = plan.position
    return {
        "operation": plan.operation.value,
        "series": plan.series,
        "subjects": list(plan.subjects),
        "properties": list(plan.properties),
        "conditions": [_condition(condition) for condition in plan.conditions],
        "position": None
        if position is None
        else {"index": position.index, "count": position.count, "beside": position.beside},
        "year": plan.year,
        "past_only": plan.is_past,
    }


def _condition(condition: Condition) -> dict[str, Any]:
    return {
        "test": condition.test.value,
        "properties": list(condition.kinds),
        "said": condition.said,
        "words": list(condition.words),
        "country": condition.country,
        "first": condition.first.isoformat() if condition.first is not None else None,
        "last": condition.last.isoformat() if condition.last is not None else None,
        "low": condition.low,
        "high": condition.high,
        "unit": condition.unit,
        "negated": condition.is_negated,
    }


def as_plan(record: Mapping[str, Any]) -> Plan | None:
    """Read what `as_record` wrote; None for what another version wrote."""
    try:
        position = record["position"]
        return Plan(
            Operation(record["operation"]),
            record["series"],
            tuple(record["subjects"]),
            tuple(record["properties"]),
            tuple(_as_condition(one) for one in record["conditions"]),
            Position(position["index"], position["count"], position["beside"]) if position is not None else None,
            record["year"],
            record["past_only"],
        )
    except (KeyError, TypeError, ValueError):
        return None


def _as_condition(record: Mapping[str, Any]) -> Condition:
    return Condition(
        Criterion(record["test"]),
        tuple(record["properties"]),
        tuple(record["words"]),
        record["country"],
        dt.date.fromisoformat(record["first"]) if record["first"] else None,
        dt.date.fromisoformat(record["last"]) if record["last"] else None,
        record["low"],
        record["high"],
        record["unit"],
        record["said"],
        record["negated"],
    )
