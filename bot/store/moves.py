"""A group that became a supergroup → its numbers, old and new, and what the store keeps of it under the new one."""

from __future__ import annotations

from sqlalchemy import Connection, exists, select, update

from bot.store import briefings, schedules
from bot.store.tables import contexts, moved, quotas
from bot.store.upserting import upsert


def move(connection: Connection, bot: int, old: int, new: int) -> None:
    """Note the new number, and have what may be followed, what counts against limits and what is posted
    by itself go along.

    What is kept by the number of a message stays: in the new chat other messages have those numbers.
    """
    upsert(connection, moved, {"bot_id": bot, "chat_id": old, "now_id": new})
    theirs = contexts.alias()
    is_there = exists().where(
        theirs.c.bot_id == bot,
        theirs.c.chat_id == new,
        theirs.c.topic_id == contexts.c.topic_id,
        theirs.c.person == contexts.c.person,
    )
    connection.execute(
        update(contexts)
        .where(contexts.c.bot_id == bot, contexts.c.chat_id == old, ~is_there)
        .values(chat_id=new, message_id=0)
    )
    schedules.move(connection, bot, old, new)
    briefings.move(connection, bot, old, new)
    for kind in ("chat", "unasked", "notice chat"):
        connection.execute(
            update(quotas).where(quotas.c.bot_id == bot, quotas.c.key == f"{kind} {old}").values(key=f"{kind} {new}")
        )


def former(connection: Connection, bot: int, chat: int) -> frozenset[int]:
    """Return the numbers that a chat had before."""
    found = select(moved.c.chat_id).where(moved.c.bot_id == bot, moved.c.now_id == chat)
    return frozenset(connection.scalars(found))
