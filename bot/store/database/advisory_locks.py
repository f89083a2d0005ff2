"""PostgreSQL's advisory locks, which end with their connection: which processes live, of which kinds, and who leads."""

from __future__ import annotations

import zlib
from typing import Final

from sqlalchemy import Connection, func, select, text

from bot.store.database.engine import StoreError

# The number spaces of all locks of the bot, one for each use, so that no use blocks another.
WORKERS: Final = 0x6272_6901  # one lock for each living process
LEADERS: Final = 0x6272_6902  # one for each task that one process does for all
PROCESS_KINDS: Final = 0x6272_6903  # one for each kind of process
RATE_LIMITS: Final = 0x6272_6904  # one for each bot, held while a send is counted
SPACES: Final = (WORKERS, LEADERS, PROCESS_KINDS, RATE_LIMITS)
# Held while tables are migrated. A single number of 64 bits, which PostgreSQL keeps apart from the pairs above.
MIGRATION: Final = 0x6272_6965_6601

# Reads who holds a lock. Trying to take it instead would turn away a process that asks at the same moment.
IS_HELD: Final = text(
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted "
    "AND classid = :space AND objid = :number "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
)


class AdvisoryLocks:
    """The locks that one process of a bot holds on its connection."""

    def __init__(self, bot: int, worker: int) -> None:
        self._bot = bot
        self._worker = worker
        self.tasks: set[str] = set()  # that this process leads
        self.kinds: set[str] = set()  # to which this process belongs

    def restore(self, connection: Connection) -> None:
        """Take this process's locks on a new connection; a task that another process leads by now is lost."""
        if not _try(connection, WORKERS, self._worker):
            raise StoreError("the store is just being told that this process is gone")
        self.tasks = {task for task in self.tasks if _try(connection, LEADERS, self._number_of(task))}
        for kind in self.kinds:
            self._share(connection, kind)

    def acquire(self, connection: Connection, task: str) -> None:
        """Become the leader of a task if no other process is."""
        if task in self.tasks:
            connection.execute(select(1))  # a lost connection is noticed only when it is used
        elif _try(connection, LEADERS, self._number_of(task)):
            self.tasks.add(task)

    def release(self, connection: Connection, task: str) -> None:
        """Stop leading a task, so that another process may."""
        if task in self.tasks:
            self.tasks.remove(task)
            connection.execute(select(func.pg_advisory_unlock(LEADERS, self._number_of(task))))

    def join(self, connection: Connection, kind: str) -> None:
        """Show that a process of this kind lives; several processes may share a kind."""
        if kind not in self.kinds:
            self._share(connection, kind)
            self.kinds.add(kind)

    def is_alive(self, connection: Connection, kind: str) -> bool:
        """Return whether any process of this kind lives."""
        return bool(connection.scalar(IS_HELD, {"space": PROCESS_KINDS, "number": self._number_of(kind)}))

    def _share(self, connection: Connection, kind: str) -> None:
        connection.execute(select(func.pg_advisory_lock_shared(PROCESS_KINDS, self._number_of(kind))))

    def _number_of(self, name: str) -> int:
        return zlib.crc32(f"{self._bot} {name}".encode()) >> 1


def is_gone(connection: Connection, worker: int) -> bool:
    """Return whether a process is gone; it cannot come back under this number until the transaction ends."""
    return bool(connection.scalar(select(func.pg_try_advisory_xact_lock(WORKERS, worker))))


def _try(connection: Connection, space: int, number: int) -> bool:
    return bool(connection.scalar(select(func.pg_try_advisory_lock(space, number))))
