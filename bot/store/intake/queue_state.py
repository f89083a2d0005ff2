"""Counts what waits in the inbox, for health checks and metrics."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from bot.store.intake.inbox import UpdateState, in_states, inbox


@dataclass(frozen=True, slots=True)
class QueueState:
    """What waits in the store: updates not yet handled, the age of the oldest in seconds, dead letters."""

    waiting: int = 0
    oldest: float = 0.0
    dead: int = 0


def queue_state(connection: Connection, bot: int, but: int | None = None) -> tuple[int, float, int]:
    """Return how many updates wait, the age of the oldest in seconds, and the number of dead letters.

    `but` is an update that is left out: the one that asks.
    """
    waits = select(func.count(), func.min(inbox.c.received_at)).where(
        inbox.c.bot_id == bot, inbox.c.finished_at.is_(None)
    )
    if but is not None:
        waits = waits.where(inbox.c.update_id != but)
    waiting, oldest = connection.execute(waits).one()
    dead = connection.scalar(select(func.count()).where(inbox.c.bot_id == bot, in_states(inbox.c, UpdateState.DEAD)))
    age = max(0.0, time.time() - oldest) if oldest is not None else 0.0
    return waiting, round(age, 1), dead or 0
