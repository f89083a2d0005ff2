"""Tables of the fact base that all processes share: the states of each fact over time, and requested reloads."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Double, Index, Table, Text

from bot.store.database.metadata import metadata

# One state that a fact has had. `since` is when it last took this state; 0 where that was before the bot kept this.
fact_states: Final = Table(
    "fact_states",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("fact", Text, primary_key=True),
    Column("held", Text, primary_key=True),  # a hash of `content`; empty for a fact that is gone
    Column("content", Text, nullable=False),  # as JSON
    Column("since", Double, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_fact_states_since", fact_states.c.bot_id, fact_states.c.since)

# What one process was asked for and all carry out. The table and its column keep the names of their migration, for
# renaming them would stop the processes of the release before, which run on while a new one is deployed.
reload_requests: Final = Table(
    "wishes",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("wish", Text, primary_key=True),
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)
