"""Records that a reload of the facts was requested, so that every process of the store carries it out."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Connection, Double, Table, Text, select

from bot.store.database.metadata import metadata
from bot.store.database.upsert import upsert

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

RELOAD: Final = "reload"  # the only kind of request there is


def request_reload(connection: Connection, bot: int, now: float) -> None:
    """Request a reload in all processes, at a time in seconds since the epoch."""
    upsert(connection, reload_requests, {"bot_id": bot, "wish": RELOAD, "at": now})


def requested_at(connection: Connection, bot: int) -> float | None:
    """Return when a reload was last requested, or None."""
    requests = reload_requests.c
    at: float | None = connection.scalar(select(requests.at).where(requests.bot_id == bot, requests.wish == RELOAD))
    return at
