"""Opens the database at an address, sets it up, and says in one sentence what is wrong with it."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.config import Secret
from bot.problems import BotError

BUSY_SECONDS: Final = 5.0
BUSY_PAUSE: Final = 0.02  # seconds between two tries
# With WAL and NORMAL a killed process loses nothing; a machine that loses power may lose the newest commits.
PRAGMAS: Final = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)
# A machine that vanishes must not keep its locks for hours.
SETTINGS: Final = (
    "SET tcp_keepalives_idle = 10",
    "SET tcp_keepalives_interval = 5",
    "SET tcp_keepalives_count = 3",
    "SET lock_timeout = '60s'",
)
# What a server that was reached says, or the driver of an address that cannot be right, which no waiting mends.
FOR_GOOD: Final = (
    "authentication failed",
    "does not exist",
    "pg_hba.conf",
    "permission denied",
    "invalid ",
    "not permitted",
)


class StoreError(BotError):
    """The store cannot be used; the text says why without quoting a password or a message."""


class StoreUnreachable(StoreError):
    """The server of the database cannot be reached, which may pass by itself."""


def open_engine(address: Secret) -> Engine:
    """Make an engine that connects at first use; raise StoreError for an address of another kind."""
    try:
        url = make_url(address.reveal())
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise StoreError("DATABASE_URL is not a database address; write it as postgresql://…") from None
    if url.drivername in ("sqlite", "sqlite+pysqlite"):
        return _sqlite(url)
    if url.drivername != "postgresql+psycopg":
        raise StoreError(f"DATABASE_URL begins with {url.drivername}://; use postgresql:// or sqlite:///")
    arguments = {"connect_timeout": 10, "application_name": "briefing-bot"}
    engine = create_engine(url, poolclass=NullPool, connect_args=arguments)

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, record: object) -> None:
        with connection.cursor() as cursor:
            for setting in SETTINGS:
                cursor.execute(setting)
        connection.commit()

    return engine


def _sqlite(url: URL) -> Engine:
    arguments = {"check_same_thread": False, "timeout": BUSY_SECONDS}
    engine = create_engine(url, poolclass=NullPool, connect_args=arguments)

    @event.listens_for(engine, "connect")
    def _settle(connection: sqlite3.Connection, record: object) -> None:
        connection.isolation_level = None  # transactions begin where we say so
        for pragma in PRAGMAS:
            _apply(connection, pragma)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _apply(connection: sqlite3.Connection, pragma: str) -> None:
    """Apply a setting; SQLite does not wait by itself while another process turns a new file to WAL."""
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute(pragma)
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(BUSY_PAUSE)


def make_folder(engine: Engine) -> None:
    """Make the folder that a SQLite file is to stand in; raise StoreError where that cannot be done."""
    if not is_sqlite(engine) or engine.url.database in (None, "", ":memory:"):
        return
    folder = Path(engine.url.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = f"cannot be made ({error.strerror})"
        raise StoreError(f"the store's folder '{folder}' {why}; make the one above it writable") from error


def is_sqlite(engine: Engine) -> bool:
    """Return whether the store is a file that one process serves from."""
    return engine.dialect.name == "sqlite"


def why(error: SQLAlchemyError) -> str:
    """Say in the database's words what went wrong, without the statement and its values."""
    if not isinstance(error, DBAPIError) or error.orig is None:
        return type(error).__name__
    said = str(error.orig).strip()
    return said.splitlines()[0] if said else type(error.orig).__name__


def unusable(engine: Engine, error: SQLAlchemyError) -> StoreError:
    """Make the sentence for a store that cannot be used at the start."""
    if is_sqlite(engine):
        return StoreError(
            f"the store '{engine.url.database}' cannot be used ({why(error)}); "
            "make its folder writable and see to free space"
        )
    url, said = engine.url, why(error)
    may_pass = isinstance(error, OperationalError) and not any(words in said for words in FOR_GOOD)
    kind = StoreUnreachable if may_pass else StoreError
    return kind(
        f"the database '{url.database}' at {url.host or 'this machine'} cannot be used ({said}); "
        "see to it, or mend DATABASE_URL"
    )
