"""Tests of what becomes of an update that failed: another try, or set aside."""

from __future__ import annotations

import time

import pytest
from telegram.error import BadRequest, TimedOut

from bot.chat.inbound import failure_policy
from bot.store.database.engine import StoreError
from bot.store.intake.inbox import Claimed, UpdateState

HOUR = 3600.0


@pytest.mark.parametrize(
    ("error", "age", "failures", "state"),
    [
        (TimedOut(), HOUR, 0, UpdateState.FAILED),
        (TimedOut(), HOUR, 40, UpdateState.FAILED),
        (TimedOut(), 25 * HOUR, 4, UpdateState.DEAD),
        (TimedOut(), 48 * HOUR, 0, UpdateState.FAILED),  # it is not old: the clock jumped
        (StoreError("the store cannot be used"), 48 * HOUR, 3, UpdateState.FAILED),
        (StoreError("the store cannot be used"), -48 * HOUR, 40, UpdateState.FAILED),
        (BadRequest("no"), HOUR, 3, UpdateState.FAILED),
        (BadRequest("no"), HOUR, 4, UpdateState.DEAD),
        (ValueError("no"), 48 * HOUR, 0, UpdateState.FAILED),
    ],
)
def test_what_becomes_of_a_failure(error: Exception, age: float, failures: int, state: UpdateState) -> None:
    """Five failures set an update aside; if Telegram or the store was at fault, only after a day."""
    claimed = Claimed(1, "7", "{}", failures + 1, failures, time.time() - age)
    assert failure_policy.after_failure(claimed, error).state is state
