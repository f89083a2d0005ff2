"""Runs work that no update asks for, such as watching files, as long as the process serves."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator, Sequence
from typing import Final, Protocol

PAUSES: Final = (1.0, 60.0)  # seconds before work that failed is started again: the first time, and at most
log = logging.getLogger(__name__)


class BackgroundTask(Protocol):
    """Work without an end."""

    @property
    def name(self) -> str:
        """Return the name for the log."""

    async def run(self) -> None:
        """Work until cancelled."""


@contextlib.asynccontextmanager
async def running_tasks(tasks: Sequence[BackgroundTask], pauses: tuple[float, float] = PAUSES) -> AsyncIterator[None]:
    """Run the tasks until the block ends; one that fails is started again, and the others go on."""
    running = [asyncio.create_task(_supervise(task, pauses), name=task.name) for task in tasks]
    try:
        yield
    finally:
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


async def _supervise(task: BackgroundTask, pauses: tuple[float, float]) -> None:
    first, most = pauses
    pause = first
    while True:
        began = time.monotonic()
        try:
            await task.run()
        except Exception:
            if time.monotonic() - began > most:  # it has worked for a while, so that this is a new failure
                pause = first
            log.exception("%s failed, and begins anew in %d s", task.name, pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, most)
