"""Stores the dialogue state of each person in each chat, and what each answer of the bot told."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Double,
    Index,
    Row,
    Table,
    Text,
    bindparam,
    delete,
    or_,
    select,
    update,
)

from bot.store.database.metadata import metadata
from bot.store.database.upsert import Columns, upsert

# What a message of the bot tells and what that rested on. `person` is a keyed hash, as in all tables below.
told: Final = Table(
    "told",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("message_id", BigInteger, primary_key=True, autoincrement=False),
    Column("person", Text),  # who asked; unknown where they ask as a group
    Column("basis", Text, nullable=False),  # as JSON
    Column("follows", Text, nullable=False),  # the facts that a reply to the message may follow, as JSON
    Column("about", Text),
    Column("at", Double, nullable=False),
    Column("held", Text),  # the facts told → hashes of what they held, as JSON
    Column("language", Text),  # of the chat
    sqlite_with_rowid=False,
)
Index("ix_told_person", told.c.bot_id, told.c.person)
Index("ix_told_at", told.c.bot_id, told.c.at)

# What the next message of a person in a chat and topic may follow; topic 0 stands for none.
contexts: Final = Table(
    "contexts",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("topic_id", BigInteger, primary_key=True, autoincrement=False),
    Column("person", Text, primary_key=True),
    Column("follows", Text, nullable=False),
    Column("about", Text),
    Column("message_id", BigInteger, nullable=False),  # the message that it comes of
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class DialogueState:
    """The facts that the next message may refer to, the thing talked about, and when (seconds since the epoch)."""

    follows: tuple[str, ...]
    about: str | None
    at: float


@dataclass(frozen=True, slots=True)
class DialogueKey:
    """A person in a topic of a chat; topic 0 stands for none."""

    chat: int
    topic: int
    person: str


@dataclass(frozen=True, slots=True)
class AnswerRecord:
    """A message of the bot: what the answer rested on, as JSON, and the dialogue state of a reply to it.

    `held` maps each fact to a hash of what was told of it; None for a message that is never corrected.
    """

    chat: int
    message: int
    person: str | None
    basis: str
    spoken: DialogueState
    held: Mapping[str, str] | None = None
    language: str | None = None


def put(
    connection: Connection, bot: int, place: DialogueKey, spoken: DialogueState, message: int, *, is_newest: bool
) -> None:
    """Store the dialogue state after a message, unless the state of a later message is stored already.

    `is_newest` stores it in any case: pressing the button of an old message is a new act.
    """
    row = {
        "bot_id": bot,
        "chat_id": place.chat,
        "topic_id": place.topic,
        "person": place.person,
        "follows": json.dumps(spoken.follows),
        "about": spoken.about,
        "message_id": message,
        "at": spoken.at,
    }
    upsert(connection, contexts, row, only_if=None if is_newest else _is_older)


def _is_older(given: Columns) -> ColumnElement[bool]:
    is_older: ColumnElement[bool] = contexts.c.message_id <= given.message_id
    return is_older


KEPT: Final = select(contexts.c.follows, contexts.c.about, contexts.c.at).where(
    contexts.c.bot_id == bindparam("bot"),
    contexts.c.chat_id == bindparam("chat"),
    contexts.c.topic_id == bindparam("topic"),
    contexts.c.person == bindparam("who"),
)


def get(connection: Connection, bot: int, place: DialogueKey) -> DialogueState | None:
    """Return the dialogue state of a person in a chat, however old it is."""
    values = {"bot": bot, "chat": place.chat, "topic": place.topic, "who": place.person}
    row = connection.execute(KEPT, values).first()
    return None if row is None else DialogueState(tuple(json.loads(row.follows)), row.about, row.at)


def last_message(connection: Connection, bot: int, place: DialogueKey) -> int | None:
    """Return the message of the latest dialogue state: the one answered, or the one whose button was pressed."""
    of_place = (contexts.c.chat_id == place.chat, contexts.c.topic_id == place.topic, contexts.c.person == place.person)
    number: int | None = connection.scalar(select(contexts.c.message_id).where(contexts.c.bot_id == bot, *of_place))
    return number


def record_answer(connection: Connection, bot: int, one: AnswerRecord) -> None:
    """Store what a message tells, in place of what it told before an edit."""
    row = {
        "bot_id": bot,
        "chat_id": one.chat,
        "message_id": one.message,
        "person": one.person,
        "basis": one.basis,
        "follows": json.dumps(one.spoken.follows),
        "about": one.spoken.about,
        "at": one.spoken.at,
        "held": json.dumps(one.held, sort_keys=True) if one.held is not None else None,
        "language": one.language,
    }
    upsert(connection, told, row)


def find_answer(connection: Connection, bot: int, chat: int, message: int) -> AnswerRecord | None:
    """Return what a message of the bot tells, or None."""
    found = select(told).where(told.c.bot_id == bot, told.c.chat_id == chat, told.c.message_id == message)
    row = connection.execute(found).first()
    return None if row is None else _told(row)


def answers_holding(connection: Connection, bot: int, hashes: Sequence[str], since: float) -> list[AnswerRecord]:
    """List the answers since a time that told one of the hashed contents, by chat and message."""
    found = (
        select(told)
        .where(told.c.bot_id == bot, told.c.at >= since, or_(*(told.c.held.contains(one) for one in hashes)))
        .order_by(told.c.chat_id, told.c.message_id)
    )
    return [_told(row) for row in connection.execute(found)]


def replace_content(connection: Connection, bot: int, one: AnswerRecord, held: Mapping[str, str]) -> None:
    """Replace the content hashes of a corrected answer, unless another process changed them meanwhile."""
    connection.execute(
        update(told)
        .where(
            told.c.bot_id == bot,
            told.c.chat_id == one.chat,
            told.c.message_id == one.message,
            told.c.held == json.dumps(one.held, sort_keys=True),
        )
        .values(held=json.dumps(held, sort_keys=True))
    )


def _told(row: Row[Any]) -> AnswerRecord:
    spoken = DialogueState(tuple(json.loads(row.follows)), row.about, row.at)
    held = json.loads(row.held) if row.held is not None else None
    return AnswerRecord(row.chat_id, row.message_id, row.person, row.basis, spoken, held, row.language)


def forget(connection: Connection, bot: int, contexts_before: float, told_before: float) -> int:
    """Delete dialogue states and answers from before their times."""
    old = (
        delete(contexts).where(contexts.c.bot_id == bot, contexts.c.at < contexts_before),
        delete(told).where(told.c.bot_id == bot, told.c.at < told_before),
    )
    return sum(connection.execute(one).rowcount for one in old)
