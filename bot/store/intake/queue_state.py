"""Counts what waits in the inbox, for health checks and metrics."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from bot.store.intake.inbox import UpdateState, in_states, inbox


@dataclass(frozen=True, slots=True)
class QueueState:
    """What waits in the store: updates not yet handled, the age of the oldest in seconds, dead letters."""

    waiting: int = 0
    oldest: float = 0.0
    dead: int = 0


def queue_state(connection: Connection, bot: int, now: float, but: int | None = None) -> QueueState:
    """Return what waits at a time in seconds since the epoch; `but` is an update to leave out: the one that asks."""
    waits = select(func.count(), func.min(inbox.c.received_at)).where(
        inbox.c.bot_id == bot, inbox.c.finished_at.is_(None)
    )
    if but is not None:
        waits = waits.where(inbox.c.update_id != but)
    waiting, oldest = connection.execute(waits).one()
    dead = connection.scalar(select(func.count()).where(inbox.c.bot_id == bot, in_states(inbox.c, UpdateState.DEAD)))
    age = max(0.0, now - oldest) if oldest is not None else 0.0
    return QueueState(waiting, round(age, 1), dead or 0)
