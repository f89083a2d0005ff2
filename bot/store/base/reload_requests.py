"""Records that a reload of the facts was requested, so that every process of the store carries it out."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select

from bot.store.base.tables import reload_requests
from bot.store.database.upsert import upsert

RELOAD: Final = "reload"  # the only kind of request there is


def request_reload(connection: Connection, bot: int, now: float) -> None:
    """Request a reload in all processes, at a time in seconds since the epoch."""
    upsert(connection, reload_requests, {"bot_id": bot, "wish": RELOAD, "at": now})


def requested_at(connection: Connection, bot: int) -> float | None:
    """Return when a reload was last requested, or None."""
    requests = reload_requests.c
    at: float | None = connection.scalar(select(requests.at).where(requests.bot_id == bot, requests.wish == RELOAD))
    return at
