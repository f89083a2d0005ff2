"""Facts that people propose as a table."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Double, Index, Integer, Table, Text, text

from bot.store.tables import metadata

# `place` is a keyed hash of the message, `person` of who wrote it.
proposals: Final = Table(
    "proposals",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("place", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("state", Text, nullable=False),  # see proposals.State
    Column("edits", Integer, nullable=False, server_default=text("0")),
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)
Index("ux_proposals_place", proposals.c.bot_id, proposals.c.place, unique=True)
