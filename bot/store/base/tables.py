"""What processes know of the base in common: the states that facts have had, and that it is to be loaded anew."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Double, Index, Table, Text

from bot.store.database.metadata import metadata

# One state of a fact that was answered from; `since` is when it last came to hold, 0 for before the bot kept this.
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

# What one process was asked for and all are to do.
wishes: Final = Table(
    "wishes",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("wish", Text, primary_key=True),
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)
