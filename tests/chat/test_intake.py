"""Tests of what becomes of raw updates: their order, their lanes, and those that fail."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.chat.intake import MemoryIntake, RawUpdate, UnreadableUpdate, id_of, lane_of


def of_chat(number: int, chat: int) -> RawUpdate:
    """Make an update about a chat."""
    return {"update_id": number, "message": {"chat": {"id": chat}}}


class Handler:
    """Notes what it is given; waits in a chat whose gate is shut, and fails where told to."""

    def __init__(self) -> None:
        self.handled: list[int | None] = []
        self.gates: dict[object, asyncio.Event] = {}
        self.errors: dict[int, Exception] = {}
        self.last = 0
        self.reached = asyncio.Event()  # set once the update `last` is handled

    async def __call__(self, update: RawUpdate) -> None:
        gate = self.gates.get(lane_of(update))
        if gate is not None:
            await gate.wait()
        number = id_of(update)
        if number in self.errors:
            raise self.errors[number]
        self.handled.append(number)
        if number == self.last:
            self.reached.set()


async def test_chats_do_not_wait_for_each_other() -> None:
    """Updates of one chat keep their order; another chat goes ahead meanwhile."""
    handler = Handler()
    handler.gates[7] = asyncio.Event()
    handler.last = 4
    intake = MemoryIntake(handler)
    await intake.put([of_chat(1, 7), of_chat(2, 7), of_chat(3, 8), of_chat(4, 8)])
    await asyncio.wait_for(handler.reached.wait(), 5)
    handler.gates[7].set()
    assert await intake.drain(5) == 0
    assert handler.handled == [3, 4, 1, 2]


async def test_a_repeated_update_is_dropped() -> None:
    """An update that Telegram sends again is handled once."""
    handler = Handler()
    intake = MemoryIntake(handler)
    await intake.put([of_chat(1, 7)])
    await intake.put([of_chat(1, 7), of_chat(2, 7)])
    assert await intake.drain(5) == 0
    assert handler.handled == [1, 2]


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (UnreadableUpdate("TypeError"), "update 1 cannot be read (TypeError) and was set aside"),
        (ValueError("no"), "update 1 failed"),
    ],
)
async def test_a_bad_update_does_not_block_the_next(
    error: Exception, expected: str, caplog: pytest.LogCaptureFixture
) -> None:
    """An update that fails is named in the log, and the next of its chat is handled."""
    handler = Handler()
    handler.errors[1] = error
    intake = MemoryIntake(handler)
    await intake.put([of_chat(1, 7), of_chat(2, 7)])
    assert await intake.drain(5) == 0
    assert (handler.handled, caplog.messages) == ([2], [expected])


async def test_an_update_without_an_id_is_set_aside() -> None:
    """What cannot be confirmed or told from a repetition is not handled."""
    handler = Handler()
    intake = MemoryIntake(handler)
    await intake.put([{"message": {}}, {"update_id": "1"}, {"update_id": True}, of_chat(2, 7)])
    assert await intake.drain(5) == 0
    assert handler.handled == [2]


async def test_put_waits_for_room() -> None:
    """While too much waits, `put` does not return, so that Telegram keeps what comes next."""
    handler = Handler()
    handler.gates[7] = asyncio.Event()
    intake = MemoryIntake(handler, most_waiting=2)
    await intake.put([of_chat(1, 7), of_chat(2, 7)])
    third = asyncio.create_task(intake.put([of_chat(3, 7)]))
    done, _ = await asyncio.wait({third}, timeout=0.05)
    handler.gates[7].set()
    await asyncio.wait_for(third, 5)
    assert await intake.drain(5) == 0
    assert (done, handler.handled) == (set(), [1, 2, 3])


async def test_drain_gives_up_in_time() -> None:
    """What is not finished in time is counted."""
    handler = Handler()
    handler.gates[7] = asyncio.Event()
    intake = MemoryIntake(handler)
    await intake.put([of_chat(1, 7), of_chat(2, 7), of_chat(3, 8)])
    assert await intake.drain(0.05) == 2
    assert handler.handled == [3]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"message": {"chat": {"id": 7}, "from": {"id": 9}}}, 7),
        ({"edited_message": {"chat": {"id": 7}}}, 7),
        ({"callback_query": {"from": {"id": 9}, "message": {"chat": {"id": 7}}}}, 7),
        ({"callback_query": {"from": {"id": 9}, "inline_message_id": "x"}}, 9),
        ({"inline_query": {"from": {"id": 9}}}, 9),
        ({"message": {"chat": "?"}}, ("alone", 1)),
        ({"message": []}, ("alone", 1)),
        ({}, ("alone", 1)),
    ],
)
def test_lane_of(content: dict[str, Any], expected: object) -> None:
    """The lane is the chat, else the person; an update with neither has one of its own."""
    assert lane_of({"update_id": 1} | content) == expected
