"""Finds the slots of schedules that are due; each is claimed by one process, which posts it."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from bot.chat.scheduling.publisher import Publisher
from bot.config import Settings
from bot.schedules.recurrence import CronError, Recurrence, read_cron
from bot.schedules.slots import Slots, looked_until, slots_between
from bot.store.database.engine import StoreError
from bot.store.database.store import Store
from bot.store.schedules import posts, schedules
from bot.store.schedules.posts import PostOutcome, PostState, Slot, SlotClaims
from bot.store.schedules.schedules import CONFIGURED, Schedule

LOOK_SECONDS: Final = 1.0
MOST_RUNNING: Final = 16  # posts under way in this process
RECHECK_SECONDS: Final = 86_400.0  # until a recurrence without a further slot is looked at again
LAST_SECONDS: Final = 5.0  # for posts under way when the process is to stop
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Look:
    """What one look at the store has found."""

    schedules: dict[str, Schedule]
    claims: SlotClaims
    missed: list[Slot]
    next_due: dict[str, float]  # schedule → Unix time of its next slot


class Scheduler:
    """Looks at the clock once a second. Any number of processes do so; the first that enters a slot has it."""

    def __init__(
        self, store: Store, publisher: Publisher, configured: Sequence[Schedule], clock: Callable[[], dt.datetime]
    ) -> None:
        self._store = store
        self._publisher = publisher
        self._configured = configured
        self._ids = frozenset(one.id for one in configured)
        self._clock = clock
        self._looked_at: dict[str, float] = {}
        self._next_due: dict[str, float] = {}
        self._running: dict[Slot, asyncio.Task[None]] = {}
        self._running_limit = asyncio.Semaphore(MOST_RUNNING)
        self._unreadable: set[str] = set()

    @property
    def name(self) -> str:
        """The name of the task in the log."""
        return "posting by schedule"

    async def run(self) -> None:
        """Post what is due until cancelled, then finish what is under way."""
        try:
            await self._configure()
            while True:
                try:
                    await self._look()
                except StoreError as error:
                    log.debug("schedules are looked at later: %s", error)
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            await self._end()

    async def _configure(self) -> None:
        wanted = []
        for schedule in self._configured:
            policy = await self._publisher.policies.of(schedule.chat_id)
            wanted.append((schedule, self._publisher.content(schedule, policy)))
        bot = self._store.bot
        await self._store.run(lambda connection: schedules.configure(connection, bot, wanted))

    async def _look(self) -> None:
        now = self._clock().timestamp()
        look = await self._store.run(lambda connection: self._work(connection, now))
        self._next_due = look.next_due
        self._looked_at = dict.fromkeys(look.next_due, now)
        for slot in look.missed:
            log.warning("%s: missed, as no process was running", slot.cause)
        for slot in look.claims.unknown:
            log.warning("%s: begun by a process that is gone; it is not repeated", slot.cause)
        for slot in look.claims.mine:
            if slot not in self._running:
                await self._begin(slot, look.schedules.get(slot.schedule))

    async def _begin(self, slot: Slot, schedule: Schedule | None) -> None:
        if schedule is None:  # taken over from a process whose config.yaml had the schedule
            await self._publisher.settle(slot, PostOutcome(slot.due, PostState.MISSED, "its schedule is gone"))
            return
        log.info("%s: claimed", slot.cause)
        task = asyncio.create_task(self._post(slot, schedule), name=slot.cause)
        self._running[slot] = task
        task.add_done_callback(lambda _: self._running.pop(slot))

    def _work(self, connection: Connection, now: float) -> Look:
        """Enter the slots that are due. This runs in the store's thread, and changes nothing in this process."""
        store, missed, next_due = self._store, [], {}
        found = schedules.every(connection, store.bot, self._ids)
        for schedule in found:
            recurrence = self._recurrence(schedule)
            if recurrence is None or schedule.paused_at is not None:
                continue
            slots, next_due[schedule.id] = self._slots(schedule, recurrence, now)
            if slots:
                missed += self._enter(connection, schedule, slots, now)
        return Look({one.id: one for one in found}, posts.claims(connection, store, now), missed, next_due)

    def _slots(self, schedule: Schedule, recurrence: Recurrence, now: float) -> tuple[Slots, float]:
        looked_at, known = self._looked_at.get(schedule.id), self._next_due.get(schedule.id)
        if looked_at is not None and known is not None and looked_at <= now < known:
            return Slots(), known
        make_up = self._publisher.make_up
        until = max(schedule.until, looked_at) if looked_at is not None and looked_at <= now else schedule.until
        first = looked_until(schedule.since, until, now, make_up)
        following = recurrence.next_after(dt.datetime.fromtimestamp(now, dt.UTC))
        slots = slots_between(recurrence, first, now, make_up)
        return slots, following.timestamp() if following is not None else now + RECHECK_SECONDS

    def _enter(self, connection: Connection, schedule: Schedule, slots: Slots, now: float) -> list[Slot]:
        bot, worker = self._store.bot, self._store.worker
        due = [Slot(schedule.id, at) for at in slots.due]
        late = [Slot(schedule.id, at) for at in slots.missed]
        posts.enter(connection, bot, due, PostState.CLAIMED, now, worker)
        schedules.reach(connection, bot, schedule.id, max(*slots.due, *slots.missed, 0))
        return posts.enter(connection, bot, late, PostState.MISSED, now)

    def _recurrence(self, schedule: Schedule) -> Recurrence | None:
        try:
            return read_cron(schedule.line, schedule.zone)
        except (CronError, LookupError, ValueError):  # a zone that this machine does not know
            if schedule.id not in self._unreadable:
                self._unreadable.add(schedule.id)
                log.error("schedule %s (%s, %s) cannot be read here", schedule.id, schedule.line, schedule.zone)
            return None

    async def _post(self, slot: Slot, schedule: Schedule) -> None:
        async with self._running_limit:
            try:
                await self._publisher.post(slot, schedule)
            except StoreError:
                return  # the slot stays claimed, and is tried again at the next look
            except Exception:
                log.exception("%s failed on an error of the bot's own", slot.cause)
                await self._publisher.settle(slot, PostOutcome(slot.due, PostState.FAILED, "an error of the bot's own"))

    async def _end(self) -> None:
        tasks = list(self._running.values())
        if tasks:
            await asyncio.wait(tasks, timeout=LAST_SECONDS)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def configured(settings: Settings, now: float) -> tuple[Schedule, ...]:
    """Return the schedules of the settings; their ids are hashes, so that a changed one is another schedule."""
    return tuple(_schedules(settings, now))


def _schedules(settings: Settings, now: float) -> Iterable[Schedule]:
    for one in settings.schedules:
        zone = one.time_zone or settings.time_zone
        content = repr((one.chat, one.thread, one.cron, zone, one.topic, str(one.what)))
        yield Schedule(
            id="c" + hashlib.blake2b(content.encode(), digest_size=8).hexdigest(),
            number=CONFIGURED,
            chat_id=one.chat,
            thread_id=one.thread or 0,
            line=one.cron,
            zone=zone,
            topic=one.topic,
            what=one.what,
            language=None,
            since=now,
            until=now,
        )
