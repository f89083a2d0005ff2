"""Deletes what the store has kept long enough, in every domain."""

from __future__ import annotations

import datetime as dt
from typing import Final

from sqlalchemy import Connection, and_, delete, or_

from bot.store import briefings, usage
from bot.store.base import dismissals, fact_states
from bot.store.conversations import contexts, inline_results, quotas, thread_answers
from bot.store.events import outgoing
from bot.store.gaps import gaps, pending, proposals
from bot.store.intake.inbox import UpdateState, in_states, inbox
from bot.store.outbound import rate_limits, sends
from bot.store.schedules import posts

# Telegram repeats an update for a day, and lets a message be edited for two.
KEPT: Final = 3 * 86_400.0
KEPT_STATES: Final = 366 * 86_400.0  # /changes looks back a year
KEPT_POSTS: Final = 30 * 86_400.0  # longer than any clock is set back


def sweep(connection: Connection, bot: int, now: float, retention: float, follow_up: float = KEPT) -> int:
    """Delete what was kept long enough at a time, in seconds since the epoch; return the number of rows.

    Finished updates, sends and dialogue states are kept for three days. Answers, dead letters, proposals, pending
    changes, records of briefings, events for other programs and misses are kept for `retention` seconds; in which chat
    a miss was asked, for `follow_up` seconds. Posts are kept for thirty days. Usage counts, which belong to nobody, are
    kept for longer.
    """
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
    swept += outgoing.forget(connection, bot, now - retention)
    swept += dismissals.forget(connection, bot, dt.datetime.fromtimestamp(now, dt.UTC).date())
    swept += fact_states.forget(connection, bot, now - KEPT_STATES)
    swept += posts.forget(connection, bot, now - KEPT_POSTS)
    rate_limits.forget(connection, bot)
    return swept
