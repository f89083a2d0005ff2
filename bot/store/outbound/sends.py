"""Records every send before and after it, so that a crash neither loses nor doubles one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Double,
    Executable,
    Index,
    Integer,
    Table,
    Text,
    bindparam,
    delete,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database.metadata import metadata
from bot.store.database.upsert import Columns, upsert

# `cause` is the idempotency key: the update, album, scheduled post or notice for which something is sent.
sends: Final = Table(
    "sends",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("cause", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    Column("state", Text, nullable=False),  # see sends.SendState
    Column("chat_id", BigInteger, nullable=False),
    Column("reply_to", BigInteger),
    Column("message_id", BigInteger),
    Column("asked", Text),  # a fingerprint of the question answered
    Column("marked_at", Double, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_sends_reply", sends.c.bot_id, sends.c.chat_id, sends.c.reply_to)


class SendState(StrEnum):
    """What is known of a send. An answer found SENDING after a crash is sent once more, as twice is better than never.

    One found RESENDING is not, for twice is enough.
    """

    SENDING = "sending"
    RESENDING = "sending again"  # the second time, after a first of which nobody knows whether it arrived
    SENT = "sent"
    REFUSED = "refused"  # Telegram has said that it will not be
    PUT_OFF = "put off"  # surely not sent, and may be sent yet
    UNKNOWN = "unknown"  # begun, and not sent again, for it must not come twice


@dataclass(frozen=True, slots=True)
class StartedSend:
    """A send that is about to begin: message number `ordinal` of its cause, such as an update or a post."""

    cause: str
    ordinal: int
    chat: int
    reply_to: int | None
    asked: str | None
    at: float
    state: SendState = SendState.SENDING


@dataclass(frozen=True, slots=True)
class KnownSend:
    """What the store knows of a send."""

    ordinal: int
    state: SendState
    message: int | None
    asked: str | None


@dataclass(frozen=True, slots=True)
class FinishedSend:
    """How a send went; `message` is the id that Telegram gave."""

    cause: str
    ordinal: int
    state: SendState
    message: int | None = None


def begin(connection: Connection, bot: int, marks: Iterable[StartedSend]) -> None:
    """Mark sends as begun."""
    rows = [_row(bot, mark) for mark in marks]
    if not rows:
        return
    connection.execute(_beginning(connection.dialect.name), rows)


@cache
def _beginning(dialect: str) -> Executable:
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    adding = insert(sends)
    anew = {name: adding.excluded[name] for name in ("state", "chat_id", "reply_to", "asked", "marked_at")}
    keys = ["bot_id", "cause", "ordinal"]
    statement: Executable = adding.on_conflict_do_update(index_elements=keys, set_=anew)
    return statement


ENDING: Final = (
    update(sends)
    .where(
        sends.c.bot_id == bindparam("of_bot"),
        sends.c.cause == bindparam("of_cause"),
        sends.c.ordinal == bindparam("of_ordinal"),
    )
    .values(state=bindparam("ended"), message_id=bindparam("message"))
)


def end(connection: Connection, bot: int, ended: Iterable[FinishedSend]) -> None:
    """Mark how sends went."""
    rows = [
        {
            "of_bot": bot,
            "of_cause": one.cause,
            "of_ordinal": one.ordinal,
            "ended": one.state,
            "message": one.message,
        }
        for one in ended
    ]
    if rows:
        connection.execute(ENDING, rows)


def of_cause(connection: Connection, bot: int, cause: str) -> list[KnownSend]:
    """Return what is known of the sends of a cause, in order."""
    found = (
        select(sends.c.ordinal, sends.c.state, sends.c.message_id, sends.c.asked)
        .where(sends.c.bot_id == bot, sends.c.cause == cause)
        .order_by(sends.c.ordinal)
    )
    return [
        KnownSend(ordinal, SendState(state), message, asked)
        for ordinal, state, message, asked in connection.execute(found)
    ]


def claim(connection: Connection, bot: int, mark: StartedSend) -> bool:
    """Begin a send that must not come twice; return False if it was begun before, and mark it unknown if it still is.

    A send that was put off may be begun again.
    """
    if upsert(connection, sends, _row(bot, mark), only_if=_is_put_off):
        return True
    one = (sends.c.bot_id == bot, sends.c.cause == mark.cause, sends.c.ordinal == mark.ordinal)
    connection.execute(update(sends).where(*one, sends.c.state == SendState.SENDING).values(state=SendState.UNKNOWN))
    return False


def _is_put_off(given: Columns) -> ColumnElement[bool]:
    is_put_off: ColumnElement[bool] = sends.c.state == SendState.PUT_OFF
    return is_put_off


def _row(bot: int, mark: StartedSend) -> dict[str, object]:
    return {
        "bot_id": bot,
        "cause": mark.cause,
        "ordinal": mark.ordinal,
        "state": mark.state,
        "chat_id": mark.chat,
        "reply_to": mark.reply_to,
        "asked": mark.asked,
        "marked_at": mark.at,
    }


def release(connection: Connection, bot: int, beginning: str) -> None:
    """Delete the claims whose causes begin so, so that they may be sent again."""
    connection.execute(delete(sends).where(sends.c.bot_id == bot, sends.c.cause.startswith(beginning, autoescape=True)))


def reply_to(connection: Connection, bot: int, chat: int, message: int) -> KnownSend | None:
    """Return the newest reply to a message that was surely sent."""
    found = (
        select(sends.c.ordinal, sends.c.state, sends.c.message_id, sends.c.asked)
        .where(
            sends.c.bot_id == bot,
            sends.c.chat_id == chat,
            sends.c.reply_to == message,
            sends.c.state == SendState.SENT,
        )
        .order_by(sends.c.marked_at.desc(), sends.c.ordinal.desc())
        .limit(1)
    )
    row = connection.execute(found).first()
    return None if row is None else KnownSend(row[0], SendState(row[1]), row[2], row[3])


def answers_now(connection: Connection, bot: int, chat: int, message: int, asked: str) -> None:
    """Record that a reply answers another question since it was edited."""
    connection.execute(
        update(sends)
        .where(sends.c.bot_id == bot, sends.c.chat_id == chat, sends.c.message_id == message)
        .values(asked=asked)
    )


def forget(connection: Connection, bot: int, before: float) -> int:
    """Delete marks that were made before a time."""
    old = delete(sends).where(sends.c.bot_id == bot, sends.c.marked_at < before)
    return connection.execute(old).rowcount
