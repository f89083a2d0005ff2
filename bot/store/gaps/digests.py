"""Selects the gaps that curators have not been told of, for at most one message a day to each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, exists, select, update

from bot.store.gaps import gaps
from bot.store.gaps.gaps import Gap
from bot.store.gaps.tables import gaps as table
from bot.store.outbound import sends
from bot.store.outbound.sends import StartedSend

LISTED: Final = 1000
DAY: Final = 86_400.0


def claim(
    connection: Connection, bot: int, curators: Sequence[int], day: str, now: float, askers: int
) -> tuple[list[tuple[int, str]], list[Gap]]:
    """Return the curators who get a message, each with its cause, and the gaps of so many people to tell of.

    Who has had one that day gets none, whichever process sent it; a message that was begun is not begun again, and one
    that was put off tells the same as that of the others.
    """
    ours, is_told_today = table.c.bot_id == bot, table.c.told_at >= now - now % DAY
    has_begun = bool(connection.scalar(select(exists().where(ours, is_told_today))))
    ripe = (ours, table.c.state == gaps.GapState.OPEN, table.c.askers >= askers)
    which = is_told_today if has_begun else table.c.told_at.is_(None)
    numbers = list(connection.scalars(select(table.c.number).where(*ripe, which)))
    if not numbers:
        return [], []
    marks = [StartedSend(f"gaps {day} {curator}", 0, curator, None, None, now) for curator in curators]
    free = [(mark.chat, mark.cause) for mark in marks if sends.claim(connection, bot, mark)]
    if not free:
        return [], []
    connection.execute(update(table).where(ours, table.c.number.in_(numbers)).values(told_at=now))
    return free, [gap for gap in gaps.listed(connection, bot, most=LISTED) if gap.number in numbers]
