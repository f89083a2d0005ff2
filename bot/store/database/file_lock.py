"""A lock file beside a SQLite database, held by the one process that serves from it until it ends."""

from __future__ import annotations

import sqlite3

from bot.store.database.engine import StoreError


class FileLock:
    """Keeps other processes from serving from the same file.

    SQLite itself holds the lock, as it does so alike on every system.
    """

    def __init__(self, database: str) -> None:
        self._database = database
        self._held: sqlite3.Connection | None = None

    def take(self) -> bool:
        """Take the lock; return False if another process holds it."""
        if self._held is not None:
            return True
        held: sqlite3.Connection | None = None
        try:
            held = sqlite3.connect(
                f"{self._database}-serving", timeout=0, isolation_level=None, check_same_thread=False
            )
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if held is not None:
                held.close()
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                return False
            raise StoreError(
                f"the store '{self._database}' cannot be used ({error}); make its folder writable"
            ) from None
        self._held = held
        return True

    def release(self) -> None:
        """Release the lock."""
        if self._held is not None:
            self._held.close()
            self._held = None
