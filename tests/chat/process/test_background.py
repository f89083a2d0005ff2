"""Tests of background tasks."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from bot.chat.process import background


@dataclass
class Failing:
    """Fails twice, the second time after having worked for a while; then works."""

    name: str = "the clock"
    begun: int = 0
    works: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        self.begun += 1
        if self.begun == 2:
            await asyncio.sleep(0.1)
        if self.begun < 3:
            raise ValueError("no")
        self.works.set()
        await asyncio.Event().wait()


async def test_a_task_that_fails_begins_anew(caplog: pytest.LogCaptureFixture) -> None:
    """A failure is logged and the task restarted, soon if it had worked; leaving the block ends it."""
    task = Failing()
    async with background.running_tasks([task], pauses=(0.01, 0.05)):
        await asyncio.wait_for(task.works.wait(), 10)
    assert task.begun == 3
    logged = [record for record in caplog.records if record.name == background.log.name]
    assert [(record.message[:16], record.args[1]) for record in logged] == [("the clock failed", 0.01)] * 2  # type: ignore[index]
    assert all(one.done() for one in asyncio.all_tasks() - {asyncio.current_task()})
