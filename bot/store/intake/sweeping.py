"""The parts of a running bot → whether it is ready to serve, and the reason where it is not."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, and_, delete, func, or_, select

from bot.store import briefings, usage
from bot.store.base import fact_states
from bot.store.conversations import contexts, inline_results, quotas, thread_answers
from bot.store.gaps import gaps, pending, proposals
from bot.store.intake.inbox import UpdateState, in_states, inbox
from bot.store.outbound import rate_limits, sends
from bot.store.schedules import posts


@dataclass(frozen=True, slots=True)
class QueueState:
    """What waits in the store: updates not yet handled, the age of the oldest in seconds, dead letters."""

    waiting: int = 0
    oldest: float = 0.0
    dead: int = 0


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
    dead = connection.scalar(select(func.count()).where(inbox.c.bot_id == bot, in_states(inbox.c, UpdateState.DEAD)))
    age = max(0.0, time.time() - oldest) if oldest is not None else 0.0
    return waiting, round(age, 1), dead or 0


def sweep(connection: Connection, bot: int, retention: float, follow_up: float = KEPT) -> int:
    """Delete finished updates, marks and contexts after three days.

    What was told, dead letters, proposals, what was accepted and is not live, records of briefings, and what was asked
    in vain are kept for `retention` seconds; where the latter was asked, for `follow_up` seconds; slots of schedules
    for thirty days, counts, which are of nobody, for longer.
    """
    now = time.time()
    is_dead = in_states(inbox.c, UpdateState.DEAD)
    is_old = or_(and_(~is_dead, inbox.c.finished_at < now - KEPT), and_(is_dead, inbox.c.finished_at < now - retention))
    swept = connection.execute(delete(inbox).where(inbox.c.bot_id == bot, is_old)).rowcount
    swept += sends.forget(connection, bot, now - KEPT)
    swept += contexts.forget(connection, bot, now - KEPT, now - retention)
    swept += quotas.forget(connection, bot, now)
    swept += thread_answers.forget(connection, bot, now - KEPT)
    swept += gaps.forget(connection, bot, now - retention, now - follow_up)
    swept += usage.forget(connection, bot, now, now - KEPT)
    swept += proposals.forget(connection, bot, now - retention)
    swept += pending.forget(connection, bot, now - retention)
    swept += briefings.forget(connection, bot, now - retention)
    swept += inline_results.forget(connection, bot, now - retention)
    swept += fact_states.forget(connection, bot, now - KEPT_STATES)
    swept += posts.forget(connection, bot, now - KEPT_POSTS)
    rate_limits.forget(connection, bot)
    return swept
