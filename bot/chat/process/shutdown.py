"""Turns SIGTERM and SIGINT into one event, after which running work gets a fixed time to finish."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from collections.abc import Coroutine
from types import FrameType
from typing import Any, Final, TypeVar

T = TypeVar("T")
STOP_SECONDS: Final = 25.0  # from the first signal to the end; Heroku kills after 30
FAILED: Final = 1
log = logging.getLogger(__name__)


class Stopped(Exception):
    """The shutdown began before the awaited work was done."""


class Shutdown:
    """Tells whether the shutdown has begun, and when; `failure` is the reason if it is not an orderly one."""

    def __init__(self) -> None:
        self.at: float | None = None  # by the clock of the loop
        self.failure: str | None = None
        self._event = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._got_signal = False

    def listen(self) -> None:
        """Take over both signals for the rest of the process's life.

        Not `loop.add_signal_handler`: it gives them back when the loop closes, and a second SIGTERM at that
        moment would turn a clean exit into a killed one.
        """
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._on_signal)

    def set(self) -> None:
        """Begin the shutdown; doing so again changes nothing."""
        if self.at is None:
            self.at = self._loop.time()
            self._event.set()

    def fail(self, why: str) -> None:
        """Begin the shutdown because a part of the bot failed; only the first reason is kept."""
        if self.at is None:
            self.failure = why
            self.set()

    async def run_unless_stopped(self, work: Coroutine[Any, Any, T]) -> T:
        """Await the work, or cancel it and raise Stopped when the shutdown begins first."""
        task = asyncio.ensure_future(work)
        stopped = asyncio.ensure_future(self._event.wait())
        try:
            await asyncio.wait({task, stopped}, return_when=asyncio.FIRST_COMPLETED)
            if task.done():
                return task.result()
            raise Stopped
        finally:
            for pending in (task, stopped):
                pending.cancel()
            await asyncio.gather(task, stopped, return_exceptions=True)

    async def wait(self) -> None:
        """Wait until the shutdown begins."""
        await self._event.wait()

    def share_of_time(self, share: float) -> float:
        """Return when this share of the time to stop in is over, by the clock of the loop.

        This begins the shutdown if it has not begun.
        """
        self.set()
        return (self.at or 0.0) + share * STOP_SECONDS

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        if not self._got_signal and hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, _too_late)
            signal.setitimer(signal.ITIMER_REAL, STOP_SECONDS)
        self._got_signal = True
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self.set)


def leave_in_peace() -> None:
    """Ignore signals, and stop the timer that ends the process by force: all is closed, and nothing may hang.

    Python gives handlers of its own back while it ends, and a signal in these milliseconds would kill the process;
    one that is ignored stays so.
    """
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)


def _too_late(number: int, frame: FrameType | None) -> None:
    """End the process, whatever hangs: the store keeps what it had begun for the next process."""
    log.critical("not everything ended within %g s, and is left behind", STOP_SECONDS)
    os._exit(FAILED)


async def run_until(work: Coroutine[Any, Any, None], end: Coroutine[Any, Any, None]) -> None:
    """Do the work until `end` returns; what the work raises is passed on."""
    tasks = [asyncio.create_task(work), asyncio.create_task(end)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if tasks[0].done():
            tasks[0].result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
