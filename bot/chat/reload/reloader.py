"""Loads changed fact files; the old base keeps answering until the new one is ready, and stays if that has errors.

No question waits for a reload: bot.engine.rebuild checks the files in a process of its own, then one reference is
swapped. Subscribers are called one at a time after each change of the base.
"""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from bot import metrics
from bot.chat.reload.file_watcher import listen_to_hangups, watch
from bot.chat.services import Services
from bot.engine.builder import snapshots_beside_store
from bot.engine.files import read_folders
from bot.engine.rebuild import RebuildOrder, Refused, renewed
from bot.engine.worker_process import WorkerError
from bot.factbase.fact_diff import Counts, counts
from bot.factbase.loading.load import version_of
from bot.factbase.model import FactBase
from bot.problems import BotError
from bot.store.base.reload_requests import request_reload, requested_at
from bot.store.database.engine import StoreError

QUIET: Final = 0.3  # seconds in which files must not change before they are read
MOST_QUIET: Final = 3.0
TRIES: Final = 3  # while files change during the check
REQUEST_SECONDS: Final = 2.0  # between two looks at what other processes were asked
LOGGED_PROBLEMS: Final = 20
BROKEN: Final = "the facts could not be looked at ({why}); see the log"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The files are those of the base in use."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The base was replaced."""

    counts: Counts
    seconds: float


Outcome: TypeAlias = Unchanged | Loaded | Refused
# Called with the base before and after a change, and once at the start with the same base twice, for it may have
# changed while no process ran. Every process calls its subscribers, and one that lost its connection calls them again.
Subscriber: TypeAlias = Callable[[FactBase, FactBase], Awaitable[None]]
Work: TypeAlias = asyncio.Queue[Callable[[], Awaitable[None]]]
Report: TypeAlias = Callable[[Outcome, frozenset[int]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class ReloadRequest:
    """Somebody who waits for the outcome of a reload, and the chat in which they are told."""

    chat: int
    outcome: asyncio.Future[Outcome]


class Reloader:
    """Replaces the base when the files on the disk change.

    `report` is called with a refusal, or with the outcome that ends one, and the chats that are told of it anyway.
    With `handles_signals`, SIGHUP has the files looked at, too.
    """

    name = "watching the facts"

    def __init__(self, services: Services, report: Report, *, handles_signals: bool) -> None:
        self._subscribers: list[Subscriber] = []
        self.loaded_at: dt.datetime | None = None
        self.refusal: tuple[dt.datetime, Refused] | None = None  # of the files as they are now, and since when
        self.checking_since: dt.datetime | None = None  # when the check that is running began
        self._config = services.config
        self._answer_service = services.answer_service
        self._store = services.store
        self._report = report
        self._handles_signals = handles_signals
        self._wanted = asyncio.Event()
        self._requests: list[ReloadRequest] = []
        self._seen: str | None = None  # the version at the last look
        self._refused: tuple[str, Refused] | None = None  # the version that is known to be bad, and why
        self._work: Work = asyncio.Queue()
        self._reports: Work = asyncio.Queue()  # apart from the subscribers, for these wait for Telegram

    def subscribe(self, subscriber: Subscriber) -> None:
        """Have a function called after each change of the base, and once at the start."""
        self._subscribers.append(subscriber)

    async def request(self, chat: int) -> asyncio.Future[Outcome]:
        """Have all processes look at the files now; return a future with the outcome in this process."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._requests.append(ReloadRequest(chat, future))
        self._wanted.set()
        store, now = self._store, time.time()
        await store.run(lambda connection: request_reload(connection, store.bot, now))
        return future

    async def run(self) -> None:
        """Watch until cancelled."""
        if self._handles_signals:
            listen_to_hangups(self._wanted.set)
        base = self._answer_service.whole_base
        self._seen = base.version
        self._publish(base, base)
        async with asyncio.TaskGroup() as group:
            group.create_task(watch(self._config.settings.facts, self._look))
            group.create_task(self._watch_requests())
            group.create_task(_do_in_turn(self._work))
            group.create_task(_do_in_turn(self._reports))
            while True:
                await self._wanted.wait()
                self._wanted.clear()
                requests, self._requests = self._requests, []
                outcome = await self._reload()
                await self._settle(outcome, requests)

    async def _look(self) -> None:
        """Have the base reloaded if the files are not those of the last look."""
        seen = await self._version()
        if not isinstance(seen, str) or seen != self._seen:
            self._wanted.set()

    async def _watch_requests(self) -> None:
        """Look at the files when another process was asked to."""
        store = self._store
        known: float | None = None
        is_first = True
        while store.is_shared:
            with contextlib.suppress(StoreError):
                at = await store.run(lambda connection: requested_at(connection, store.bot))
                if at != known and not is_first:
                    self._wanted.set()
                known, is_first = at, False
            await asyncio.sleep(REQUEST_SECONDS)

    async def _reload(self) -> Outcome:
        for _ in range(TRIES):
            seen = await self._settled_version()
            outcome = await self._outcome_of(seen)
            if not isinstance(outcome, Refused) or await self._version() == seen:
                break  # otherwise the files were read while they were being written
        return outcome

    async def _settled_version(self) -> str | Refused:
        """Wait until the files have stayed as they are for a moment; return their version."""
        seen, until = await self._version(), time.monotonic() + MOST_QUIET
        while seen != self._answer_service.whole_base.version and time.monotonic() < until:
            await asyncio.sleep(QUIET)
            before, seen = seen, await self._version()
            if seen == before:
                break
        return seen

    async def _version(self) -> str | Refused:
        folders = self._config.settings.facts
        try:
            return await asyncio.to_thread(lambda: version_of(read_folders(folders).items()))
        except BotError as error:
            return Refused(why=str(error))

    async def _outcome_of(self, seen: str | Refused) -> Outcome:
        if isinstance(seen, Refused):
            return seen
        self._seen = seen
        if seen == self._answer_service.whole_base.version:
            return Unchanged()
        if self._refused is not None and self._refused[0] == seen:
            return self._refused[1]
        self.checking_since = dt.datetime.now(dt.UTC)
        try:
            outcome = await self._renew()
        except (OSError, WorkerError) as error:
            log.error("the process that was to look at the facts failed: %s", error)
            return Refused(why=BROKEN.format(why=type(error).__name__))
        finally:
            self.checking_since = None
        metrics.reloads.labels(outcome="refused" if isinstance(outcome, Refused) else "loaded").inc()
        if isinstance(outcome, Refused) and outcome.problems:  # else it is not the files that are wrong
            self._refused = (seen, outcome)
        return outcome

    async def _renew(self) -> Loaded | Refused:
        began, engine, config = time.monotonic(), self._answer_service.engine, self._config
        has_model, snapshots = engine.meanings is not None, snapshots_beside_store(config)
        found = await renewed(
            RebuildOrder(config.root, config.settings, engine.audiences, has_model, snapshots), engine
        )
        if isinstance(found, Refused):
            return found
        changed = await asyncio.to_thread(counts, engine.base, found.matcher.base)
        self._answer_service.engine = engine.followed_by(found.matcher, found.views)
        self._publish(engine.base, found.matcher.base)
        return Loaded(changed, time.monotonic() - began)

    def _publish(self, before: FactBase, after: FactBase) -> None:
        for subscriber in self._subscribers:
            self._work.put_nowait(lambda subscriber=subscriber: subscriber(before, after))  # type: ignore[misc]

    async def _settle(self, outcome: Outcome, requests: list[ReloadRequest]) -> None:
        """Note the outcome of a reload, and tell those who asked and, of a new refusal or its end, the curators."""
        for one in requests:
            if not one.outcome.done():
                one.outcome.set_result(outcome)
        before, now = self.refusal, dt.datetime.now(dt.UTC)
        is_refused = isinstance(outcome, Refused)
        is_new = isinstance(outcome, Refused) and (before is None or outcome.key != before[1].key)
        if isinstance(outcome, Loaded):
            self.loaded_at = now
            _note_loaded(outcome, self._answer_service.whole_base)
        elif isinstance(outcome, Refused) and is_new:
            _note_refused(outcome, self._answer_service.whole_base)
        self.refusal = (now, outcome) if isinstance(outcome, Refused) else None
        if is_new or (before is not None and not is_refused):
            chats = frozenset(one.chat for one in requests)
            self._reports.put_nowait(lambda: self._report(outcome, chats))


async def _do_in_turn(waiting: Work) -> None:
    while True:
        work = await waiting.get()
        try:
            await work()
        except Exception:
            log.exception("something that follows a change of the facts failed")


def _note_loaded(outcome: Loaded, base: FactBase) -> None:
    changed = outcome.counts
    log.info(
        "answering from version %s, %d facts: %d added, %d changed, %d withdrawn, in %.1f s",
        base.version, len(base.facts), changed.added, changed.changed, changed.withdrawn, outcome.seconds,
    )  # fmt: skip


def _note_refused(outcome: Refused, base: FactBase) -> None:
    lines = outcome.lines
    more = [f"and {len(lines) - LOGGED_PROBLEMS} more"] if len(lines) > LOGGED_PROBLEMS else []
    log.error("the facts were not loaded; answers go on from version %s", base.version)
    for line in (*lines[:LOGGED_PROBLEMS], *more):
        log.error("%s", line)
