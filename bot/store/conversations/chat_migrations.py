"""Records groups that became supergroups, and moves what is stored under the old number to the new one."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Connection, Index, Table, exists, select, update

from bot.store import briefings
from bot.store.conversations.contexts import contexts
from bot.store.conversations.quotas import quotas
from bot.store.database.metadata import metadata
from bot.store.database.upsert import upsert
from bot.store.schedules import schedules

# Groups that have become supergroups, and so have another number.
moved: Final = Table(
    "moved",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),  # the former
    Column("now_id", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_moved_now", moved.c.bot_id, moved.c.now_id)


def move(connection: Connection, bot: int, old: int, new: int) -> None:
    """Record the new number, and move dialogue states, quotas, schedules and briefings to it.

    What is stored by the number of a message stays: in the new chat other messages have those numbers.
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
