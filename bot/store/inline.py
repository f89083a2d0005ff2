"""Facts that people sent inline → where they stand, so that they can be corrected there."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from bot.store.tables import inline_messages
from bot.store.upserting import upsert


@dataclass(frozen=True, slots=True)
class Sent:
    """A message sent inline: its id, the fact that it tells, and a hash of how it told it."""

    message: str
    fact: str
    content: str


def put(connection: Connection, bot: int, sent: Sent, now: float) -> None:
    """Keep where a fact was sent."""
    row = {"bot_id": bot, "inline_id": sent.message, "fact": sent.fact, "content": sent.content, "at": now}
    upsert(connection, inline_messages, row)


def of_fact(connection: Connection, bot: int, fact: str) -> list[Sent]:
    """List the messages that tell a fact, oldest first."""
    found = (
        select(inline_messages.c.inline_id, inline_messages.c.content)
        .where(inline_messages.c.bot_id == bot, inline_messages.c.fact == fact)
        .order_by(inline_messages.c.at, inline_messages.c.inline_id)
    )
    return [Sent(message, fact, content) for message, content in connection.execute(found)]


def forget(connection: Connection, bot: int, before: float) -> int:
    """Delete what was sent before a time."""
    old = delete(inline_messages).where(inline_messages.c.bot_id == bot, inline_messages.c.at < before)
    return connection.execute(old).rowcount
