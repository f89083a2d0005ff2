"""Tests of the policies of chats, as seen by processes that share a store."""

from __future__ import annotations

from pathlib import Path

from bot.chat.protocol.chat_policy import ChatPolicies
from bot.config import Settings
from bot.config.environment import read_database
from bot.store.database.engine import open_engine
from bot.store.database.store import Store

OLD, NEW = -4000, -1001000004000


async def test_every_process_learns_of_a_move(database_url: str) -> None:
    """A move that one process hears of is known to a process that has already looked at the new chat."""
    store = Store(open_engine(read_database({"DATABASE_URL": database_url}, Path())), 100)
    await store.open()
    settings = Settings(facts=(), access=frozenset({OLD}))
    one, two = ChatPolicies(settings, store), ChatPolicies(settings, store)
    assert not (await two.of(NEW)).is_served
    await one.move(OLD, NEW)
    assert (await one.of(NEW)).is_served
    assert (await two.of(NEW)).is_served
    await store.close()
