"""Handles the stored updates: in order within a chat, chats side by side, and again after a failure."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot import metrics
from bot.chat.inbound import failure_policy
from bot.chat.inbound.intake import Handle, RawUpdate, row_of
from bot.chat.outbound.outbox import times_in_doubt
from bot.chat.protocol.update_context import UpdateContext, handling
from bot.store.database.engine import StoreError
from bot.store.database.store import Store
from bot.store.intake import inbox
from bot.store.intake.inbox import Claimed, Finished, UpdateState
from bot.store.intake.ledger import ClaimRequest, Claims, Ledger
from bot.store.intake.queue_state import QueueState, queue_state
from bot.store.intake.recovery import recover_all
from bot.store.outbound import sends
from bot.store.retention import sweep

SLOTS: Final = 64  # updates handled at once, apart from those that wait for Telegram's limits
POLL_SECONDS: Final = 0.25  # between two looks for what other processes, a failure or a person left to do
SWEEP_SECONDS: Final = 600.0
LAST_WRITE: Final = 2.0  # seconds to write down at the end which updates were given up
log = logging.getLogger(__name__)


class UpdateWorker:
    """Stores updates so that they outlive the process, and handles what is stored."""

    def __init__(
        self,
        store: Store,
        handle: Handle,
        *,
        slots: int = SLOTS,
        retention: float = 30 * 86_400.0,
        follow_up: float = 7 * 86_400.0,
        sweep_seconds: float = SWEEP_SECONDS,
        longest_wait: float = failure_policy.LONGEST_WAIT,
        most_failures: int = failure_policy.MOST_FAILURES,
    ) -> None:
        self.store = store
        self._handle = handle
        self._slots = slots
        self._retention = retention
        self._follow_up = follow_up
        self._sweep_seconds = sweep_seconds
        self._after_failure = partial(
            failure_policy.after_failure, longest_wait=longest_wait, most_failures=most_failures
        )
        self._running: dict[int, tuple[asyncio.Task[None], UpdateContext]] = {}
        self._claimed: set[int] = set()  # updates that are running, or have ended and are not written down yet
        self._partitions: dict[str, None] = {}  # keys under which updates may wait, in the order of their turns
        self._suspended = 0  # running updates that wait for Telegram's limits
        self._polls = False  # the store is to be asked for updates under any key
        self._is_stopping = False
        self._isolates = False  # an update is to be handled alone, for a process may have ended by it
        self._ticks: asyncio.Task[None] | None = None
        self.ledger = Ledger(store, self._wanted, self._on_claimed, self._claimed.discard)
        store.on_connect = self._reconcile
        store.on_sole_start = partial(recover_all, bot=store.bot)

    def start(self) -> None:
        """Begin to handle what is stored; the store must be open."""
        self._loop = asyncio.get_running_loop()
        self._poll()
        self._ticks = asyncio.create_task(self._tick(), name="poll the store")

    async def put(self, updates: Sequence[RawUpdate]) -> None:
        """Store updates; raise StoreError where that failed."""
        now = time.time()
        kept = [one for update in updates if (one := row_of(update, now)) is not None]
        if kept:
            self._partitions.update(dict.fromkeys(one.partition_key for one in kept))
            new = await self.ledger.put(kept)
            metrics.updates.labels(state="taken").inc(new)
            metrics.updates.labels(state="repeated").inc(len(kept) - new)

    async def stop(self, seconds: float, written_by: float | None = None) -> int:
        """Begin with nothing more and finish what is at work; return how many updates are left in the store.

        Updates that wait for Telegram's limits go back into the store at once. After so many seconds the others do,
        messages on their way last: whatever cuts these off has them sent again. `written_by` is the time of the
        loop's clock at which the last must have been written.
        """
        if self._ticks is None:
            return 0
        self._is_stopping = True
        self._ticks.cancel()
        await self._finish_running(seconds, lambda context: not context.is_waiting)
        latest = self._loop.time() + LAST_WRITE if written_by is None else written_by
        await self._finish_running((latest - self._loop.time()) / 2, lambda context: context.sends_under_way > 0)
        left = [task for task, _ in self._running.values()]
        for task in left:
            task.cancel()
        # A database that hangs must not keep the process.
        with contextlib.suppress(StoreError, TimeoutError):
            async with asyncio.timeout_at(min(latest, self._loop.time() + LAST_WRITE)):
                await asyncio.gather(self._ticks, *left, return_exceptions=True)
                await self.ledger.settle(LAST_WRITE)
                return (await self.state()).waiting
        return len(left)

    async def _finish_running(self, seconds: float, may_go_on: Callable[[UpdateContext], bool]) -> None:
        """Give the updates that may go on so many seconds to end, and stop the others."""
        for task, context in self._running.values():
            if not may_go_on(context):
                task.cancel()
        if self._running:
            await asyncio.wait([task for task, _ in self._running.values()], timeout=max(0.0, seconds))

    async def state(self) -> QueueState:
        """Return what waits."""
        return await self.store.run(lambda connection: queue_state(connection, self.store.bot, time.time()))

    def _wanted(self) -> ClaimRequest | None:
        free = self._slots - len(self._running) + self._suspended
        if self._isolates and not self._is_alone():
            return None
        if self._is_stopping or free <= 0 or not (self._partitions or self._polls or self._isolates):
            return None
        keys = tuple(self._partitions)[:free]
        for key in keys:
            del self._partitions[key]
        polls, self._polls = self._polls or self._isolates, False
        return ClaimRequest(free, keys, polls, is_idle=not self._running)

    def _is_alone(self) -> bool:
        """Return whether nothing is at work; what waits for Telegram's limits goes back into the store for now."""
        if all(context.is_waiting for _, context in self._running.values()):
            for task, _ in self._running.values():
                task.cancel()
        return not self._running

    def _on_claimed(self, claims: Claims) -> None:
        self._partitions.update(dict.fromkeys(claims.partitions))
        self._isolates = claims.isolates
        for claimed in claims.updates:
            self._claimed.add(claimed.update_id)
            if self._is_stopping:
                self.ledger.finish(given_back(claimed))
                continue
            name = f"update {claimed.update_id}"
            context = UpdateContext(
                name,
                step_aside=partial(self._suspend, claimed),
                update=claimed.update_id,
                stored_at=claimed.received_at,
                is_repeated=claimed.claims > 1,
            )
            self._running[claimed.update_id] = asyncio.create_task(self._work(claimed, context), name=name), context

    async def _work(self, claimed: Claimed, context: UpdateContext) -> None:
        finished = given_back(claimed)
        try:
            with handling(context):
                finished = await self._try(claimed, context)
        finally:
            del self._running[claimed.update_id]
            self._partitions[claimed.partition_key] = None
            self.ledger.finish(finished)

    async def _try(self, claimed: Claimed, context: UpdateContext) -> Finished:
        if failure_policy.is_poison(claimed):
            return failure_policy.dead_lettered(claimed)
        try:
            if context.is_repeated:
                await self._recall(context)
            await self._handle(json.loads(claimed.raw))
        except Exception as error:
            return self._after_failure(claimed, error)
        metrics.updates.labels(state="done").inc()
        return Finished(claimed.update_id, UpdateState.DONE, time.time())

    async def _recall(self, context: UpdateContext) -> None:
        """Look up what earlier attempts at an update have sent, or may have sent."""
        key = context.idempotency_key
        known = await self.store.run(lambda connection: sends.of_cause(connection, self.store.bot, key))
        context.sent = {one.ordinal: one.message for one in known if one.message is not None}
        context.in_doubt = {one.ordinal: times_in_doubt(one.state) for one in known}

    def _suspend(self, claimed: Claimed, is_suspended: bool) -> None:
        if is_suspended and claimed.suspected:
            self.ledger.clear(claimed.update_id)  # this process has not ended with it, and the others go on meanwhile
            self._isolates = False
        self._suspended += 1 if is_suspended else -1
        task = asyncio.current_task()
        if is_suspended and self._is_stopping and task is not None:
            task.cancel()
        if is_suspended:
            self.ledger.kick()

    def _poll(self) -> None:
        self._polls = True
        self.ledger.kick()

    async def _tick(self) -> None:
        swept = time.monotonic()
        while True:
            await asyncio.sleep(POLL_SECONDS)
            self._poll()
            if time.monotonic() - swept >= self._sweep_seconds:
                swept = time.monotonic()
                try:
                    await self.store.run(self._sweep)
                except StoreError:
                    pass  # done next time
                except Exception:
                    log.exception("what is old could not be deleted")

    def _sweep(self, connection: Connection) -> None:
        sweep(connection, self.store.bot, time.time(), self._retention, self._follow_up)

    def _reconcile(self, connection: Connection) -> None:
        """After a lost connection, stop what other processes took over, and give back what this one does not handle.

        Runs in the store's thread.
        """
        inbox.give_back(connection, self.store.bot, self.store.worker, set(self._claimed))
        held = inbox.held(connection, self.store.bot, self.store.worker)
        for number in set(self._running) - held:
            self._loop.call_soon_threadsafe(self._stop, number)

    def _stop(self, number: int) -> None:
        running = self._running.get(number)
        if running is not None:
            running[0].cancel()


def given_back(claimed: Claimed) -> Finished:
    """Return an update to the store as it was."""
    return Finished(claimed.update_id, UpdateState.NEW, time.time(), failures=claimed.failures)
