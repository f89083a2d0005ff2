"""Raw updates, in the order they came → each handled once: in turn within a chat, chats side by side."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, Protocol, TypeAlias

from bot.chat.health import QueueState
from bot.chat.memory import Recent
from bot.chat.tracing import following

RawUpdate: TypeAlias = Mapping[str, object]
Handle: TypeAlias = Callable[[RawUpdate], Awaitable[None]]

MOST_WAITING: Final = 10_000
REMEMBERED_IDS: Final = 10_000
log = logging.getLogger(__name__)


class UnreadableUpdate(Exception):
    """An update that cannot be parsed, now or later; the text says why without quoting it."""


class Intake(Protocol):
    """Where updates go. Telegram is told that an update is received only after `put` has returned.

    What handles them raises UnreadableUpdate for one to set aside, and anything else for one that failed.
    """

    async def put(self, updates: Sequence[RawUpdate]) -> None:
        """Take updates over; those whose update_id was taken before are dropped."""

    async def drain(self, seconds: float) -> int:
        """Finish what was taken, for at most so long; return how many updates are left unfinished."""

    async def state(self) -> QueueState:
        """Say what waits; raises whatever keeps it from being known."""


class MemoryIntake:
    """An intake that lives as long as the process."""

    def __init__(self, handle: Handle, most_waiting: int = MOST_WAITING) -> None:
        self._handle = handle
        self._most_waiting = most_waiting
        self._lanes: dict[object, deque[RawUpdate]] = {}
        self._workers: set[asyncio.Task[None]] = set()
        self._taken: Recent[int, None] = Recent(REMEMBERED_IDS)
        self._waiting = 0
        self._room = asyncio.Condition()

    async def put(self, updates: Sequence[RawUpdate]) -> None:
        """Queue updates; waits while too many are queued, so that Telegram keeps the rest."""
        for update in updates:
            number = id_of(update)
            if number is None:
                log.error("an update without an update_id was set aside")
                continue
            if number in self._taken:
                continue
            async with self._room:
                await self._room.wait_for(lambda: self._waiting < self._most_waiting)
            self._taken[number] = None
            self._waiting += 1
            self._queue(lane_of(update), update)

    async def drain(self, seconds: float) -> int:
        """Wait for the workers, then stop those that are still running."""
        if self._workers:
            await asyncio.wait(self._workers, timeout=seconds)
        unfinished = self._waiting
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)
        return unfinished

    async def state(self) -> QueueState:
        """Say what waits."""
        return QueueState(self._waiting)

    def _queue(self, lane: object, update: RawUpdate) -> None:
        if lane in self._lanes:
            self._lanes[lane].append(update)
            return
        self._lanes[lane] = deque([update])
        worker = asyncio.create_task(self._work(lane), name=f"lane {lane}")
        self._workers.add(worker)
        worker.add_done_callback(self._workers.discard)

    async def _work(self, lane: object) -> None:
        queue = self._lanes[lane]
        while queue:
            update = queue.popleft()
            with following(id_of(update)):
                await self._try(update)
            self._waiting -= 1
            async with self._room:
                self._room.notify()
            if not queue:
                del self._lanes[lane]

    async def _try(self, update: RawUpdate) -> None:
        try:
            await self._handle(update)
        except UnreadableUpdate as error:
            log.error("update %s cannot be read (%s) and was set aside", id_of(update), error)
        except Exception:
            log.exception("update %s failed", id_of(update))


def id_of(update: RawUpdate) -> int | None:
    """Return the update_id, or None where there is none to go by."""
    number = update.get("update_id")
    return number if isinstance(number, int) and not isinstance(number, bool) else None


def lane_of(update: RawUpdate) -> object:
    """Return what an update must not overtake: the chat it is about, else its sender, else nothing."""
    for content in update.values():
        if not isinstance(content, Mapping):
            continue
        inner = content.get("message")
        for holder in (content, inner if isinstance(inner, Mapping) else {}):
            chat = holder.get("chat")
            if isinstance(chat, Mapping) and isinstance(chat.get("id"), int):
                return chat["id"]
        sender = content.get("from")
        if isinstance(sender, Mapping) and isinstance(sender.get("id"), int):
            return sender["id"]
    return ("alone", id_of(update))
