"""Deletes what the store has kept long enough, in every domain."""

from __future__ import annotations

import time
from typing import Final

from sqlalchemy import Connection, and_, delete, or_

from bot.store import briefings, usage
from bot.store.base import fact_states
from bot.store.conversations import contexts, inline_results, quotas, thread_answers
from bot.store.gaps import gaps, pending, proposals
from bot.store.intake.inbox import UpdateState, in_states, inbox
from bot.store.outbound import rate_limits, sends
from bot.store.schedules import posts

# Telegram repeats an update for a day, and lets a message be edited for two.
KEPT: Final = 3 * 86_400.0
KEPT_STATES: Final = 366 * 86_400.0  # /changes looks back a year
KEPT_POSTS: Final = 30 * 86_400.0  # beyond what a clock that goes back makes one look at again


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
