"""Counts what is asked by day and chat, without texts or people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, Double, Index, Integer, Table, Text, delete, func, select, text

from bot.store.conversations.votes import Vote, votes
from bot.store.database.metadata import metadata
from bot.store.database.upsert import Columns, add, upsert

# `room` is a keyed hash of a group, or one word for all private chats together; `fact` is empty where none is meant.
asked: Final = Table(
    "asked",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Text, primary_key=True),  # YYYY-MM-DD in UTC
    Column("room", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # see asked.Kind
    Column("fact", Text, primary_key=True),
    Column("number", Integer, nullable=False, server_default=text("1")),
    sqlite_with_rowid=False,
)

# What has been counted, so that an update which is tried again is not counted again.
counted: Final = Table(
    "counted",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("cause", Text, primary_key=True),
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_counted_at", counted.c.bot_id, counted.c.at)

DAY: Final = 86_400.0
KEPT_DAYS: Final = 400


class UsageKind(StrEnum):
    """What is counted."""

    ANSWERED = "answered"  # questions …
    SUGGESTED = "suggested"
    REFUSED = "refused"
    CHOSEN = "chosen"  # facts taken by a button or a link
    TOLD = "told"  # how often a fact was told, with its name


@dataclass(frozen=True, slots=True)
class UsageEvent:
    """The outcome of one update, as it is counted."""

    cause: str
    room: str
    kind: UsageKind
    facts: tuple[str, ...]
    at: float


@dataclass(frozen=True, slots=True)
class UsageCount:
    """How often something was counted on a day in a chat."""

    day: dt.date
    room: str
    kind: UsageKind
    fact: str
    number: int


def count(connection: Connection, bot: int, one: UsageEvent) -> bool:
    """Count the outcome of an update once; return whether it was counted now."""
    if not add(connection, counted, {"bot_id": bot, "cause": one.cause, "at": one.at}):
        return False
    day = dt.datetime.fromtimestamp(one.at, dt.UTC).date().isoformat()
    what = [(one.kind, ""), *((UsageKind.TOLD, fact) for fact in sorted(set(one.facts)))]
    for kind, fact in what:
        row = {"bot_id": bot, "day": day, "room": one.room, "kind": kind.value, "fact": fact, "number": 1}
        upsert(connection, asked, row, anew=_one_more)
    return True


def _one_more(given: Columns) -> dict[str, Any]:
    return {"number": asked.c.number + given.number}


def counts(connection: Connection, bot: int, since: dt.date) -> list[UsageCount]:
    """List what was counted from a day on."""
    found = (
        select(asked.c.day, asked.c.room, asked.c.kind, asked.c.fact, asked.c.number)
        .where(asked.c.bot_id == bot, asked.c.day >= since.isoformat())
        .order_by(asked.c.day, asked.c.room, asked.c.kind, asked.c.fact)
    )
    return [
        UsageCount(dt.date.fromisoformat(day), room, UsageKind(kind), fact, number)
        for day, room, kind, fact, number in connection.execute(found)
    ]


def thumbs(connection: Connection, bot: int, since: dt.date) -> tuple[int, int]:
    """Count the thumbs up and down from a day on."""
    start = dt.datetime.combine(since, dt.time(), dt.UTC).timestamp()
    found = select(votes.c.vote, func.count()).where(votes.c.bot_id == bot, votes.c.at >= start).group_by(votes.c.vote)
    numbers: dict[str, int] = {row[0]: row[1] for row in connection.execute(found)}
    return numbers.get(Vote.UP, 0), numbers.get(Vote.DOWN, 0)


def bots(connection: Connection) -> list[int]:
    """List the bots of which anything was counted."""
    return list(connection.scalars(select(asked.c.bot_id).distinct().order_by(asked.c.bot_id)))


def forget(connection: Connection, bot: int, now: float, counted_before: float) -> int:
    """Delete old counts, and the marks of updates that nobody can bring again."""
    first = dt.datetime.fromtimestamp(now - KEPT_DAYS * DAY, dt.UTC).date().isoformat()
    old: Iterable[Any] = (
        delete(asked).where(asked.c.bot_id == bot, asked.c.day < first),
        delete(counted).where(counted.c.bot_id == bot, counted.c.at < counted_before),
    )
    return sum(connection.execute(one).rowcount for one in old)
