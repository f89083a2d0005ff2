"""Runs a bot's work on the database in one thread, on one connection, which also shows that this process lives."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NotSupportedError, ProgrammingError

from bot.store.database.advisory_locks import AdvisoryLocks
from bot.store.database.engine import StoreError, is_sqlite, make_folder, unusable, why
from bot.store.database.file_lock import FileLock
from bot.store.database.migrate import migrate

T = TypeVar("T")
Work: TypeAlias = Callable[[Connection], Any]
# Writes all items at once, and returns a result for each.
BulkWrite: TypeAlias = Callable[[Connection, Sequence[Any]], Sequence[Any]]
Result: TypeAlias = tuple[Any, Exception | None]

log = logging.getLogger(__name__)

ATTEMPTS: Final = 3
GRACE: Final = 5.0  # seconds that other processes have to come back after the database was away
LOCK_SECONDS: Final = 25.0  # how long a process that was told to stop may take
# Errors that a statement or its values are to blame for, not the database.
OF_THE_VALUES: Final = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
COLLISIONS: Final = ("40001", "40P01", "23505")  # serialisation, deadlock, two claims of one partition


@dataclass(frozen=True, slots=True)
class BulkItem:
    """Something to be written together with all other items of the same `write` in a transaction."""

    write: BulkWrite
    item: Any


Submitted: TypeAlias = tuple[Work | BulkItem, asyncio.Future[Any]]


class Store:
    """The database of one bot, as one process sees it.

    On PostgreSQL the connection holds a lock as long as the process lives, so that others know at once when it is
    gone. SQLite serves one process at a time, which a lock on a file beside the database ensures.
    """

    def __init__(
        self,
        engine: Engine,
        bot: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        lock_seconds: float = LOCK_SECONDS,
    ) -> None:
        self.bot = bot
        self.worker = secrets.randbits(31)
        self.is_shared = not is_sqlite(engine)
        # Called in the store's thread: after each connect, and, where no other process can use the database, once
        # at the start, when whatever is unfinished was left by a process that is gone.
        self.on_connect: Callable[[Connection], None] = _do_nothing
        self.on_sole_start: Callable[[Connection], None] = _do_nothing
        # Asked whenever a transaction begins, in the event loop, for work to be done last in it.
        self.last_work: Callable[[], Submitted | None] = lambda: None
        self._engine = engine
        self._clock = clock
        self._lock_seconds = lock_seconds
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="store")
        self._connection: Connection | None = None
        database = engine.url.database
        is_file = not self.is_shared and database not in (None, "", ":memory:")
        self._file_lock = FileLock(database or "") if is_file else None
        self._locks = AdvisoryLocks(bot, self.worker)
        self._last_alive: dict[str, float] = {}  # kind of process: when one was last seen alive
        self._was_connected = False
        self._reconnected_at = clock() - GRACE
        self._waiting: list[Submitted] = []
        self._group: asyncio.Future[list[Result]] | None = None  # the transaction that runs in the thread
        self._is_busy = False  # a transaction runs, or is about to begin
        self._is_closed = False
        self.hangs = False  # the thread waits for the database, and would keep the process from ending

    async def run(self, work: Callable[[Connection], T]) -> T:
        """Do work in a transaction and return its result; raise StoreError where the database cannot be used.

        Work that comes while another transaction runs shares the next one. Where that fails, each is done again in a
        transaction of its own, so work must bear being done again after a rollback.
        """
        future: asyncio.Future[T] = self._submit(work)
        return await future

    def write(self, write: BulkWrite, item: object) -> asyncio.Future[Any]:
        """Write an item in the next transaction, before all work that is not bulk; the future has its result.

        The transaction calls `write` once with all its items. Where it fails, each item is written in a transaction
        of its own, so that a value that the database does not take fails alone.
        """
        return self._submit(BulkItem(write, item))

    def kick(self) -> None:
        """Begin a transaction soon, if only for the last work."""
        if not self._is_busy and not self._is_closed:
            self._is_busy = True
            asyncio.get_running_loop().call_soon(self._begin, context=Context())

    def _submit(self, work: Work | BulkItem) -> asyncio.Future[Any]:
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        if self._is_closed:
            future.set_exception(StoreError("the store is closed"))
        else:
            self._waiting.append((work, future))
            self.kick()
        return future

    def _begin(self) -> None:
        """Hand to the thread the work that has come since the last transaction began."""
        self._group = None
        taken = [(work, future) for work, future in self._waiting if not future.done()]
        self._waiting = []
        last = None if self._is_closed else self.last_work()
        taken += [last] if last is not None else []
        self._is_busy = bool(taken)
        if taken:
            works = [work for work, _ in taken]
            self._group = asyncio.get_running_loop().run_in_executor(self._thread, self._transact_all, works)
            settle = partial(self._settle, [future for _, future in taken])
            self._group.add_done_callback(settle, context=Context())

    def _settle(self, futures: Sequence[asyncio.Future[Any]], group: asyncio.Future[list[Result]]) -> None:
        """Hand out the results; the next transaction begins after those who waited for them have gone on."""
        for future, (value, error) in zip(futures, group.result(), strict=True):
            if future.done():
                continue  # the caller was cancelled
            if error is None:
                future.set_result(value)
            else:
                future.set_exception(error)
        asyncio.get_running_loop().call_soon(self._begin)

    async def open(self) -> None:
        """Connect and bring the tables up to date; raise StoreError with a sentence for a person."""
        make_folder(self._engine)
        loop, until = asyncio.get_running_loop(), self._clock() + self._lock_seconds
        while self._file_lock is not None and not self._file_lock.take():
            if self._clock() > until:
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
                if not self.is_shared:
                    self.on_sole_start(self._connected())
        except DBAPIError as error:
            raise unusable(self._engine, error) from error

    async def acquire(self, task: str) -> bool:
        """Become the leader of a task if no other process is, until the connection ends; return whether it is."""
        if self.is_shared:
            await self.run(lambda connection: self._locks.acquire(connection, task))
        return self.is_leader(task)

    def is_leader(self, task: str) -> bool:
        """Return whether this process still leads a task."""
        return not self.is_shared or task in self._locks.tasks

    async def release(self, task: str) -> None:
        """Stop leading a task, so that another process may."""
        if self.is_shared:
            await self.run(lambda connection: self._locks.release(connection, task))

    async def join(self, kind: str) -> None:
        """Show that a process of this kind lives, for as long as this one does."""
        if self.is_shared:
            await self.run(lambda connection: self._locks.join(connection, kind))
        self._locks.kinds.add(kind)

    async def is_alive(self, kind: str) -> bool:
        """Return whether a process of this kind lives, or did within GRACE: one that was cut off may be back soon."""
        if not self.is_shared:
            return kind in self._locks.kinds
        if await self.run(lambda connection: self._locks.is_alive(connection, kind)):
            self._last_alive[kind] = self._clock()
        last = self._last_alive.get(kind)
        return last is not None and self._clock() - max(last, self._reconnected_at) < GRACE

    def can_tell_the_dead(self) -> bool:
        """Return whether a process without a lock is surely gone, and not just cut off as this one was."""
        return self.is_shared and self._clock() - self._reconnected_at >= GRACE

    async def close(self, seconds: float | None = None) -> None:
        """Finish what was begun and disconnect, within so many seconds; else `hangs` is set. May be called twice."""
        if self._is_closed:
            return
        self._is_closed = True
        try:
            async with asyncio.timeout(seconds):
                while self._is_busy:
                    await (asyncio.sleep(0) if self._group is None else asyncio.wait({self._group}))
                    await asyncio.sleep(0)
                await asyncio.get_running_loop().run_in_executor(self._thread, self._leave)
        except TimeoutError:
            self.hangs = True
        self._thread.shutdown(wait=False, cancel_futures=True)
        if self._file_lock is not None:
            self._file_lock.release()

    def _transact_all(self, works: Sequence[Work | BulkItem]) -> list[Result]:
        """Do all work in one transaction; where that fails, each in its own, so that one does not harm the others."""
        if len(works) > 1:
            try:
                return self._transact(partial(_do_all, works=works), is_group=True)
            except StoreError as error:
                return [(None, StoreError(str(error))) for _ in works]
            except Exception:
                log.debug("work in the store is done one by one", exc_info=True)
        return [self._result(work) for work in works]

    def _result(self, work: Work | BulkItem) -> Result:
        try:
            return self._transact(partial(_do_all, works=[work]))[0]
        except Exception as error:
            return None, error

    def _transact(self, work: Callable[[Connection], T], *, is_group: bool = False) -> T:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                connection = self._connected()
                with connection.begin():
                    return work(connection)
            except DBAPIError as error:
                is_collision = getattr(error.orig, "sqlstate", None) in COLLISIONS
                if is_collision and attempt < ATTEMPTS:
                    continue
                if isinstance(error, OF_THE_VALUES) or (is_collision and is_group):
                    raise
                self._drop()
                raise StoreError(f"the store cannot be used ({why(error)})") from error
        raise AssertionError("the last attempt returns or raises")

    def _connected(self) -> Connection:
        if self._connection is not None:
            return self._connection
        connection = self._engine.connect()
        try:
            if self.is_shared:
                self._take_locks(connection)
            with connection.begin():
                self.on_connect(connection)
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _take_locks(self, connection: Connection) -> None:
        """Take the locks that show that this process lives, and what it does."""
        with connection.begin():
            self._locks.restore(connection)
            if self._was_connected:
                self._reconnected_at = self._clock()
            self._was_connected = True

    def _leave(self) -> None:
        """Release the locks before closing the connection, as the server may notice the close only later."""
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


def _do_nothing(connection: Connection) -> None:
    """Stand in for a callback that nobody has set."""


def _do_all(connection: Connection, works: Sequence[Work | BulkItem]) -> list[Result]:
    """Write the items, those of one bulk write together, then do the other work in order."""
    results: list[Result] = [(None, None)] * len(works)
    bulks: dict[BulkWrite, list[int]] = {}
    for number, work in enumerate(works):
        if isinstance(work, BulkItem):
            bulks.setdefault(work.write, []).append(number)
    for write, numbers in bulks.items():
        values = write(connection, [work.item for work in works if isinstance(work, BulkItem) and work.write == write])
        for number, value in zip(numbers, values, strict=True):
            results[number] = (value, None)
    for number, work in enumerate(works):
        if not isinstance(work, BulkItem):
            results[number] = (work(connection), None)
    return results
