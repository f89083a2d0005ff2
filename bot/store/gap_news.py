"""Gaps that curators were not told of → told once, in one message a day to each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, select, update

from bot.store import gaps
from bot.store.gap_tables import gaps as table
from bot.store.gaps import Gap
from bot.store.sends import State
from bot.store.tables import sends
from bot.store.upserting import add

LISTED: Final = 1000


def claim(
    connection: Connection, bot: int, curators: Sequence[int], day: str, now: float, askers: int
) -> tuple[list[tuple[int, str]], list[Gap]]:
    """Give the curators who get a message, each with its cause, and the gaps of so many people to tell of.

    Who has had one that day gets none, whichever process sent it; a message that was begun is not begun again.
    """
    is_new = (table.c.bot_id == bot, table.c.state == gaps.State.OPEN, table.c.told_at.is_(None))
    fresh = list(connection.scalars(select(table.c.number).where(*is_new, table.c.askers >= askers)))
    if not fresh:
        return [], []
    causes = [(curator, f"gaps {day} {curator}") for curator in curators]
    free = [(curator, cause) for curator, cause in causes if _mark(connection, bot, cause, curator, now)]
    if not free:
        return [], []
    told = update(table).where(table.c.bot_id == bot, table.c.number.in_(fresh))
    connection.execute(told.values(told_at=now))
    return free, [gap for gap in gaps.listed(connection, bot, most=LISTED) if gap.number in fresh]


def _mark(connection: Connection, bot: int, cause: str, chat: int, now: float) -> bool:
    mark = {"bot_id": bot, "cause": cause, "ordinal": 0, "state": State.SENDING, "chat_id": chat, "marked_at": now}
    return add(connection, sends, mark)
