"""Tests of what is counted in the inbox, and of what is deleted from it."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, select

from bot.store.intake import inbox
from bot.store.intake.claiming import claim
from bot.store.intake.inbox import Arrived, Finished, UpdateState
from bot.store.intake.inbox import inbox as table
from bot.store.intake.queue_state import QueueState, queue_state
from bot.store.retention import KEPT, sweep

BOT, ME, DAY = 1, 10, 86_400.0
NOW = 100 * DAY


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """An inbox with updates of which some were finished long ago; it is day 100."""
    finished = {
        1: (UpdateState.DONE, NOW - KEPT - 1),
        2: (UpdateState.DONE, NOW - KEPT + 1),
        3: (UpdateState.DEAD, NOW - 8 * DAY),
        4: (UpdateState.DEAD, NOW - 6 * DAY),
        5: (UpdateState.FAILED, NOW),
    }
    with engine.begin() as connection:
        inbox.put(connection, BOT, [Arrived(n, f"chat {n}", "message", "{}", NOW - n) for n in range(1, 8)])
        claim(connection, BOT, ME, NOW, 9, [f"chat {n}" for n in range(1, 7)])
        for number, (state, at) in finished.items():
            inbox.finish(connection, BOT, ME, [Finished(number, state, at)])
    return engine


def test_queue_state(filled: Engine) -> None:
    """What waits, is at work or failed counts, with the age of the oldest; so do dead letters."""
    with filled.begin() as connection:
        assert queue_state(connection, BOT, NOW) == QueueState(3, 7.0, 2)
        assert queue_state(connection, BOT, NOW, but=7) == QueueState(2, 6.0, 2)
        assert queue_state(connection, 2, NOW) == QueueState()


def test_sweep(filled: Engine) -> None:
    """Finished updates go after three days, dead letters after the days that are set, the rest never."""
    with filled.begin() as connection:
        assert sweep(connection, BOT, NOW, 7 * DAY) == 2
        assert sorted(connection.scalars(select(table.c.update_id))) == [2, 4, 5, 6, 7]
