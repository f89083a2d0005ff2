"""The inbox → what waits there, and what has been kept long enough."""

from __future__ import annotations

import time
from typing import Final

from sqlalchemy import Connection, and_, delete, func, or_, select

from bot.store import (
    asked,
    briefings,
    contexts,
    fact_states,
    gaps,
    given,
    inline,
    limits,
    pending,
    posts,
    proposals,
    quotas,
    sends,
)
from bot.store.inbox import State, in_states
from bot.store.tables import inbox

# Telegram repeats an update for a day, and lets a message be edited for two.
KEPT: Final = 3 * 86_400.0
KEPT_STATES: Final = 366 * 86_400.0  # /changes looks back a year
KEPT_POSTS: Final = 30 * 86_400.0  # beyond what a clock that goes back makes one look at again


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
    dead = connection.scalar(select(func.count()).where(inbox.c.bot_id == bot, in_states(inbox.c, State.DEAD)))
    age = max(0.0, time.time() - oldest) if oldest is not None else 0.0
    return waiting, round(age, 1), dead or 0


def sweep(connection: Connection, bot: int, retention: float, follow_up: float = KEPT) -> int:
    """Delete finished updates, marks and contexts after three days.

    What was told, dead letters, proposals, what was accepted and is not live, records of briefings, and what was asked
    in vain are kept for `retention` seconds; where the latter was asked, for `follow_up` seconds; slots of schedules
    for thirty days, counts, which are of nobody, for longer.
    """
    now = time.time()
    is_dead = in_states(inbox.c, State.DEAD)
    is_old = or_(and_(~is_dead, inbox.c.finished_at < now - KEPT), and_(is_dead, inbox.c.finished_at < now - retention))
    swept = connection.execute(delete(inbox).where(inbox.c.bot_id == bot, is_old)).rowcount
    swept += sends.forget(connection, bot, now - KEPT)
    swept += contexts.forget(connection, bot, now - KEPT, now - retention)
    swept += quotas.forget(connection, bot, now)
    swept += given.forget(connection, bot, now - KEPT)
    swept += gaps.forget(connection, bot, now - retention, now - follow_up)
    swept += asked.forget(connection, bot, now, now - KEPT)
    swept += proposals.forget(connection, bot, now - retention)
    swept += pending.forget(connection, bot, now - retention)
    swept += briefings.forget(connection, bot, now - retention)
    swept += inline.forget(connection, bot, now - retention)
    swept += fact_states.forget(connection, bot, now - KEPT_STATES)
    swept += posts.forget(connection, bot, now - KEPT_POSTS)
    limits.forget(connection, bot)
    return swept
