"""Stores which answers stand in a thread of a group, so that the same answer is not given twice in a row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import BigInteger, Column, Connection, Double, Index, Table, Text, delete, select

from bot.store.database.metadata import metadata
from bot.store.database.upsert import upsert

# Where in a thread of a group an answer stands; thread 0 stands for none.
given: Final = Table(
    "given",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread_id", BigInteger, primary_key=True, autoincrement=False),
    Column("answer", Text, primary_key=True),  # a hash of what it tells and in which language
    Column("message_id", BigInteger, nullable=False),
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_given_at", given.c.bot_id, given.c.at)


@dataclass(frozen=True, slots=True)
class Thread:
    """A topic of a group; 0 stands for a group without topics, and for General."""

    chat: int
    topic: int


def put(connection: Connection, bot: int, thread: Thread, answer: str, message: int, now: float) -> None:
    """Record that an answer stands in a message."""
    row = {
        "bot_id": bot,
        "chat_id": thread.chat,
        "thread_id": thread.topic,
        "answer": answer,
        "message_id": message,
        "at": now,
    }
    upsert(connection, given, row)


def find(connection: Connection, bot: int, thread: Thread, answer: str, since: float) -> int | None:
    """Return the message in which an answer was given since a time."""
    message: int | None = connection.scalar(
        select(given.c.message_id).where(
            given.c.bot_id == bot,
            given.c.chat_id == thread.chat,
            given.c.thread_id == thread.topic,
            given.c.answer == answer,
            given.c.at > since,
        )
    )
    return message


def drop(connection: Connection, bot: int, chat: int, message: int) -> None:
    """Delete the answer of a message that was changed or deleted."""
    connection.execute(
        delete(given).where(given.c.bot_id == bot, given.c.chat_id == chat, given.c.message_id == message)
    )


def forget(connection: Connection, bot: int, before: float) -> int:
    """Delete what was given before a time."""
    return connection.execute(delete(given).where(given.c.bot_id == bot, given.c.at < before)).rowcount
