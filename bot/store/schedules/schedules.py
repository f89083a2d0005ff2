"""Stores schedules, how far each was followed, and the state of the topic that it posted last."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Double,
    Index,
    Integer,
    Table,
    Text,
    delete,
    func,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database.metadata import metadata
from bot.store.database.upsert import upsert

# Those of config.yaml too, to know since when each exists and how far it was followed.
schedules: Final = Table(
    "schedules",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False),  # by which the chat knows it; 0 for one of config.yaml
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),  # of a forum; 0 stands for none
    Column("line", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("language", Text),
    Column("since", Double, nullable=False),
    Column("until", Double, nullable=False),  # up to when slots have been looked at
    Column("failures", Integer, nullable=False, server_default=text("0")),  # in a row
    Column("paused_at", Double),
    sqlite_with_rowid=False,
)
Index("ix_schedules_chat", schedules.c.bot_id, schedules.c.chat_id)

# One due time of a schedule. Whatever processes and clocks do there is one row, and who inserts it posts it.
posts: Final = Table(
    "posts",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("schedule", Text, primary_key=True),
    Column("due", BigInteger, primary_key=True, autoincrement=False),  # seconds since the epoch
    Column("state", Text, nullable=False),  # see posts.PostState
    Column("claimed_by", Integer),
    Column("at", Double, nullable=False),  # of the last change
    Column("message_id", BigInteger),
    Column("why", Text),
    Column("tells", Text),  # as baselines has it, for when it is known to be sent
    sqlite_with_rowid=False,
)
Index(
    "ix_posts_open",
    posts.c.bot_id,
    posts.c.claimed_by,
    sqlite_where=text("state IN ('claimed', 'sending')"),
    postgresql_where=text("state IN ('claimed', 'sending')"),
)

# What a schedule posted last, as JSON: facts with a hash of their content.
baselines: Final = Table(
    "baselines",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("schedule", Text, primary_key=True),
    Column("facts", Text, nullable=False),
    sqlite_with_rowid=False,
)

MOST_FAILURES: Final = 3  # in a row, after which a schedule is paused
CONFIGURED: Final = 0  # the number of those that config.yaml sets


@dataclass(frozen=True, slots=True)
class Schedule:
    """What is posted where, when, and since when; times are seconds since the epoch."""

    id: str
    number: int
    chat_id: int
    thread_id: int
    line: str
    zone: str
    topic: str
    what: str
    language: str | None
    since: float
    until: float
    failures: int = 0
    paused_at: float | None = None


COLUMNS: Final = tuple(schedules.c[name] for name in Schedule.__dataclass_fields__)


def add(connection: Connection, bot: int, schedule: Schedule, facts: Mapping[str, str]) -> Schedule:
    """Store a schedule under the chat's next number, with the topic's content as it is now; return it numbered."""
    theirs = (schedules.c.bot_id == bot, schedules.c.chat_id == schedule.chat_id)
    number = (connection.scalar(select(func.max(schedules.c.number)).where(*theirs)) or 0) + 1
    kept = Schedule(**{**asdict(schedule), "number": number})
    connection.execute(insert(schedules), {"bot_id": bot, **asdict(kept)})
    told(connection, bot, kept.id, facts)
    return kept


def configure(connection: Connection, bot: int, wanted: Iterable[tuple[Schedule, Mapping[str, str]]]) -> None:
    """Store schedules of config.yaml that are new; a known one keeps its chat, which may have moved."""
    inserting: Any = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    for schedule, facts in wanted:
        adding = inserting(schedules).values(bot_id=bot, **asdict(schedule)).on_conflict_do_nothing()
        if connection.execute(adding.returning(schedules.c.id)).first() is not None:
            told(connection, bot, schedule.id, facts)


def every(connection: Connection, bot: int, configured: Collection[str]) -> list[Schedule]:
    """List the schedules of chats, and those of config.yaml that are in it today."""
    rows = connection.execute(select(*COLUMNS).where(schedules.c.bot_id == bot).order_by(schedules.c.id))
    return [one for row in rows if (one := Schedule(*row)).number != CONFIGURED or one.id in configured]


def reach(connection: Connection, bot: int, id: str, until: float) -> None:
    """Record up to when the slots of a schedule were looked at."""
    connection.execute(
        update(schedules)
        .where(schedules.c.bot_id == bot, schedules.c.id == id, schedules.c.until < until)
        .values(until=until)
    )


def succeeded(connection: Connection, bot: int, id: str) -> None:
    """Reset the failures of a schedule."""
    connection.execute(update(schedules).where(schedules.c.bot_id == bot, schedules.c.id == id).values(failures=0))


def failed(connection: Connection, bot: int, id: str, at: float) -> bool:
    """Count a failure; return whether that paused the schedule."""
    this = (schedules.c.bot_id == bot, schedules.c.id == id)
    connection.execute(update(schedules).where(*this).values(failures=schedules.c.failures + 1))
    pausing = update(schedules).where(*this, schedules.c.failures >= MOST_FAILURES, schedules.c.paused_at.is_(None))
    return bool(connection.execute(pausing.values(paused_at=at)).rowcount)


def resume(connection: Connection, bot: int, chat: int, now: float) -> int:
    """Resume the paused schedules of a chat from now on; return how many there were."""
    paused = update(schedules).where(
        schedules.c.bot_id == bot, schedules.c.chat_id == chat, schedules.c.paused_at.is_not(None)
    )
    return connection.execute(paused.values(paused_at=None, failures=0, until=now)).rowcount


def remove(connection: Connection, bot: int, ids: Collection[str]) -> None:
    """Delete schedules with all that belongs to them; a slot that is just being posted is no longer."""
    for table, column in ((schedules, schedules.c.id), (posts, posts.c.schedule), (baselines, baselines.c.schedule)):
        connection.execute(delete(table).where(table.c.bot_id == bot, column.in_(ids)))


def remove_chat(connection: Connection, bot: int, chat: int) -> None:
    """Delete all schedules that a chat has made."""
    theirs = select(schedules.c.id).where(
        schedules.c.bot_id == bot, schedules.c.chat_id == chat, schedules.c.number != CONFIGURED
    )
    remove(connection, bot, list(connection.scalars(theirs)))


def move(connection: Connection, bot: int, old: int, new: int) -> None:
    """Move the schedules of a group to its new number, numbered after those that are there."""
    there = (schedules.c.bot_id == bot, schedules.c.chat_id == new)
    most = connection.scalar(select(func.max(schedules.c.number)).where(*there)) or 0
    theirs = update(schedules).where(schedules.c.bot_id == bot, schedules.c.chat_id == old)
    connection.execute(theirs.where(schedules.c.number != CONFIGURED).values(number=schedules.c.number + most))
    connection.execute(theirs.values(chat_id=new, thread_id=0))


def told(connection: Connection, bot: int, id: str, facts: Mapping[str, str]) -> None:
    """Store what a schedule posted last: fact → hash of its content."""
    upsert(connection, baselines, {"bot_id": bot, "schedule": id, "facts": json.dumps(facts)})


def told_last(connection: Connection, bot: int, id: str) -> dict[str, str]:
    """Return what a schedule posted last: fact → hash of its content."""
    found = select(baselines.c.facts).where(baselines.c.bot_id == bot, baselines.c.schedule == id)
    facts: dict[str, str] = json.loads(connection.scalar(found) or "{}")
    return facts
