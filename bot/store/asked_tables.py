"""How much is asked as tables: counts by day and chat without texts and people, and what has been counted."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Double, Index, Integer, Table, Text, text

from bot.store.tables import metadata

# `room` is a keyed hash of a group, or one word for all private chats together; `fact` is empty where none is meant.
asked: Final = Table(
    "asked",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Text, primary_key=True),  # YYYY-MM-DD in UTC
    Column("room", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # see asked.Kind
    Column("fact", Text, primary_key=True),
    Column("number", Integer, nullable=False, server_default=text("1")),
    sqlite_with_rowid=False,
)

# What has been counted, so that an update which is tried again is not counted again.
counted: Final = Table(
    "counted",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("cause", Text, primary_key=True),
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_counted_at", counted.c.bot_id, counted.c.at)
