"""What was accepted as a patch and is not live yet as a table."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Double, Index, Integer, Table, Text

from bot.store.tables import metadata

# Each is made on top of those with a lower number. `name` is that of a gap or proposal, else the question as typed.
pending: Final = Table(
    "pending",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("operation", Text, nullable=False),  # see bot.curation.pending, as JSON
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)
Index("ux_pending_name", pending.c.bot_id, pending.c.name, unique=True)
