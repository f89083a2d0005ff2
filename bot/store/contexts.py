"""What a person was last told in a chat and topic, and what each message told → rows that outlive the process."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, bindparam, delete, or_, select, update

from bot.store.tables import contexts, told
from bot.store.upserting import Columns, upsert


@dataclass(frozen=True, slots=True)
class Spoken:
    """The facts that a message may follow, the thing that was gone on to, and when; seconds since the epoch."""

    follows: tuple[str, ...]
    about: str | None
    at: float


@dataclass(frozen=True, slots=True)
class Place:
    """Where a person speaks; topic 0 stands for none."""

    chat: int
    topic: int
    person: str


@dataclass(frozen=True, slots=True)
class Told:
    """A message of the bot: what it told, what that rested on as JSON, and what a reply to it may follow.

    `held` is what the facts told held, as hashes by fact; None for a message that is never corrected.
    """

    chat: int
    message: int
    person: str | None
    basis: str
    spoken: Spoken
    held: Mapping[str, str] | None = None
    language: str | None = None


def put(connection: Connection, bot: int, place: Place, spoken: Spoken, message: int, *, is_newest: bool) -> None:
    """Keep what the person's next message may follow, unless it comes of a message older than what is kept.

    `is_newest` keeps it all the same: a press of an old button is not an old message.
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


def get(connection: Connection, bot: int, place: Place) -> Spoken | None:
    """Return what the person's next message may follow, however long ago it was said."""
    values = {"bot": bot, "chat": place.chat, "topic": place.topic, "who": place.person}
    row = connection.execute(KEPT, values).first()
    return None if row is None else Spoken(tuple(json.loads(row.follows)), row.about, row.at)


def last_message(connection: Connection, bot: int, place: Place) -> int | None:
    """Return the message that the person was last told something in reply to, or that they chose it in."""
    of_place = (contexts.c.chat_id == place.chat, contexts.c.topic_id == place.topic, contexts.c.person == place.person)
    number: int | None = connection.scalar(select(contexts.c.message_id).where(contexts.c.bot_id == bot, *of_place))
    return number


def tell(connection: Connection, bot: int, one: Told) -> None:
    """Keep what a message tells, in place of what it told before it was edited."""
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


def told_by(connection: Connection, bot: int, chat: int, message: int) -> Told | None:
    """Return what a message of the bot tells."""
    found = select(told).where(told.c.bot_id == bot, told.c.chat_id == chat, told.c.message_id == message)
    row = connection.execute(found).first()
    return None if row is None else _told(row)


def told_holding(connection: Connection, bot: int, hashes: Sequence[str], since: float) -> list[Told]:
    """List messages since a time that hold one of the hashes, by chat and message."""
    found = (
        select(told)
        .where(told.c.bot_id == bot, told.c.at >= since, or_(*(told.c.held.contains(one) for one in hashes)))
        .order_by(told.c.chat_id, told.c.message_id)
    )
    return [_told(row) for row in connection.execute(found)]


def now_holds(connection: Connection, bot: int, one: Told, held: Mapping[str, str]) -> None:
    """Note what a message tells since it was corrected, unless it was changed by somebody else meanwhile."""
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


def _told(row: Row[Any]) -> Told:
    spoken = Spoken(tuple(json.loads(row.follows)), row.about, row.at)
    held = json.loads(row.held) if row.held is not None else None
    return Told(row.chat_id, row.message_id, row.person, row.basis, spoken, held, row.language)


def forget(connection: Connection, bot: int, contexts_before: float, told_before: float) -> int:
    """Delete what was kept long enough."""
    old = (
        delete(contexts).where(contexts.c.bot_id == bot, contexts.c.at < contexts_before),
        delete(told).where(told.c.bot_id == bot, told.c.at < told_before),
    )
    return sum(connection.execute(one).rowcount for one in old)
