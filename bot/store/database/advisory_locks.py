"""Locks of PostgreSQL that end with their connection → who lives, who leads, and what kinds of processes there are."""

from __future__ import annotations

import zlib
from typing import Final

from sqlalchemy import Connection, func, select, text

from bot.store.database.engine import StoreError

# Spaces of the locks: one lock a living process, one a task that one process does for all, one a kind of process.
WORKERS: Final = 0x6272_6901
LEADERS: Final = 0x6272_6902
KINDS: Final = 0x6272_6903
# Looked at, and not tried, lest who comes just then is kept away.
HELD: Final = text(
    "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted "
    "AND classid = :space AND objid = :number "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))"
)


class AdvisoryLocks:
    """What one process of a bot holds on its connection."""

    def __init__(self, bot: int, worker: int) -> None:
        self._bot = bot
        self._worker = worker
        self.tasks: set[str] = set()  # that this process does for all
        self.kinds: set[str] = set()  # that it is of

    def take(self, connection: Connection) -> None:
        """Show on a new connection that the process lives, and take its tasks again where nobody took them over."""
        if not _try(connection, WORKERS, self._worker):
            raise StoreError("the store is just being told that this process is gone")
        self.tasks = {task for task in self.tasks if _try(connection, LEADERS, self._number_of(task))}
        for kind in self.kinds:
            self._share(connection, kind)

    def lead(self, connection: Connection, task: str) -> None:
        """Take on a task if nobody else has it."""
        if task in self.tasks:
            connection.execute(select(1))  # a connection that is lost shows in use only
        elif _try(connection, LEADERS, self._number_of(task)):
            self.tasks.add(task)

    def cede(self, connection: Connection, task: str) -> None:
        """Leave a task to others."""
        if task in self.tasks:
            self.tasks.remove(task)
            connection.execute(select(func.pg_advisory_unlock(LEADERS, self._number_of(task))))

    def join(self, connection: Connection, kind: str) -> None:
        """Show that a process of this kind lives, as several may."""
        if kind not in self.kinds:
            self._share(connection, kind)
            self.kinds.add(kind)

    def has(self, connection: Connection, kind: str) -> bool:
        """Whether any process of this kind lives."""
        return bool(connection.scalar(HELD, {"space": KINDS, "number": self._number_of(kind)}))

    def _share(self, connection: Connection, kind: str) -> None:
        connection.execute(select(func.pg_advisory_lock_shared(KINDS, self._number_of(kind))))

    def _number_of(self, name: str) -> int:
        return zlib.crc32(f"{self._bot} {name}".encode()) >> 1


def is_gone(connection: Connection, worker: int) -> bool:
    """Whether a process is gone; until the transaction ends it cannot come back with the same number."""
    return bool(connection.scalar(select(func.pg_try_advisory_xact_lock(WORKERS, worker))))


def _try(connection: Connection, space: int, number: int) -> bool:
    return bool(connection.scalar(select(func.pg_try_advisory_lock(space, number))))
