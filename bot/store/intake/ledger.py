"""Writes what becomes of updates and sends, keeps what the store could not take, and claims the next updates.

All writes that come together share a transaction of the store, at whose end updates are claimed.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from contextvars import Context
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection

from bot.store.database.engine import StoreError
from bot.store.database.store import BulkWrite, Store, Submitted
from bot.store.intake import inbox
from bot.store.intake.claiming import claim, claim_suspect, open_partitions, suspects_wait
from bot.store.intake.inbox import Arrived, Claimed, Finished
from bot.store.intake.recovery import recover_dead
from bot.store.outbound import sends
from bot.store.outbound.sends import FinishedSend, StartedSend

LONGEST_PAUSE: Final = 2.0  # seconds between attempts to write
REMIND: Final = 60.0  # seconds between two lines in the log about the same trouble
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ClaimRequest:
    """At most how many updates to claim, from which partitions; `searches` looks in the store for more partitions.

    `is_idle` tells that nothing is at work, so that an update which may have ended a process can be tried alone.
    """

    most: int
    partitions: tuple[str, ...]
    searches: bool
    is_idle: bool = False


@dataclass(frozen=True, slots=True)
class Claims:
    """The updates that were claimed, and further partitions in which updates wait.

    `isolates` asks to end what is at work and to begin nothing else, for an update is to be tried alone.
    """

    updates: tuple[Claimed, ...]
    partitions: tuple[str, ...]
    isolates: bool = False


@dataclass(frozen=True, slots=True)
class Unwritten:
    """An item that has to be written, and who waits for that, if anybody does."""

    write: BulkWrite
    item: object
    waiter: asyncio.Future[None] | None = None


class Ledger:
    """Writes to the store, and claims at the end of each transaction.

    `wanted` is asked when a transaction begins, `claimed` gets what it claimed. `finished` is called with the id of
    each update whose end is written.
    """

    def __init__(
        self,
        store: Store,
        wanted: Callable[[], ClaimRequest | None],
        claimed: Callable[[Claims], None],
        finished: Callable[[int], None],
    ) -> None:
        self.store = store
        self._wanted = wanted
        self._claimed = claimed
        self._finished = finished
        self._in_flight: set[asyncio.Future[Any]] = set()
        self._unwritten: list[Unwritten] = []  # to be written again, in this order
        self._retry: asyncio.TimerHandle | None = None
        self._failures = 0  # in a row
        self._logged_at = -REMIND
        self._is_settled = asyncio.Event()
        store.last_work = self._claim

    async def put(self, arrived: Sequence[Arrived]) -> int:
        """Keep updates, and return how many of them are new.

        Raises StoreError where they could not be written; then they have to be put again.
        """
        try:
            new: int = await self.store.write(self._put_all, arrived)
        except StoreError as error:
            self._failed(error)
            raise
        except Exception:
            log.exception("something could not be written to the store")
            raise
        self._succeeded()
        return new

    async def begin(self, started: StartedSend) -> None:
        """Mark a send as begun; wait until that is written, for as long as it takes."""
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._keep(Unwritten(self._begin_all, started, waiter))
        await waiter

    def end(self, finished: FinishedSend) -> None:
        """Mark how a send went, soon."""
        self._keep(Unwritten(self._end_all, finished))

    def finish(self, finished: Finished) -> None:
        """Write what became of an update, soon."""
        self._keep(Unwritten(self._finish_all, finished))

    def clear(self, number: int) -> None:
        """Suspect an update no longer, soon."""
        self._keep(Unwritten(self._clear_all, number))

    def kick(self) -> None:
        """Claim what may be claimed, soon."""
        self.store.kick()

    async def settle(self, seconds: float) -> None:
        """Wait until everything is written, for at most so many seconds."""
        try:
            async with asyncio.timeout(seconds):
                while self._in_flight or self._unwritten:
                    self._is_settled.clear()
                    await self._is_settled.wait()
        except TimeoutError:
            if self._retry is not None:
                self._retry.cancel()

    def _keep(self, one: Unwritten) -> None:
        """Write something, again and again until it is written; while a retry is due it waits for its turn."""
        if self._retry is not None:
            self._unwritten.append(one)
            return
        future = self.store.write(one.write, one.item)
        self._in_flight.add(future)
        # In a context of its own: what is logged is not about the update that is at work now.
        future.add_done_callback(partial(self._on_written, one), context=Context())

    def _on_written(self, one: Unwritten, future: asyncio.Future[Any]) -> None:
        self._in_flight.discard(future)
        error = future.exception()
        if isinstance(error, StoreError):
            self._unwritten.append(one)
            self._failed(error)
            return
        if error is None:
            self._succeeded()
        else:
            log.error("something could not be written to the store", exc_info=error)
        if isinstance(one.item, Finished):
            self._finished(one.item.update_id)
        if one.waiter is not None and not one.waiter.done():
            one.waiter.set_result(None) if error is None else one.waiter.set_exception(error)
        if not self._in_flight and not self._unwritten:
            self._is_settled.set()

    def _claim(self) -> Submitted | None:
        request = None if self._retry is not None else self._wanted()
        if request is None:
            return None
        future: asyncio.Future[Claims] = asyncio.get_running_loop().create_future()
        future.add_done_callback(partial(self._on_claimed, request), context=Context())
        return partial(claim_updates, store=self.store, request=request), future

    def _on_claimed(self, request: ClaimRequest, future: asyncio.Future[Claims]) -> None:
        error = future.exception()
        if error is None:
            self._succeeded()
            self._claimed(future.result())
            return
        if isinstance(error, StoreError):
            self._failed(error)
        else:
            log.error("updates could not be claimed", exc_info=error)
        self._claimed(Claims((), request.partitions))

    def _failed(self, error: StoreError) -> None:
        """Have everything unwritten written again after a pause, which grows with each failure."""
        if time.monotonic() - self._logged_at >= REMIND:
            self._logged_at = time.monotonic()
            log.error("%s; trying again until it can", error)
        if self._retry is None:
            self._failures += 1
            pause = min(0.05 * 2**self._failures, LONGEST_PAUSE)
            self._retry = asyncio.get_running_loop().call_later(pause, self._write_again, context=Context())

    def _write_again(self) -> None:
        self._retry = None
        unwritten, self._unwritten = self._unwritten, []
        for one in unwritten:
            self._keep(one)
        self.store.kick()

    def _succeeded(self) -> None:
        if self._failures:
            self._failures = 0
            log.warning("the store can be used again")

    def _put_all(self, connection: Connection, batches: Sequence[Sequence[Arrived]]) -> list[int]:
        new = inbox.put(connection, self.store.bot, [update for batch in batches for update in batch])
        counts: list[int] = []
        for batch in batches:
            known_by_now = new & {update.update_id for update in batch}
            new -= known_by_now
            counts.append(len(known_by_now))
        return counts

    def _begin_all(self, connection: Connection, started: Sequence[StartedSend]) -> list[None]:
        sends.begin(connection, self.store.bot, started)
        return [None] * len(started)

    def _end_all(self, connection: Connection, finished: Sequence[FinishedSend]) -> list[None]:
        sends.end(connection, self.store.bot, finished)
        return [None] * len(finished)

    def _clear_all(self, connection: Connection, numbers: Sequence[int]) -> list[None]:
        inbox.clear(connection, self.store.bot, numbers)
        return [None] * len(numbers)

    def _finish_all(self, connection: Connection, finished: Sequence[Finished]) -> list[None]:
        inbox.finish(connection, self.store.bot, self.store.worker, finished)
        return [None] * len(finished)


def claim_updates(connection: Connection, store: Store, request: ClaimRequest) -> Claims:
    """Claim updates; a search also takes over what processes that are gone had claimed."""
    bot, worker, now = store.bot, store.worker, time.time()
    partitions = list(request.partitions)
    if request.searches:
        if store.can_tell_the_dead() and recover_dead(connection, bot, worker):
            log.warning("another process is gone; what it had begun is taken over")
        if suspects_wait(connection, bot, now):
            alone = claim_suspect(connection, bot, worker, now) if request.is_idle else []
            return Claims(tuple(alone), request.partitions, isolates=True)
        partitions = list(dict.fromkeys([*partitions, *open_partitions(connection, bot, now)]))
    first = partitions[: request.most]
    claimed = claim(connection, bot, worker, now, request.most, first) if first else []
    return Claims(tuple(claimed), tuple(partitions[request.most :]))
