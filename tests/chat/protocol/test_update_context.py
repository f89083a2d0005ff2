"""Tests of what is known of an update while it is handled."""

from __future__ import annotations

import pytest

from bot.chat.protocol.update_context import UpdateContext, context_for, current, handling, request_id


async def test_a_further_attempt_numbers_messages_alike() -> None:
    """Each attempt at an update numbers its messages from 0, so that what was sent before is recognised."""
    first, second = UpdateContext("update 7"), UpdateContext("update 7", sent={0: 55})
    assert [first.next_index(), first.next_index()] == [0, 1]
    assert second.sent[second.next_index()] == 55


async def test_the_current_update() -> None:
    """Inside of `handling` the update is the current one; outside, a message has a context of its own."""
    update = UpdateContext("update 7", update=7)
    with handling(update):
        assert context_for("notice") is update
    assert current.get(None) is None
    assert context_for("notice").idempotency_key == "notice"


async def test_a_handler_that_fails() -> None:
    """A failed update is no longer the current one."""
    with pytest.raises(ValueError, match="no"), handling(UpdateContext("update 7")):
        raise ValueError("no")
    assert current.get(None) is None


async def test_waiting_frees_the_slot() -> None:
    """The worker slot is free while an update waits for Telegram, and taken again afterwards."""
    steps: list[bool] = []
    await UpdateContext("update 7", step_aside=steps.append).sleep(0)
    assert steps == [True, False]


@pytest.mark.parametrize(("update", "expected"), [(7, "u7"), (None, "u?")])
def test_the_name_in_the_log(update: int | None, expected: str) -> None:
    """An update is named by Telegram's number."""
    assert request_id(update) == expected
