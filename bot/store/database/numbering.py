"""Numbers gaps, proposals and briefings; a number is never given twice, even after a deletion."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, Executable, Integer, Table, Text
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database.metadata import metadata

# The last number given. It stays when the thing is deleted, for buttons and messages still carry the number.
counters: Final = Table(
    "counters",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, primary_key=True),  # see numbering.Kind
    Column("last", Integer, nullable=False),
    sqlite_with_rowid=False,
)


def mark_of(*texts: str) -> str:
    """Return a short hash of texts; a button carries it, so that it only acts on what still reads the same."""
    return f"{zlib.crc32(repr(texts).encode()):08x}"


class NumberedKind(StrEnum):
    """The things that are numbered separately."""

    GAP = "gap"
    PROPOSAL = "proposal"
    BRIEFING = "briefing"


def take(connection: Connection, bot: int, kind: NumberedKind) -> int:
    """Take the next number; another process that wants one waits until this transaction has ended."""
    row: Mapping[str, object] = {"bot_id": bot, "kind": kind, "last": 1}
    number: int = connection.execute(_taking(connection.dialect.name), row).scalar_one()
    return number


@lru_cache
def _taking(dialect: str) -> Executable:
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    keys = [column.name for column in counters.primary_key]
    adding = insert(counters).on_conflict_do_update(index_elements=keys, set_={"last": counters.c.last + 1})
    statement: Executable = adding.returning(counters.c.last)
    return statement
