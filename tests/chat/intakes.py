"""Updates, a handler that waits and fails as told, and intakes on a store of a test's own."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from bot.chat.inbound.intake import Handle, RawUpdate, id_of, partition_key_of
from bot.chat.inbound.worker import UpdateWorker
from bot.config.environment import read_database
from bot.store.database.engine import StoreError, open_engine
from bot.store.database.store import Store
from bot.store.intake.inbox import inbox

BOT = 100


def of_chat(number: int, chat: int, **fields: Any) -> RawUpdate:
    """Make an update about a chat."""
    return {"update_id": number, "message": {"chat": {"id": chat}, **fields}}


class Handler:
    """Notes what it is given; waits in a chat whose gate is shut, and fails where told to."""

    def __init__(self) -> None:
        self.handled: list[int | None] = []
        self.gates: dict[object, asyncio.Event] = {}
        self.errors: dict[int, list[Exception]] = {}
        self.begun: list[int | None] = []
        self.changed = asyncio.Event()

    async def __call__(self, update: RawUpdate) -> None:
        number = id_of(update)
        self.begun.append(number)
        self.changed.set()
        gate = self.gates.get(partition_key_of(update))
        if gate is not None:
            await gate.wait()
        if number is not None and self.errors.get(number):
            raise self.errors[number].pop(0)
        self.handled.append(number)
        self.changed.set()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for what handling brings about."""
        async with asyncio.timeout(10):
            while not is_so():
                self.changed.clear()
                await self.changed.wait()


async def all_handled(worker: UpdateWorker, seconds: float = 5.0) -> int:
    """Wait until nothing is left in the store, and stop; return what is left after so many seconds all the same."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while await is_waiting(worker):
                pass  # each look is a transaction, between which the worker gets on
    return await worker.stop(seconds)


async def is_waiting(worker: UpdateWorker) -> bool:
    """Return whether something waits in the store, which may be out of reach for a moment."""
    try:
        return (await worker.state()).waiting > 0
    except StoreError:
        return True


class Bench:
    """A store, intakes on it, and a look into its rows."""

    def __init__(self, address: str, around: AsyncExitStack) -> None:
        self.engine = open_engine(read_database({"DATABASE_URL": address}, Path()))
        self._around = around

    async def intake(self, handler: Handle, **options: Any) -> UpdateWorker:
        """Open the store and work on it as one process does."""
        intake = UpdateWorker(Store(self.engine, BOT), handler, **options)
        await intake.store.open()
        self._around.push_async_callback(intake.store.close)
        self._around.push_async_callback(intake.stop, 0)
        intake.start()
        return intake

    def rows(self) -> dict[int, tuple[str, str | None, str | None]]:
        """Return update → state, text and error."""
        with self.engine.connect() as connection:
            return {row.update_id: (row.state, row.raw, row.error) for row in connection.execute(inbox.select())}
