"""A question over many facts as a closed value: which subjects, what of them, on what conditions, what to do."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Operation(StrEnum):
    """What is done with the rows."""

    PICK = "pick"  # those at a place in the series
    LIST = "list"
    COUNT = "count"
    COMPARE = "compare"
    TIMELINE = "timeline"
    EVENTS = "events"  # what a year brought
    CARD = "card"
    VERIFY = "verify"  # yes or no


class Criterion(StrEnum):
    """What a condition looks at."""

    WHERE = "where"
    WHEN = "when"
    QUANTITY = "quantity"
    ORDINAL = "ordinal"
    INVOLVING = "involving"


@dataclass(frozen=True, slots=True)
class Condition:
    """What a row must meet; `kinds` are the properties that can tell.

    `words` are a place or a name as it is read, `country` its code where it is a country; days and numbers are bounds,
    both included, None where there is none.
    """

    test: Criterion
    kinds: tuple[str, ...]
    words: tuple[str, ...] = ()
    country: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    said: str = ""  # as a person wrote it
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the order of a series: from the first (1, 2 …), from the last (-1, -2 …), or from a member.

    With `beside` it is so many steps after that member, before it if `index` is negative. `count` rows are taken from
    there on, towards the inside.
    """

    index: int
    count: int = 1
    beside: str | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What was understood of a question. Its subjects are those of a series, or those named, or all if neither."""

    operation: Operation
    series: str | None = None
    subjects: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    position: Position | None = None
    year: int | None = None
    is_past: bool = False  # only what has happened counts
