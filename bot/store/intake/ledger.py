"""What many updates have to write → few transactions, each of which also claims what may go next."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextvars import Context
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

from sqlalchemy import Connection

from bot.store.database.engine import StoreError
from bot.store.database.store import Store
from bot.store.intake import inbox
from bot.store.intake.claiming import claim, open_lanes
from bot.store.intake.inbox import Arrived, Claimed, Finished
from bot.store.intake.recovery import recover_dead
from bot.store.outbound import sends
from bot.store.outbound.sends import FinishedSend, StartedSend

T = TypeVar("T")

LONGEST_PAUSE: Final = 2.0  # seconds between attempts to write
REMIND: Final = 60.0  # seconds between two lines about the same trouble
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many updates may be claimed, from which lanes; `look` searches the store for more lanes."""

    most: int
    lanes: tuple[str, ...]
    look: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What a transaction brought: updates claimed, and lanes beyond them in which more waits."""

    claimed: list[Claimed]
    lanes: list[str]
    kept: int = 0
    repeated: int = 0  # updates that were known
    finished: tuple[int, ...] = ()  # updates whose end is written


@dataclass(slots=True)
class Batch:
    """What waits to be written, with those who wait for it."""

    puts: list[tuple[Sequence[Arrived], asyncio.Future[int]]] = field(default_factory=list)
    marks: list[tuple[StartedSend, asyncio.Future[int]]] = field(default_factory=list)
    ended: list[FinishedSend] = field(default_factory=list)
    finished: list[Finished] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.puts or self.marks or self.ended or self.finished)

    def before(self, later: Batch) -> Batch:
        """Put another batch behind this one."""
        return Batch(
            self.puts + later.puts,
            self.marks + later.marks,
            self.ended + later.ended,
            self.finished + later.finished,
        )

    def pieces(self) -> Iterator[Batch]:
        """Take it apart, down to what can be written alone."""
        yield from (Batch(puts=[one]) for one in self.puts)
        yield from (Batch(marks=[one]) for one in self.marks)
        yield from (Batch(ended=[one]) for one in self.ended)
        yield from (Batch(finished=[one]) for one in self.finished)

    def settle(self, error: Exception | None = None) -> None:
        """Tell those who wait."""
        for _, future in (*self.puts, *self.marks):
            if future.done():
                continue
            if error is None:
                future.set_result(0)
            else:
                future.set_exception(error)


class Ledger:
    """Gathers while a transaction runs, and writes that in the next one.

    `wanted` says before each transaction what may be claimed; `given` takes what it brought.
    """

    def __init__(self, store: Store, wanted: Callable[[], Wanted | None], given: Callable[[Given], None]) -> None:
        self.store = store
        self._wanted = wanted
        self._given = given
        self._batch = Batch()
        self._task: asyncio.Task[None] | None = None
        self._told = -REMIND

    async def put(self, arrived: Sequence[Arrived]) -> None:
        """Keep updates; raises StoreError where that failed, when they have to be put again."""
        await self._gather(self._batch.puts, arrived)

    async def begin(self, mark: StartedSend) -> None:
        """Mark a send as begun; waits until the store can be written."""
        await self._gather(self._batch.marks, mark)

    async def _gather(self, batched: list[tuple[T, asyncio.Future[int]]], one: T) -> None:
        future: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        batched.append((one, future))
        self.kick()
        await future

    def end(self, ended: FinishedSend) -> None:
        """Mark how a send went, soon."""
        self._batch.ended.append(ended)
        self.kick()

    def finish(self, finished: Finished) -> None:
        """Write what became of an update, soon."""
        self._batch.finished.append(finished)
        self.kick()

    def kick(self) -> None:
        """See to it that what was gathered is written and what may go is claimed."""
        if self._task is None or self._task.done():
            # In a context of its own: what it logs is not about the update that happens to begin it.
            self._task = asyncio.create_task(self._write_all(), name="ledger", context=Context())

    async def settle(self, seconds: float) -> None:
        """Wait until all is written, for at most so long."""
        if self._batch:
            self.kick()
        if self._task is not None:
            await asyncio.wait({self._task}, timeout=seconds)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _write_all(self) -> None:
        failed = 0
        while True:
            wanted = self._wanted()
            batch, self._batch = self._batch, Batch()
            if not batch and wanted is None:
                return
            try:
                given = await self._write(batch, wanted)
            except StoreError as error:
                failed += 1
                self._put_back(batch, wanted, error)
                await asyncio.sleep(min(0.05 * 2**failed, LONGEST_PAUSE))
                continue
            if failed:
                failed = 0
                log.warning("the store can be used again")
            self._given(given)

    async def _write(self, batch: Batch, wanted: Wanted | None) -> Given:
        def work(connection: Connection) -> Given:
            return write(connection, self.store, batch, wanted)

        try:
            given = await self.store.run(work)
        except StoreError:
            raise
        except Exception as error:
            pieces = list(batch.pieces())
            if len(pieces) <= 1 and wanted is None:
                log.exception("something could not be written to the store")
                batch.settle(error)
                return Given([], [])
            # One value that the database does not take must not keep the rest from being written.
            for piece in pieces:
                self._given(await self._write(piece, None))
            return Given([], list(wanted.lanes) if wanted is not None and pieces else [])
        batch.settle()
        return given

    def _put_back(self, batch: Batch, wanted: Wanted | None, error: StoreError) -> None:
        """Keep what must not be lost for the next attempt; who puts updates learns that it failed."""
        if time.monotonic() - self._told >= REMIND:
            self._told = time.monotonic()
            log.error("%s; trying again until it can", error)
        Batch(puts=batch.puts).settle(error)
        self._batch = replace(batch, puts=[]).before(self._batch)
        if wanted is not None:
            self._given(Given([], list(wanted.lanes)))


def write(connection: Connection, store: Store, batch: Batch, wanted: Wanted | None) -> Given:
    """Write a batch, then claim what is wanted."""
    bot, worker, now = store.bot, store.worker, time.time()
    arrived = [update for updates, _ in batch.puts for update in updates]
    kept = inbox.put(connection, bot, arrived)
    sends.begin(connection, bot, (mark for mark, _ in batch.marks))
    sends.end(connection, bot, batch.ended)
    inbox.finish(connection, bot, worker, batch.finished)
    repeated, finished = len(arrived) - kept, tuple(one.update_id for one in batch.finished)
    if wanted is None:
        return Given([], [], kept, repeated, finished)
    lanes = list(wanted.lanes)
    if wanted.look:
        if store.can_tell_the_dead() and recover_dead(connection, bot, worker):
            log.warning("another process is gone; what it had begun is taken over")
        lanes = list(dict.fromkeys([*lanes, *open_lanes(connection, bot, now)]))
    first = lanes[: wanted.most]
    claimed = claim(connection, bot, worker, now, wanted.most, first) if first else []
    return Given(claimed, lanes[wanted.most :], kept, repeated, finished)
