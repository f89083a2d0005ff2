"""Counts questions, notices and unasked answers against limits of so many in a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Double,
    Index,
    Integer,
    Table,
    Text,
    delete,
    func,
    insert,
    or_,
    select,
)

from bot.store.database.metadata import metadata

# What counts against a limit: a question of a person or in a chat, a notice, an answer that nobody called for.
quotas: Final = Table(
    "quotas",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("bot_id", BigInteger, nullable=False),
    Column("key", Text, nullable=False),
    Column("at", Double, nullable=False),
)
Index("ix_quotas_key", quotas.c.bot_id, quotas.c.key, quotas.c.at)
Index("ix_quotas_at", quotas.c.bot_id, quotas.c.at)

LONGEST = 3600.0  # seconds of the widest window, after which nothing counts any more


@dataclass(frozen=True, slots=True)
class Quota:
    """At most so many within so many seconds; `key` says of what."""

    key: str
    most: int
    seconds: float


def take(connection: Connection, bot: int, wanted: Sequence[Quota], now: float) -> Quota | None:
    """Count one against each quota; if one is used up, count nothing and return it."""
    for quota in wanted:
        # An entry in the future comes from a clock that was set back, and would count for ever.
        counted = select(func.count()).where(
            quotas.c.bot_id == bot,
            quotas.c.key == quota.key,
            quotas.c.at > now - quota.seconds,
            quotas.c.at <= now + quota.seconds,
        )
        if (connection.scalar(counted) or 0) >= quota.most:
            return quota
    rows = [{"bot_id": bot, "key": quota.key, "at": now} for quota in wanted]
    if rows:
        connection.execute(insert(quotas), rows)
    return None


def forget(connection: Connection, bot: int, now: float) -> int:
    """Delete entries that no longer count."""
    is_old = or_(quotas.c.at < now - LONGEST, quotas.c.at > now + LONGEST)
    return connection.execute(delete(quotas).where(quotas.c.bot_id == bot, is_old)).rowcount
