"""Changed fact files → another base to answer from; where something is wrong with them, the old one stays.

No question waits for it: bot.engine.rebuild looks at the files in a process of its own, then one reference is
put in place of another. Whoever is to act on a change subscribes, and is called after it, one after the other.
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
from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.reload.file_watcher import listen_to_hangups, watch
from bot.config import Config
from bot.engine.builder import snapshots_beside_store
from bot.engine.files import read_folders
from bot.engine.rebuild import Order, Refused, renewed
from bot.engine.worker_process import WorkerError
from bot.factbase.difference import Counts, counts
from bot.factbase.loading.load import version_of
from bot.factbase.model import FactBase
from bot.problems import BotError
from bot.store.base.reload_requests import request_reload, requested_at
from bot.store.database.engine import StoreError
from bot.store.database.store import Store

QUIET: Final = 0.3  # seconds in which files must not change before they are read
MOST_QUIET: Final = 3.0
TRIES: Final = 3  # while files change under one's eyes
REQUEST_SECONDS: Final = 2.0
SHOWN: Final = 20  # problems in the log
BROKEN: Final = "the facts could not be looked at ({why}); see the log"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The files are those that are answered from."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """Other facts are answered from."""

    counts: Counts
    seconds: float


Outcome: TypeAlias = Unchanged | Loaded | Refused
# After a change, and once at the start with twice the same base: it may have changed while nobody looked. Several
# processes call it for the same change, and a process that was cut off calls it again.
Subscriber: TypeAlias = Callable[[FactBase, FactBase], Awaitable[None]]
Work: TypeAlias = asyncio.Queue[Callable[[], Awaitable[None]]]
Tell: TypeAlias = Callable[[Outcome, frozenset[int]], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class ReloadRequest:
    """Somebody who waits for the outcome, and the chat in which they hear of it."""

    chat: int
    outcome: asyncio.Future[Outcome]


class Reloading:
    """Keeps the base that is answered from like the files on the disk.

    `tell` is called with a refusal, or with what has mended one, and the chats that hear of it anyway.
    """

    name = "watching the facts"

    def __init__(self, config: Config, answering: AnswerService, store: Store, tell: Tell) -> None:
        self.after: list[Subscriber] = []
        self.loaded_at: dt.datetime | None = None
        self.refusal: tuple[dt.datetime, Refused] | None = None  # of what the files hold now
        self.since: dt.datetime | None = None  # when the check under way began
        self._config = config
        self._answering = answering
        self._store = store
        self._tell = tell
        self._wanted = asyncio.Event()
        self._asking: list[ReloadRequest] = []
        self._seen: str | None = None  # the version at the last look
        self._refused: tuple[str, Refused] | None = None  # the version that is known to be bad, and why
        self._work: Work = asyncio.Queue()
        self._news: Work = asyncio.Queue()  # which waits for Telegram

    async def ask(self, chat: int) -> asyncio.Future[Outcome]:
        """Have the files looked at now, here and in all processes; return what will be the outcome here."""
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        self._asking.append(ReloadRequest(chat, future))
        self._wanted.set()
        store, now = self._store, time.time()
        await store.run(lambda connection: request_reload(connection, store.bot, now))
        return future

    async def run(self) -> None:
        """Watch until cancelled."""
        listen_to_hangups(self._wanted.set)
        base = self._answering.whole_base
        self._seen = base.version
        self._follow(base, base)
        async with asyncio.TaskGroup() as group:
            group.create_task(watch(self._config.settings.facts, self._look))
            group.create_task(self._follow_requests())
            group.create_task(_do_in_turn(self._work))
            group.create_task(_do_in_turn(self._news))
            while True:
                await self._wanted.wait()
                self._wanted.clear()
                asking, self._asking = self._asking, []
                outcome = await self._reload()
                await self._settle(outcome, asking)

    async def _look(self) -> None:
        """Want a reload if the files are not those of the last look."""
        seen = await self._version()
        if not isinstance(seen, str) or seen != self._seen:
            self._wanted.set()

    async def _follow_requests(self) -> None:
        """Look when another process was asked to."""
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
            seen = await self._quiet()
            outcome = await self._outcome_of(seen)
            if not isinstance(outcome, Refused) or await self._version() == seen:
                break  # else it was looked at while it was being written
        return outcome

    async def _quiet(self) -> str | Refused:
        """Wait until the files stay as they are for a moment; return their version."""
        seen, until = await self._version(), time.monotonic() + MOST_QUIET
        while seen != self._answering.whole_base.version and time.monotonic() < until:
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
        if seen == self._answering.whole_base.version:
            return Unchanged()
        if self._refused is not None and self._refused[0] == seen:
            return self._refused[1]
        self.since = dt.datetime.now(dt.UTC)
        try:
            outcome = await self._renew()
        except (OSError, WorkerError) as error:
            log.error("the process that was to look at the facts failed: %s", error)
            return Refused(why=BROKEN.format(why=type(error).__name__))
        finally:
            self.since = None
        metrics.reloads.labels(outcome="refused" if isinstance(outcome, Refused) else "loaded").inc()
        if isinstance(outcome, Refused) and outcome.problems:  # else it is not the files that are wrong
            self._refused = (seen, outcome)
        return outcome

    async def _renew(self) -> Loaded | Refused:
        began, desk, config = time.monotonic(), self._answering.engine, self._config
        has_model, snapshots = desk.meanings is not None, snapshots_beside_store(config)
        found = await renewed(Order(config.root, config.settings, desk.audiences, has_model, snapshots), desk)
        if isinstance(found, Refused):
            return found
        changed = await asyncio.to_thread(counts, desk.base, found.matcher.base)
        self._answering.engine = desk.followed_by(found.matcher, found.views)
        self._follow(desk.base, found.matcher.base)
        return Loaded(changed, time.monotonic() - began)

    def _follow(self, before: FactBase, after: FactBase) -> None:
        for subscriber in self.after:
            self._work.put_nowait(lambda subscriber=subscriber: subscriber(before, after))  # type: ignore[misc]

    async def _settle(self, outcome: Outcome, asking: list[ReloadRequest]) -> None:
        """Note what came of it, and tell who is to know."""
        for one in asking:
            if not one.outcome.done():
                one.outcome.set_result(outcome)
        before, now = self.refusal, dt.datetime.now(dt.UTC)
        is_refused = isinstance(outcome, Refused)
        is_new = isinstance(outcome, Refused) and (before is None or outcome.key != before[1].key)
        if isinstance(outcome, Loaded):
            self.loaded_at = now
            _note_loaded(outcome, self._answering.whole_base)
        elif isinstance(outcome, Refused) and is_new:
            _note_refused(outcome, self._answering.whole_base)
        self.refusal = (now, outcome) if isinstance(outcome, Refused) else None
        if is_new or (before is not None and not is_refused):
            chats = frozenset(one.chat for one in asking)
            self._news.put_nowait(lambda: self._tell(outcome, chats))


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
    more = [f"and {len(lines) - SHOWN} more"] if len(lines) > SHOWN else []
    log.error("the facts were not loaded; answers go on from version %s", base.version)
    for line in (*lines[:SHOWN], *more):
        log.error("%s", line)
