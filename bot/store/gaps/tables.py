"""Tables of what the base did not answer: misses, gaps, proposed facts and changes not yet live."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Double, Index, Integer, Table, Text, text

from bot.store.database.metadata import metadata

# One thing that people ask and the base does not hold. All but the counts is that of the oldest miss that is kept.
gaps: Final = Table(
    "gaps",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("question", Text, nullable=False),
    Column("shape", Text, nullable=False),  # by which likeness is told, as JSON
    Column("hard", Text, nullable=False),  # what is equal in all that is alike
    Column("language", Text, nullable=False),
    Column("nearest", Text, nullable=False),  # facts, the nearest first, as JSON
    Column("blocked", Text, nullable=False),  # what keeps the nearest from answering, as JSON
    Column("told", Text),  # what was told and voted down, as a hash
    Column("state", Text, nullable=False),  # see gaps.GapState
    Column("times", Integer, nullable=False, server_default=text("0")),
    Column("askers", Integer, nullable=False, server_default=text("0")),
    Column("first_at", Double, nullable=False),
    Column("last_at", Double, nullable=False),
    Column("told_at", Double),  # when curators were told of it
    sqlite_with_rowid=False,
)
Index("ix_gaps_hard", gaps.c.bot_id, gaps.c.hard)

# A question asked in vain. `place` is a keyed hash of chat and message, `room` of the chat, `person` of who asked;
# the numbers themselves go before the text does. Gap 0 stands for none: a suggestion that may still be taken.
misses: Final = Table(
    "misses",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("place", Text, primary_key=True),
    Column("kind", Text, primary_key=True),  # see misses.MissKind
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("person", Text, nullable=False),
    Column("room", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("shape", Text, nullable=False),
    Column("hard", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("nearest", Text, nullable=False),
    Column("blocked", Text, nullable=False),
    Column("told", Text),
    Column("chat_id", BigInteger),
    Column("message_id", BigInteger),
    Column("topic_id", BigInteger),
    Column("sent", BigInteger),  # the message with the choices
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_misses_number", misses.c.bot_id, misses.c.number)
Index("ix_misses_person", misses.c.bot_id, misses.c.person)
Index("ix_misses_at", misses.c.bot_id, misses.c.at)

# Each is made on top of those with a lower number. `name` is that of a gap or proposal, else the question as typed.
pending: Final = Table(
    "pending",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("operation", Text, nullable=False),  # see bot.curation.editing.pending_changes, as JSON
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)
Index("ux_pending_name", pending.c.bot_id, pending.c.name, unique=True)

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
    Column("state", Text, nullable=False),  # see proposals.ProposalState
    Column("edits", Integer, nullable=False, server_default=text("0")),
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)
Index("ux_proposals_place", proposals.c.bot_id, proposals.c.place, unique=True)
