"""What one process was asked for → what all processes of the store are to do."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, select

from bot.store.base.tables import wishes
from bot.store.database.upsert import upsert

RELOAD: Final = "reload"


def wish(connection: Connection, bot: int, what: str, now: float) -> None:
    """Wish for something."""
    upsert(connection, wishes, {"bot_id": bot, "wish": what, "at": now})


def wished_at(connection: Connection, bot: int, what: str) -> float | None:
    """Say when something was last wished for."""
    at: float | None = connection.scalar(select(wishes.c.at).where(wishes.c.bot_id == bot, wishes.c.wish == what))
    return at
