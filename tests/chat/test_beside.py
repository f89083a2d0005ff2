"""Tests of the work beside the updates."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.chat import beside


@dataclass
class Failing:
    """Fails at first, then works on."""

    name: str = "the clock"
    begun: int = 0
    works: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        self.begun += 1
        if self.begun < 3:
            raise ValueError("no")
        self.works.set()
        await asyncio.Event().wait()


async def test_a_task_that_fails_begins_anew(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A failure is logged and the task begun again; the end of the block ends it."""
    monkeypatch.setattr(beside, "PAUSES", (0.01, 0.02))
    task = Failing()
    async with beside.working_beside([task]):
        await asyncio.wait_for(task.works.wait(), 10)
    assert task.begun == 3
    assert [record.message[:16] for record in caplog.records] == ["the clock failed"] * 2
    assert all(one.done() for one in asyncio.all_tasks() - {asyncio.current_task()})
