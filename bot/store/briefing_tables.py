"""Briefing sessions as tables: what was held where, and line by line what was asked, noted and corrected."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Double, Index, Integer, Table, Text, text

from bot.store.tables import metadata

# One session at a time in a chat and topic; topic 0 stands for none. The messages are those of the commands.
briefings: Final = Table(
    "briefings",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("topic_id", BigInteger, nullable=False),
    Column("title", Text, nullable=False),
    Column("topics", Text, nullable=False),  # of the base, as JSON
    Column("begun_by", BigInteger, nullable=False),  # a message
    Column("begun_version", Text, nullable=False),  # of the base
    Column("begun_at", Double, nullable=False),
    Column("ended_by", BigInteger),  # a message
    Column("ended_at", Double),
    sqlite_with_rowid=False,
)
Index(
    "ux_briefings_open",
    briefings.c.bot_id,
    briefings.c.chat_id,
    briefings.c.topic_id,
    unique=True,
    sqlite_where=text("ended_at IS NULL"),
    postgresql_where=text("ended_at IS NULL"),
)

# `line` names what must not be there twice: the message of a question or note, the fact and version of a correction.
briefing_lines: Final = Table(
    "briefing_lines",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("line", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # see briefings.Kind
    Column("person", Text),  # a keyed hash
    Column("name", Text),  # none once the person wants to be forgotten
    Column("text", Text, nullable=False),
    Column("told", Text),  # what was answered, with its sources, as JSON; none for an open question
    Column("sent", BigInteger),  # the bot's message
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_briefing_lines_person", briefing_lines.c.bot_id, briefing_lines.c.person)
Index("ix_briefing_lines_sent", briefing_lines.c.bot_id, briefing_lines.c.sent)
