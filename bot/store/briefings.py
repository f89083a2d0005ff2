"""Stores briefing sessions: where each was held, and line by line what was asked, noted and corrected."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
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
    literal,
    select,
    text,
    update,
)

from bot.store.database import numbering
from bot.store.database.metadata import metadata
from bot.store.database.upsert import Columns, add, upsert

# One session at a time in a chat and topic; topic 0 stands for none. The messages are those of the commands.
briefings: Final = Table(
    "briefings",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("topic_id", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("topics", Text, nullable=False),  # of the base, as JSON
    Column("begun_by", BigInteger, nullable=False),  # a message
    Column("begun_version", Text, nullable=False),  # of the base
    Column("begun_at", Double, nullable=False),
    Column("ended_by", BigInteger),  # a message
    Column("ended_at", Double),
    sqlite_with_rowid=False,
)
Index(
    "ux_briefings_open",
    briefings.c.bot_id,
    briefings.c.chat_id,
    briefings.c.topic_id,
    unique=True,
    sqlite_where=text("ended_at IS NULL"),
    postgresql_where=text("ended_at IS NULL"),
)

# `line` names what must not be there twice: the message of a question or note, the fact and version of a correction.
briefing_lines: Final = Table(
    "briefing_lines",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("line", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # see briefings.Kind
    Column("person", Text),  # a keyed hash
    Column("name", Text),  # none once the person wants to be forgotten
    Column("text", Text, nullable=False),
    Column("told", Text),  # what was answered, with its sources, as JSON; none for an open question
    Column("sent", BigInteger),  # the bot's message
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_briefing_lines_person", briefing_lines.c.bot_id, briefing_lines.c.person)
Index("ix_briefing_lines_sent", briefing_lines.c.bot_id, briefing_lines.c.sent)


class LineKind(StrEnum):
    """What a line of a session is."""

    QUESTION = "question"
    NOTE = "note"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Room:
    """Where a session is held; topic 0 stands for none."""

    chat: int
    topic: int


@dataclass(frozen=True, slots=True)
class BriefingStart:
    """The beginning of a session: by which message, when, and with which version of the base."""

    title: str
    topics: tuple[str, ...]
    message: int
    version: str
    at: float


@dataclass(frozen=True, slots=True)
class Briefing:
    """A session; `ended_at` is None as long as it runs."""

    number: int
    room: Room
    title: str
    topics: tuple[str, ...]
    begun_by: int
    begun_version: str
    begun_at: float
    ended_at: float | None


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of a record. `key` names what must not be there twice, `sent` is the bot's message."""

    key: str
    kind: LineKind
    person: str | None
    name: str | None
    text: str
    told: str | None
    sent: int | None
    at: float


def question(message: int) -> str:
    """Name the line of a question by the message that asks it."""
    return f"question {message}"


def note(message: int) -> str:
    """Name the line of a note by the message that makes it."""
    return f"note {message}"


def start(connection: Connection, bot: int, room: Room, begun: BriefingStart) -> tuple[Briefing, bool]:
    """Begin a session unless one runs there; return the one that runs, and whether this message began it."""
    here = running(connection, bot, room)
    if here is None:
        row = {
            "bot_id": bot,
            "number": numbering.take(connection, bot, numbering.NumberedKind.BRIEFING),
            "chat_id": room.chat,
            "topic_id": room.topic,
            "title": begun.title,
            "topics": json.dumps(begun.topics),
            "begun_by": begun.message,
            "begun_version": begun.version,
            "begun_at": begun.at,
        }
        add(connection, briefings, row)
        here = running(connection, bot, room)
        if here is None:  # another process has begun and ended one at the same time
            return start(connection, bot, room, begun)
    return here, here.begun_by == begun.message


def running(connection: Connection, bot: int, room: Room) -> Briefing | None:
    """Return the session that runs in a room, or None."""
    return _one(connection, bot, briefings.c.ended_at.is_(None), *_in(room))


def end(connection: Connection, bot: int, room: Room, message: int, at: float) -> Briefing | None:
    """End the session that runs in a room; return it, or the one that the same message ended before."""
    ended = update(briefings).where(briefings.c.bot_id == bot, briefings.c.ended_at.is_(None), *_in(room))
    connection.execute(ended.values(ended_by=message, ended_at=at))
    return _one(connection, bot, briefings.c.ended_by == message, *_in(room))


def record(connection: Connection, bot: int, room: Room, line: RecordLine) -> bool:
    """Add a line to the session that runs in a room, if one does; a line of the same key becomes this one."""
    here = running(connection, bot, room)
    return here is not None and upsert(connection, briefing_lines, _row(bot, here.number, line), anew=_said_anew)


def _said_anew(columns: Columns) -> dict[str, Any]:
    """Replace only text and answer of a line, so that its time and an erased name stay as they are."""
    return {name: columns[name] for name in ("text", "told", "sent")}


def chosen(connection: Connection, bot: int, room: Room, sent: int, told: str) -> bool:
    """Record that a suggestion was chosen under a message of the bot, which answers its open question."""
    here = running(connection, bot, room)
    if here is None:
        return False
    open_line = (briefing_lines.c.bot_id == bot, briefing_lines.c.number == here.number, briefing_lines.c.sent == sent)
    return bool(connection.execute(update(briefing_lines).where(*open_line).values(told=told)).rowcount)


def corrected(connection: Connection, bot: int, room: Room, fact: str, version: str, text: str, at: float) -> bool:
    """Add a correction to the session that runs in a room; return whether one does.

    `text` says what was corrected, as the room is to read it. A fact is one line a version of the base.
    """
    line = RecordLine(f"correction {version} {fact}", LineKind.CORRECTION, None, None, text, None, None, at)
    return record(connection, bot, room, line)


def rooms_told(connection: Connection, bot: int, chat: int, message: int) -> list[Room]:
    """List the rooms of a chat whose running session has recorded the message as a reply."""
    is_there = (briefing_lines.c.bot_id == briefings.c.bot_id) & (briefing_lines.c.number == briefings.c.number)
    found = (
        select(briefings.c.chat_id, briefings.c.topic_id)
        .join(briefing_lines, is_there)
        .where(briefings.c.bot_id == bot, briefings.c.chat_id == chat, briefings.c.ended_at.is_(None))
        .where(briefing_lines.c.sent == message)
        .distinct()
    )
    return [Room(*row) for row in connection.execute(found)]


def lines(connection: Connection, bot: int, number: int) -> list[RecordLine]:
    """List the lines of a session in the order in which they came."""
    found = (
        select(briefing_lines)
        .where(briefing_lines.c.bot_id == bot, briefing_lines.c.number == number)
        .order_by(briefing_lines.c.at, briefing_lines.c.line)
    )
    return [
        RecordLine(row.line, LineKind(row.kind), row.person, row.name, row.text, row.told, row.sent, row.at)
        for row in connection.execute(found)
    ]


def forget_person(connection: Connection, bot: int, person: str) -> None:
    """Remove a person's name from the records; what they asked and noted stays, as said by a participant."""
    theirs = update(briefing_lines).where(briefing_lines.c.bot_id == bot, briefing_lines.c.person == person)
    connection.execute(theirs.values(person=None, name=None))


def forget(connection: Connection, bot: int, before: float) -> int:
    """Delete sessions that ended, or began without an end, before a time."""
    last = func.coalesce(briefings.c.ended_at, briefings.c.begun_at)
    old = list(connection.scalars(select(briefings.c.number).where(briefings.c.bot_id == bot, last < before)))
    for table in (briefing_lines, briefings) if old else ():
        connection.execute(delete(table).where(table.c.bot_id == bot, table.c.number.in_(old)))
    return len(old)


def move(connection: Connection, bot: int, old: int, new: int) -> None:
    """Move the sessions of a group to the supergroup that it became, where messages have other numbers.

    If a session runs there already, the moved one ends when that one began.
    """
    held_there = (briefings.c.bot_id == bot, briefings.c.chat_id == old)
    rooms = select(briefings.c.topic_id).where(*held_there, briefings.c.ended_at.is_(None))
    for topic in connection.scalars(rooms).all():
        there = running(connection, bot, Room(new, topic))
        if there is not None:
            end(connection, bot, Room(old, topic), there.begun_by, there.begun_at)
    numbers = list(connection.scalars(select(briefings.c.number).where(*held_there)))
    connection.execute(update(briefings).where(*held_there).values(chat_id=new))
    theirs = (briefing_lines.c.bot_id == bot, briefing_lines.c.number.in_(numbers))
    renamed = literal(f"{old} ").concat(briefing_lines.c.line)
    connection.execute(update(briefing_lines).where(*theirs).values(line=renamed, sent=None))


def _in(room: Room) -> tuple[Any, Any]:
    return briefings.c.chat_id == room.chat, briefings.c.topic_id == room.topic


def _one(connection: Connection, bot: int, *which: Any) -> Briefing | None:
    row = connection.execute(select(briefings).where(briefings.c.bot_id == bot, *which)).first()
    if row is None:
        return None
    return Briefing(
        number=row.number,
        room=Room(row.chat_id, row.topic_id),
        title=row.title,
        topics=tuple(json.loads(row.topics)),
        begun_by=row.begun_by,
        begun_version=row.begun_version,
        begun_at=row.begun_at,
        ended_at=row.ended_at,
    )


def _row(bot: int, number: int, line: RecordLine) -> dict[str, object]:
    return {
        "bot_id": bot,
        "number": number,
        "line": line.key,
        "kind": line.kind,
        "person": line.person,
        "name": line.name,
        "text": line.text,
        "told": line.told,
        "sent": line.sent,
        "at": line.at,
    }
