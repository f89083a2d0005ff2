"""Stores the facts that people sent through inline mode, so that these messages can be corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, Double, Index, Table, Text, delete, select, update

from bot.store.database.metadata import metadata
from bot.store.database.upsert import upsert

# Facts that people have sent inline; their messages can be edited by these ids alone.
inline_messages: Final = Table(
    "inline_messages",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("inline_id", Text, primary_key=True),
    Column("fact", Text, nullable=False),
    Column("content", Text, nullable=False),  # a hash of what was told
    Column("at", Double, nullable=False),
    Column("held", Text),  # a hash of what the fact held
    Column("language", Text),
    Column("chat_id", BigInteger),  # the private chat in which a limited fact was sent; unknown for all others
    sqlite_with_rowid=False,
)
Index("ix_inline_messages_fact", inline_messages.c.bot_id, inline_messages.c.fact)


@dataclass(frozen=True, slots=True)
class InlineMessage:
    """A message sent inline: its id, the fact that it tells, and a hash of how it told it."""

    message: str
    fact: str
    content: str
    held: str | None = None  # a hash of what the fact held
    language: str | None = None
    chat: int | None = None  # the private chat in which what is limited was sent


def put(connection: Connection, bot: int, sent: InlineMessage, now: float) -> None:
    """Record that a fact was sent."""
    row = {
        "bot_id": bot,
        "inline_id": sent.message,
        "fact": sent.fact,
        "content": sent.content,
        "at": now,
        "held": sent.held,
        "language": sent.language,
        "chat_id": sent.chat,
    }
    upsert(connection, inline_messages, row)


def of_fact(connection: Connection, bot: int, fact: str) -> list[InlineMessage]:
    """List the messages that tell a fact, oldest first."""
    found = (
        select(inline_messages.c.inline_id, inline_messages.c.content)
        .where(inline_messages.c.bot_id == bot, inline_messages.c.fact == fact)
        .order_by(inline_messages.c.at, inline_messages.c.inline_id)
    )
    return [InlineMessage(message, fact, content) for message, content in connection.execute(found)]


def find(connection: Connection, bot: int, message: str) -> InlineMessage | None:
    """Return what is known of a message, or None."""
    table = inline_messages.c
    found = connection.execute(select(*_columns()).where(table.bot_id == bot, table.inline_id == message)).first()
    return InlineMessage(*found) if found is not None else None


def forget_chat(connection: Connection, bot: int, chat: int) -> None:
    """Delete the messages that are known to have been sent in a private chat."""
    theirs = delete(inline_messages).where(inline_messages.c.bot_id == bot, inline_messages.c.chat_id == chat)
    connection.execute(theirs)


def sent_since(connection: Connection, bot: int, since: float) -> list[InlineMessage]:
    """List the messages since a time whose content hash is known."""
    table = inline_messages.c
    found = select(*_columns()).where(table.bot_id == bot, table.at >= since, table.held.is_not(None))
    return [InlineMessage(*row) for row in connection.execute(found)]


def replace_content(connection: Connection, bot: int, sent: InlineMessage, held: str) -> None:
    """Replace the content hash of a corrected message."""
    table = inline_messages.c
    one = (table.bot_id == bot, table.inline_id == sent.message, table.held == sent.held)
    connection.execute(update(inline_messages).where(*one).values(held=held))


def _columns() -> tuple[Column[Any], ...]:
    table = inline_messages.c
    return table.inline_id, table.fact, table.content, table.held, table.language, table.chat_id


def forget(connection: Connection, bot: int, before: float) -> int:
    """Delete what was sent before a time."""
    old = delete(inline_messages).where(inline_messages.c.bot_id == bot, inline_messages.c.at < before)
    return connection.execute(old).rowcount
