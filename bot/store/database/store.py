"""Work on the database → done in one thread on one connection, which is also this process's sign of life."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Final, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError

from bot.store.database.advisory_locks import AdvisoryLocks, is_gone
from bot.store.database.engine import StoreError, is_sqlite, make_folder, unusable, why
from bot.store.database.file_lock import FileLock
from bot.store.database.migrate import migrate
from bot.store.intake import inbox
from bot.store.outbound import rate_limits

T = TypeVar("T")
Work: TypeAlias = Callable[[Connection], Any]
Outcome: TypeAlias = tuple[Any, Exception | None]

log = logging.getLogger(__name__)

ATTEMPTS: Final = 3
GRACE: Final = 5.0  # seconds in which others, too, may come back to a database that was away
LOCK_SECONDS: Final = 25.0  # as long as a process that was told to stop may take
# What a statement or its values are to blame for, not the database.
OF_THE_VALUES: Final = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
COLLISIONS: Final = ("40001", "40P01", "23505")  # serialisation, deadlock, two that claimed the same lane


class Store:
    """The database of one bot, as one process sees it.

    On PostgreSQL the connection holds a lock as long as the process lives, so that others know at once when
    it is gone. SQLite serves one process, which a lock on a file beside the store sees to.
    """

    def __init__(self, engine: Engine, bot: int) -> None:
        self.bot = bot
        self.worker = secrets.randbits(31)
        self.is_shared = not is_sqlite(engine)
        self.on_connect: Callable[[Connection], None] = lambda connection: None
        self._engine = engine
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._connection: Connection | None = None
        database = engine.url.database
        is_file = not self.is_shared and database not in (None, "", ":memory:")
        self._file_lock = FileLock(database or "") if is_file else None
        self._locks = AdvisoryLocks(bot, self.worker)
        self._seen: dict[str, float] = {}  # when a process of a kind was last there
        self._has_lived = False
        self._reconnected = -GRACE
        self._waiting: list[tuple[Work, asyncio.Future[Any]]] = []
        self._group: asyncio.Future[list[Outcome]] | None = None  # what is in the thread now
        self._is_closed = False
        self.hangs = False  # the thread waits for the database, and would keep the process from ending

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do work in a transaction; raises StoreError where the database cannot be used.

        What comes together shares one, where all goes well; so work may be done again after a rollback.
        """
        if self._is_closed:
            raise StoreError("the store is closed")
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, future))
        self._begin()
        return await future

    def _begin(self) -> None:
        """Give to the thread what has come since it was last given something."""
        if self._group is not None:
            return
        taken = [(work, future) for work, future in self._waiting if not future.done()]
        self._waiting = []
        if taken:
            works = [work for work, _ in taken]
            self._group = asyncio.get_running_loop().run_in_executor(self._thread, self._transact_all, works)
            self._group.add_done_callback(partial(self._settle, [future for _, future in taken]))

    def _settle(self, futures: Sequence[asyncio.Future[Any]], group: asyncio.Future[list[Outcome]]) -> None:
        self._group = None
        self._begin()
        for future, (value, error) in zip(futures, group.result(), strict=True):
            if future.done():
                continue  # who waited has been cancelled
            if error is None:
                future.set_result(value)
            else:
                future.set_exception(error)

    async def open(self) -> None:
        """Connect and bring the tables up to date; raises StoreError with a sentence for a person."""
        make_folder(self._engine)
        loop, until = asyncio.get_running_loop(), time.monotonic() + LOCK_SECONDS
        while self._file_lock is not None and not self._file_lock.take():
            if time.monotonic() > until:
                raise StoreError(
                    f"another process serves from '{self._engine.url.database}'; stop it, or give all "
                    "processes one PostgreSQL in DATABASE_URL"
                )
            await asyncio.sleep(0.1)
        await loop.run_in_executor(self._thread, self._open)

    def _open(self) -> None:
        migrate(self._engine)
        try:
            with self._connected().begin():
                if not self.is_shared:  # what is at work was left by a process that is gone
                    inbox.give_back_all(self._connected(), self.bot)
                    rate_limits.settle_all(self._connected(), self.bot)
        except DBAPIError as error:
            raise unusable(self._engine, error) from error

    async def lead(self, task: str) -> bool:
        """Take on a task that one process does for all, if nobody else has; until the connection ends."""
        if self.is_shared:
            await self.run(lambda connection: self._locks.lead(connection, task))
        return self.leads(task)

    def leads(self, task: str) -> bool:
        """Whether this process still does the task."""
        return not self.is_shared or task in self._locks.tasks

    async def cede(self, task: str) -> None:
        """Leave a task to others."""
        if self.is_shared:
            await self.run(lambda connection: self._locks.cede(connection, task))

    async def join(self, kind: str) -> None:
        """Show that a process of this kind lives, for as long as it does."""
        if self.is_shared:
            await self.run(lambda connection: self._locks.join(connection, kind))
        self._locks.kinds.add(kind)

    async def has(self, kind: str) -> bool:
        """Whether a process of this kind lives, or did a moment ago: who was cut off may be back soon."""
        if not self.is_shared:
            return kind in self._locks.kinds
        if await self.run(lambda connection: self._locks.has(connection, kind)):
            self._seen[kind] = time.monotonic()
        return kind in self._seen and time.monotonic() - max(self._seen[kind], self._reconnected) < GRACE

    def may_bury(self) -> bool:
        """Whether a process that holds no lock is surely gone, and not cut off as this one just was."""
        return self.is_shared and time.monotonic() - self._reconnected >= GRACE

    async def close(self, seconds: float | None = None) -> None:
        """Let the database go, unless it `hangs` for longer; doing so again changes nothing."""
        if self._is_closed:
            return
        self._is_closed = True
        try:
            async with asyncio.timeout(seconds):
                while self._group is not None:
                    await asyncio.wait({self._group})
                await asyncio.get_running_loop().run_in_executor(self._thread, self._leave)
        except TimeoutError:
            self.hangs = True
        self._thread.shutdown(wait=False, cancel_futures=True)
        if self._file_lock is not None:
            self._file_lock.release()

    def _transact_all(self, works: Sequence[Work]) -> list[Outcome]:
        """Do all in one transaction; where that fails, each in its own, so that one does not harm the others."""
        if len(works) > 1:
            try:
                return self._transact(lambda connection: [(work(connection), None) for work in works], attempts=1)
            except StoreError as error:
                return [(None, StoreError(str(error))) for _ in works]
            except Exception:
                log.debug("work in the store is done one by one", exc_info=True)
        return [self._outcome(work) for work in works]

    def _outcome(self, work: Work) -> Outcome:
        try:
            return self._transact(work), None
        except Exception as error:
            return None, error

    def _transact(self, work: Callable[[Connection], T], attempts: int = ATTEMPTS) -> T:
        for attempt in range(1, attempts + 1):
            try:
                connection = self._connected()
                with connection.begin():
                    return work(connection)
            except DBAPIError as error:
                is_collision = getattr(error.orig, "sqlstate", None) in COLLISIONS
                if is_collision and attempt < attempts:
                    continue
                if isinstance(error, OF_THE_VALUES) or (is_collision and attempts == 1):
                    raise  # to be done one by one
                self._drop()
                raise StoreError(f"the store cannot be used ({why(error)})") from error
        raise AssertionError("the last attempt returns or raises")

    def _connected(self) -> Connection:
        if self._connection is not None:
            return self._connection
        connection = self._engine.connect()
        try:
            if self.is_shared:
                self._show_life(connection)
            with connection.begin():
                self.on_connect(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _show_life(self, connection: Connection) -> None:
        """Take the locks that say that this process lives, and what it does."""
        with connection.begin():
            self._locks.take(connection)
            if self._has_lived:
                self._reconnected = time.monotonic()
            self._has_lived = True

    def _leave(self) -> None:
        """Give up the locks before the connection, for the server takes its time to notice that one is gone."""
        if self.is_shared and self._connection is not None:
            with contextlib.suppress(Exception), self._connection.begin():
                self._connection.execute(select(func.pg_advisory_unlock_all()))
        self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):
                connection.invalidate()
                connection.close()


def free_the_dead(connection: Connection, store: Store) -> int:
    """Give back what processes that are gone had claimed; return how many updates that was."""
    freed = 0
    for worker in inbox.workers(connection, store.bot) - {store.worker}:
        if is_gone(connection, worker):
            freed += inbox.give_back(connection, store.bot, worker)
    if freed:
        rate_limits.settle_all(connection, store.bot)
    return freed
