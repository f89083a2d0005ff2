"""`python -m bench.queues postgresql://…`: the inbox on SQLite and PostgreSQL beside procrastinate, as one process.

Updates of many chats are stored one by one as a webhook stores them, then worked on by a handler that only waits.
procrastinate is left out where it is not installed; it keeps the order within a chat by its `lock`.
"""

from __future__ import annotations

import asyncio
import importlib.util
import json
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bot.chat.working import StoredIntake
from bot.config.environment import read_database
from bot.store.engine import open_engine
from bot.store.store import Store

UPDATES, CHATS, AT_ONCE, WAIT = 4000, 200, 64, 0.02
TRANSACTIONS = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()"


@dataclass(frozen=True, slots=True)
class Measured:
    """One queue's numbers: updates a second, milliseconds of this process's processor an update."""

    name: str
    stored: float
    handled: float
    busy: float

    def __str__(self) -> str:
        rates = f"{self.stored:5.0f} stored and {self.handled:5.0f} handled a second"
        return f"{self.name:22} {rates}, {self.busy:.2f} ms of processor an update"


Run = Callable[[str], Coroutine[Any, Any, Measured]]


class Clock:
    """Counts what is handled, and tells when all is."""

    def __init__(self) -> None:
        self.left = UPDATES
        self.done = asyncio.Event()

    async def handle(self, *_: object, **__: object) -> None:
        """Wait as for Telegram."""
        await asyncio.sleep(WAIT)
        self.left -= 1
        if not self.left:
            self.done.set()


def update(number: int) -> Mapping[str, object]:
    """Make an update of the usual size."""
    chat = {"id": number % CHATS + 1, "type": "private", "first_name": "Ann"}
    message = {"message_id": number, "date": 1, "chat": chat, "from": chat, "text": "where was it held? " * 4}
    return {"update_id": number, "message": message}


async def ours(name: str, address: str) -> Measured:
    """Measure the bot's own inbox."""
    clock = Clock()
    store = Store(open_engine(read_database({"DATABASE_URL": address}, Path())), 1)
    await store.open()
    intake = StoredIntake(store, clock.handle, slots=AT_ONCE)
    began, busy = time.perf_counter(), time.process_time()
    limit = asyncio.Semaphore(AT_ONCE)

    async def put(number: int) -> None:
        async with limit:
            await intake.put([update(number)])

    # Nothing is claimed before the start, so that storing is measured alone.
    intake._slots = 0
    await asyncio.gather(*(put(number) for number in range(1, UPDATES + 1)))
    stored = time.perf_counter()
    intake._slots = AT_ONCE
    intake.start()
    await clock.done.wait()
    ended = time.perf_counter()
    await intake.drain(5)
    await store.close()
    return measured(name, began, stored, ended, busy)


async def procrastinates(address: str) -> Measured:
    """Measure procrastinate with its usual settings."""
    import procrastinate  # type: ignore[import-not-found,unused-ignore]

    clock = Clock()
    app = procrastinate.App(connector=procrastinate.PsycopgConnector(conninfo=address, max_size=8))
    app.task(name="handle")(clock.handle)
    async with app.open_async():
        await app.schema_manager.apply_schema_async()
        limit = asyncio.Semaphore(AT_ONCE)

        async def put(number: int) -> None:
            async with limit:
                lock = str(number % CHATS)
                await app.configure_task("handle", lock=lock).defer_async(raw=json.dumps(update(number)))

        began, busy = time.perf_counter(), time.process_time()
        await asyncio.gather(*(put(number) for number in range(1, UPDATES + 1)))
        stored = time.perf_counter()
        worker = asyncio.create_task(app.run_worker_async(concurrency=AT_ONCE, install_signal_handlers=False))
        await clock.done.wait()
        ended = time.perf_counter()
        worker.cancel()
        await asyncio.gather(worker, return_exceptions=True)
    return measured("procrastinate", began, stored, ended, busy)


def measured(name: str, began: float, stored: float, ended: float, busy: float) -> Measured:
    """Make the numbers of a run."""
    spent = (time.process_time() - busy) / UPDATES * 1000
    return Measured(name, UPDATES / (stored - began), UPDATES / (ended - stored), spent)


def fresh(address: str, name: str) -> str:
    """Make an empty database beside the one given."""
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}".encode())
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{address.rpartition('/')[0]}/{name}"


def commits_of(address: str) -> int:
    """Count the transactions of a database."""
    with psycopg.connect(address) as connection:
        row = connection.execute(TRANSACTIONS).fetchone()
    return int(row[0]) if row else 0


def main(arguments: list[str]) -> None:
    """Print a line for each queue."""
    (address,) = arguments
    with tempfile.TemporaryDirectory() as folder:
        print(asyncio.run(ours("inbox on SQLite", f"sqlite:///{folder}/bot.db")))
    runs: dict[str, Run] = {"inbox": lambda where: ours("inbox on PostgreSQL", where)}
    if importlib.util.find_spec("procrastinate"):
        runs["procrastinate"] = procrastinates
    for name, run in runs.items():
        where = fresh(address, f"queue_{name}")
        before = commits_of(where)
        found = asyncio.run(run(where))
        time.sleep(1.5)  # the server counts a little later
        print(f"{found}, {(commits_of(where) - before) / UPDATES:.2f} transactions an update")


if __name__ == "__main__":
    main(sys.argv[1:])
