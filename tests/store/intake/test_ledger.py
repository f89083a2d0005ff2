"""Tests of how writes are gathered, and of what happens when the store cannot take them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import Connection, Engine, event, select
from sqlalchemy.exc import OperationalError

from bot.store.database.engine import StoreError
from bot.store.database.store import Store
from bot.store.intake.inbox import Arrived, Finished, UpdateState, inbox
from bot.store.intake.ledger import ClaimRequest, Claims, Ledger
from bot.store.outbound import sends
from bot.store.outbound.sends import FinishedSend, StartedSend
from tests.store.conftest import engine_of

BOT = 1


class Desk:
    """A ledger that claims all it can, with what it claimed, and a disk that can be full."""

    def __init__(self, store: Store, engine: Engine) -> None:
        self.store = store
        self.claims: asyncio.Queue[Claims] = asyncio.Queue()  # of each transaction that claimed
        self.finished: list[int] = []  # updates whose end is written
        self.ledger = Ledger(store, self._wanted, self.claims.put_nowait, self.finished.append)
        self.searches = False
        self.transactions = 0
        self.failures_left = 0
        event.listen(engine, "commit", self._on_commit)

    def _wanted(self) -> ClaimRequest | None:
        searches, self.searches = self.searches, False
        return ClaimRequest(10, (), searches=True) if searches else None

    def _on_commit(self, connection: Connection) -> None:
        self.transactions += 1
        if self.failures_left:
            self.failures_left -= 1
            raise OperationalError("COMMIT", {}, Exception("database or disk is full"))

    async def put(self, *numbers: int) -> int:
        """Put updates, each of its own chat, and return how many are new."""
        return await self.ledger.put([Arrived(number, f"chat {number}", "message", "{}", 1.0) for number in numbers])

    async def states(self) -> dict[int, str]:
        """Return update → state."""
        rows = await self.store.run(
            lambda connection: connection.execute(select(inbox.c.update_id, inbox.c.state)).all()
        )
        return {row.update_id: row.state for row in rows}


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    """A ledger on an open store."""
    engine = engine_of(database_url)
    store = Store(engine, BOT)
    await store.open()
    found = Desk(store, engine)
    yield found
    await found.ledger.settle(5)
    await store.close()


async def test_what_comes_together_is_written_together(desk: Desk) -> None:
    """While one transaction runs, what comes gathers for the next."""
    before = desk.transactions
    assert sum(await asyncio.gather(*(desk.put(number) for number in range(1, 51)))) == 50
    assert desk.transactions - before <= 3


async def test_repetitions_are_counted(desk: Desk) -> None:
    """Of an update that comes twice one is kept."""
    assert (await desk.put(1, 2), await desk.put(2, 3)) == (2, 1)


async def test_writes_and_claims_in_one(desk: Desk) -> None:
    """A look claims what was put in the same transaction."""
    desk.searches, before = True, desk.transactions
    await desk.put(1, 2)
    assert [one.update_id for one in (await desk.claims.get()).updates] == [1, 2]
    assert desk.transactions == before + 1


async def test_who_puts_learns_of_a_failure(desk: Desk) -> None:
    """An update that could not be stored is not confirmed to Telegram, which keeps it."""
    desk.failures_left = 1
    with pytest.raises(StoreError, match="the store cannot be used"):
        await desk.put(1)
    async with asyncio.timeout(10):
        # PostgreSQL may take a moment to notice that the old connection is gone.
        while isinstance((await asyncio.gather(desk.put(1), return_exceptions=True))[0], StoreError):
            pass
    assert await desk.states() == {1: "new"}


async def test_marks_and_ends_wait_for_the_store(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """What must not be lost is written when the store can be written again, with one line in the log."""
    desk.searches = True
    await desk.put(1)
    desk.failures_left = 3
    await desk.ledger.begin(StartedSend("update 1", 0, 7, 5, "asked", 1.0))
    desk.ledger.end(FinishedSend("update 1", 0, sends.SendState.SENT, 9))
    desk.ledger.finish(Finished(1, UpdateState.DONE, 2.0))
    await desk.ledger.settle(10)
    assert (await desk.states(), desk.finished) == ({1: "done"}, [1])
    known = await desk.store.run(lambda connection: sends.reply_to(connection, BOT, 7, 5))
    assert known is not None
    assert (known.message, known.state) == (9, sends.SendState.SENT)
    assert [message.partition(" (")[0] for message in caplog.messages] == [
        "the store cannot be used",
        "the store can be used again",
    ]


async def test_one_bad_value_does_not_keep_the_rest(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    """A value that the database does not take fails alone."""
    good, bad = await asyncio.gather(desk.put(1), desk.put(1 << 70), return_exceptions=True)
    assert good == 1
    assert isinstance(bad, Exception)
    assert not isinstance(bad, StoreError)
    await desk.put(2)
    assert await desk.states() == {1: "new", 2: "new"}
    assert caplog.messages == ["something could not be written to the store"]
