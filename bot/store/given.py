"""Answers in the threads of groups → where one stands already, so that it is not given twice."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from bot.store.tables import given
from bot.store.upserting import upsert


@dataclass(frozen=True, slots=True)
class Thread:
    """A topic of a group; 0 stands for a group without topics, and for General."""

    chat: int
    topic: int


def put(connection: Connection, bot: int, thread: Thread, answer: str, message: int, now: float) -> None:
    """Note that an answer stands in a message."""
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
    """Forget what a message told, since it was changed or is gone."""
    connection.execute(
        delete(given).where(given.c.bot_id == bot, given.c.chat_id == chat, given.c.message_id == message)
    )


def forget(connection: Connection, bot: int, before: float) -> int:
    """Delete what was given before a time."""
    return connection.execute(delete(given).where(given.c.bot_id == bot, given.c.at < before)).rowcount
