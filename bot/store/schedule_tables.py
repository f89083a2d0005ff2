"""What is posted by itself, as tables: the schedules, their slots, and what was told last."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Double, Index, Integer, Table, Text, text

from bot.store.tables import metadata

# Those of config.yaml too, so that it is known since when each is there and how far it has come.
schedules: Final = Table(
    "schedules",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("id", Text, primary_key=True),
    Column("number", Integer, nullable=False),  # by which the chat knows it; 0 for one of config.yaml
    Column("chat_id", BigInteger, nullable=False),
    Column("thread_id", BigInteger, nullable=False),  # of a forum; 0 stands for none
    Column("line", Text, nullable=False),
    Column("zone", Text, nullable=False),
    Column("topic", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("language", Text),
    Column("since", Double, nullable=False),
    Column("until", Double, nullable=False),  # up to when slots have been looked at
    Column("failures", Integer, nullable=False, server_default=text("0")),  # in a row
    Column("paused_at", Double),
    sqlite_with_rowid=False,
)
Index("ix_schedules_chat", schedules.c.bot_id, schedules.c.chat_id)

# A slot of a schedule: there is one row whatever processes and clocks do, and who inserts it posts it.
posts: Final = Table(
    "posts",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("schedule", Text, primary_key=True),
    Column("due", BigInteger, primary_key=True, autoincrement=False),  # seconds since the epoch
    Column("state", Text, nullable=False),  # see posts.State
    Column("claimed_by", Integer),
    Column("at", Double, nullable=False),  # of the last change
    Column("message_id", BigInteger),
    Column("why", Text),
    Column("tells", Text),  # as baselines has it, for when it is known to be sent
    sqlite_with_rowid=False,
)
Index(
    "ix_posts_open",
    posts.c.bot_id,
    posts.c.claimed_by,
    sqlite_where=text("state IN ('claimed', 'sending')"),
    postgresql_where=text("state IN ('claimed', 'sending')"),
)

# What a schedule told last, as JSON: facts with a hash of their content.
baselines: Final = Table(
    "baselines",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("schedule", Text, primary_key=True),
    Column("facts", Text, nullable=False),
    sqlite_with_rowid=False,
)
