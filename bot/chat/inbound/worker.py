"""Updates in the store → each handled: in turn within a chat, chats side by side, again after a failure."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import Sequence
from functools import partial
from typing import Final

from sqlalchemy import Connection

from bot import metrics
from bot.chat.inbound import failure_policy
from bot.chat.inbound.intake import Handle, RawUpdate, arrived
from bot.chat.protocol.update_context import UpdateContext, handling
from bot.store.database.engine import StoreError
from bot.store.database.store import Store
from bot.store.intake import inbox
from bot.store.intake.inbox import Claimed, Finished, UpdateState
from bot.store.intake.ledger import Given, Ledger, Wanted
from bot.store.intake.recovery import recover_all
from bot.store.intake.sweeping import QueueState, queue_state, sweep
from bot.store.outbound import sends

SLOTS: Final = 64  # updates at work at once, those not counted that wait for Telegram's limits
LOOK_SECONDS: Final = 0.25  # between two looks at what other processes, a failure or a person left
SWEEP_SECONDS: Final = 600.0
LAST_WRITE: Final = 2.0  # seconds to write down what was given up at the end
log = logging.getLogger(__name__)


class UpdateWorker:
    """An intake that outlives the process, and the work on what it holds."""

    def __init__(
        self,
        store: Store,
        handle: Handle,
        *,
        slots: int = SLOTS,
        retention: float = 30 * 86_400.0,
        follow_up: float = 7 * 86_400.0,
    ) -> None:
        self.ledger = Ledger(store, self._wanted, self._given)
        self.store = store
        self._handle = handle
        self._slots = slots
        self._retention = retention
        self._follow_up = follow_up
        self._running: dict[int, asyncio.Task[None]] = {}
        self._claimed: set[int] = set()  # what is running, and what has ended without the store knowing
        self._lanes: dict[str, None] = {}  # in which something may wait, in the order of their turns
        self._aside = 0
        self._looks = False
        self._is_idle = asyncio.Event()
        self._ticks: asyncio.Task[None] | None = None
        store.on_connect = self._reconcile
        store.on_sole_start = partial(recover_all, bot=store.bot)

    def start(self) -> None:
        """Begin to work on what the store holds, which must be open."""
        self._loop = asyncio.get_running_loop()
        self._look()
        self._ticks = asyncio.create_task(self._tick(), name="look")

    async def put(self, updates: Sequence[RawUpdate]) -> None:
        """Store updates; raises StoreError where that failed."""
        now = time.time()
        kept = [one for update in updates if (one := arrived(update, now)) is not None]
        if kept:
            self._lanes.update(dict.fromkeys(one.lane for one in kept))
            await self.ledger.put(kept)

    async def drain(self, seconds: float, written_by: float | None = None) -> int:
        """Work on what is there, for at most so long; what is then unfinished stays in the store.

        `written_by` is the time of the loop's clock at which the last must have been written.
        """
        if self._ticks is None:
            return 0
        self._is_idle.clear()
        self._look()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._is_idle.wait(), seconds)
        latest = self._loop.time() + LAST_WRITE
        self._ticks.cancel()
        self._slots = 0
        tasks = list(self._running.values())
        for task in tasks:
            task.cancel()
        # A database that hangs must not keep the process.
        with contextlib.suppress(StoreError, TimeoutError):
            async with asyncio.timeout_at(latest if written_by is None else min(latest, written_by)):
                await asyncio.gather(self._ticks, *tasks, return_exceptions=True)
                await self.ledger.settle(LAST_WRITE)
                return (await self.state()).waiting
        return len(tasks)

    async def state(self) -> QueueState:
        """Say what waits."""
        return QueueState(*await self.store.run(lambda connection: queue_state(connection, self.store.bot)))

    def _wanted(self) -> Wanted | None:
        free = self._slots - len(self._running) + self._aside
        if free <= 0 or not (self._lanes or self._looks):
            return None
        lanes = tuple(self._lanes)[:free]
        for lane in lanes:
            del self._lanes[lane]
        looks, self._looks = self._looks, False
        return Wanted(free, lanes, looks)

    def _given(self, given: Given) -> None:
        self._lanes.update(dict.fromkeys(given.lanes))
        metrics.updates.labels(state="taken").inc(given.kept)
        metrics.updates.labels(state="repeated").inc(given.repeated)
        self._claimed.difference_update(given.finished)
        for claimed in given.claimed:
            self._claimed.add(claimed.update_id)
            name = f"update {claimed.update_id}"
            self._running[claimed.update_id] = asyncio.create_task(self._work(claimed), name=name)
        if not (self._running or self._lanes or self._looks):
            self._is_idle.set()

    async def _work(self, claimed: Claimed) -> None:
        finished = Finished(claimed.update_id, UpdateState.NEW, time.time(), failures=claimed.failures)
        context = UpdateContext(
            f"update {claimed.update_id}",
            step_aside=self._step_aside,
            update=claimed.update_id,
            stored_at=claimed.received_at,
        )
        try:
            with handling(context):
                finished = await self._try(claimed, context)
        finally:
            del self._running[claimed.update_id]
            self._lanes[claimed.lane] = None
            self.ledger.finish(finished)

    async def _try(self, claimed: Claimed, context: UpdateContext) -> Finished:
        if failure_policy.is_poison(claimed):
            return failure_policy.dead_lettered(claimed)
        try:
            if claimed.claims > 1:
                context.sent = await self._sent_before(context.idempotency_key)
            await self._handle(json.loads(claimed.raw))
        except Exception as error:
            return failure_policy.after_failure(claimed, error)
        metrics.updates.labels(state="done").inc()
        return Finished(claimed.update_id, UpdateState.DONE, time.time())

    async def _sent_before(self, key: str) -> dict[int, int]:
        """Return what earlier attempts at an update have sent: index → message id."""
        known = await self.store.run(lambda connection: sends.of_cause(connection, self.store.bot, key))
        return {one.ordinal: one.message for one in known if one.message is not None}

    def _step_aside(self, is_aside: bool) -> None:
        self._aside += 1 if is_aside else -1
        if is_aside:
            self.ledger.kick()

    def _look(self) -> None:
        self._looks = True
        self.ledger.kick()

    async def _tick(self) -> None:
        swept = time.monotonic()
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            self._look()
            if time.monotonic() - swept >= SWEEP_SECONDS:
                swept = time.monotonic()
                try:
                    await self.store.run(self._sweep)
                except StoreError:
                    pass  # swept next time
                except Exception:
                    log.exception("what is old could not be deleted")

    def _sweep(self, connection: Connection) -> None:
        sweep(connection, self.store.bot, self._retention, self._follow_up)

    def _reconcile(self, connection: Connection) -> None:
        """After a lost connection: stop what was taken over, give back what this process knows nothing of.

        Runs in the store's thread.
        """
        inbox.give_back(connection, self.store.bot, self.store.worker, set(self._claimed))
        held = inbox.held(connection, self.store.bot, self.store.worker)
        for number in set(self._running) - held:
            self._loop.call_soon_threadsafe(self._stop, number)

    def _stop(self, number: int) -> None:
        task = self._running.get(number)
        if task is not None:
            task.cancel()
