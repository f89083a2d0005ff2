"""Tests of the store as processes see it: who lives, who leads, and what becomes of the work of the dead."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, select, text
from sqlalchemy.exc import DataError

from bot.store.database.engine import StoreError
from bot.store.database.migrate import migrate
from bot.store.database.store import GRACE, Store
from bot.store.intake import inbox
from bot.store.intake.claiming import claim, claim_suspect
from bot.store.intake.inbox import Arrived
from bot.store.intake.recovery import recover_all, recover_dead
from tests.store.conftest import engine_of

BOT = 1


class Processes:
    """Stores on one database, as several processes have them, with one clock that a test moves on."""

    def __init__(self, address: str, around: AsyncExitStack) -> None:
        self.address = address
        self.now = 1000.0
        self._around = around

    async def open(self) -> Store:
        """Open the store as one more process."""
        store = Store(engine_of(self.address), BOT, clock=lambda: self.now)
        await store.open()
        self._around.push_async_callback(store.close)
        return store


@pytest.fixture
async def processes(postgres_url: str) -> AsyncIterator[Processes]:
    """Processes that share a PostgreSQL."""
    async with AsyncExitStack() as around:
        yield Processes(postgres_url, around)


def put_and_claim(store: Store, *numbers: int) -> None:
    """Have a process claim updates, each in a chat of its own."""

    def work(connection: Connection) -> list[object]:
        inbox.put(connection, BOT, [Arrived(number, str(number), "message", "{}", 1.0) for number in numbers])
        claimed = claim(connection, BOT, store.worker, 2.0, 99, [str(number) for number in numbers])
        while suspect := claim_suspect(connection, BOT, store.worker, 2.0):  # what the dead have left
            claimed += suspect
        return list(claimed)

    assert len(store._transact(work)) == len(numbers)


def cut(store: Store, address: str) -> None:
    """Cut a process's connection, as a network does."""
    backend = store._transact(lambda connection: connection.scalar(select(text("pg_backend_pid()"))))
    with engine_of(address).begin() as connection:
        assert connection.scalar(text(f"SELECT pg_terminate_backend({backend}, 5000)"))  # waits until it is gone


async def test_the_work_of_the_dead_is_freed(processes: Processes) -> None:
    """What a process had claimed can be claimed again once it is gone, and not before."""
    first, second = await processes.open(), await processes.open()
    put_and_claim(first, 1, 2)
    assert await second.run(lambda connection: recover_dead(connection, BOT, second.worker)) == 0
    await first.close()
    assert await second.run(lambda connection: recover_dead(connection, BOT, second.worker)) == 2


async def test_a_lost_connection_is_opened_again(processes: Processes) -> None:
    """The first use after a cut fails, the next connects anew, and the process has kept its claims."""
    store = await processes.open()
    put_and_claim(store, 1)
    cut(store, processes.address)
    with pytest.raises(StoreError, match=r"the store cannot be used \(.*terminat"):
        await store.run(lambda connection: connection.execute(text("SELECT 1")))
    assert await store.run(lambda connection: inbox.held(connection, BOT, store.worker)) == {1}


async def test_who_reconnects_learns_what_was_taken_over(processes: Processes) -> None:
    """While a process is cut off, another takes over; once it is back it knows what it still has."""
    first, second = await processes.open(), await processes.open()
    put_and_claim(first, 1, 2)
    seen: list[set[int]] = []
    first.on_connect = lambda connection: seen.append(inbox.held(connection, BOT, first.worker))
    cut(first, processes.address)
    assert await second.run(lambda connection: recover_dead(connection, BOT, second.worker)) == 2
    with pytest.raises(StoreError):
        await first.run(lambda connection: connection.execute(text("SELECT 1")))
    await first.run(lambda connection: connection.execute(text("SELECT 1")))
    assert seen == [set()]


async def test_one_leads(processes: Processes) -> None:
    """A task falls to the first that asks, and to another when that one is gone."""
    first, second = await processes.open(), await processes.open()
    assert (await first.acquire("polling"), await second.acquire("polling")) == (True, False)
    assert (await second.acquire("webhook"), await first.acquire("polling")) == (True, True)
    await first.close()
    assert await second.acquire("polling")


async def test_a_leader_cut_off_may_find_another_in_its_place(processes: Processes) -> None:
    """Who was cut off leads on if nobody took the task over, and else knows that it does not."""
    first, second = await processes.open(), await processes.open()
    await first.acquire("polling")
    await first.acquire("other")
    cut(first, processes.address)
    assert await second.acquire("polling")
    with pytest.raises(StoreError):
        await first.run(lambda connection: connection.execute(text("SELECT 1")))
    await first.run(lambda connection: connection.execute(text("SELECT 1")))
    assert (first.is_leader("polling"), first.is_leader("other")) == (False, True)


async def test_a_task_may_be_left_to_another(processes: Processes) -> None:
    """What is ceded falls to who asks next, and not back to who was cut off since."""
    first, second = await processes.open(), await processes.open()
    await first.acquire("polling")
    await first.release("polling")
    assert not first.is_leader("polling")
    assert await second.acquire("polling")


async def test_the_kinds_of_processes_that_live(processes: Processes) -> None:
    """A kind is alive while one of its processes is, a cut not counted, and for a moment after."""
    other, *web = [await processes.open() for _ in range(3)]
    assert not await other.is_alive("web")
    for store in web:
        await store.join("web")
    assert await other.is_alive("web")
    await web[0].close()
    cut(web[1], processes.address)
    assert await other.is_alive("web")
    with pytest.raises(StoreError):
        await web[1].run(lambda connection: connection.execute(text("SELECT 1")))
    await web[1].run(lambda connection: None)
    processes.now += GRACE
    assert (await other.is_alive("web"), await other.is_alive("worker")) == (True, False)
    await web[1].close()
    assert await other.is_alive("web")
    processes.now += GRACE
    assert not await other.is_alive("web")


async def test_a_collision_is_tried_again(processes: Processes) -> None:
    """Two that claim the same partition at once end as two that did so in turn."""
    store = await processes.open()
    tries: list[int] = []

    def work(connection: Connection) -> int:
        tries.append(1)
        inbox.put(connection, BOT, [Arrived(number, "a", "message", "{}", 1.0) for number in (1, 2)])
        if len(tries) == 1:  # as if another process had claimed one of the two meanwhile
            connection.execute(text("UPDATE inbox SET state = 'working'"))
        return len(tries)

    assert await store.run(work) == 2


async def test_one_process_serves_from_a_file(tmp_path: Path) -> None:
    """A second process on a SQLite file waits for the first to end, and not for ever."""
    address = f"sqlite:///{tmp_path}/bot.db"
    first = Store(engine_of(address), BOT)
    await first.open()
    put_and_claim(first, 1)
    waiting = asyncio.create_task(Store(engine_of(address), BOT).open())
    await asyncio.sleep(0)
    await first.close()
    await asyncio.wait_for(waiting, 5)
    with pytest.raises(StoreError, match="another process serves from"):
        await Store(engine_of(address), BOT, lock_seconds=0.0).open()


async def test_a_file_left_by_a_killed_process(tmp_path: Path) -> None:
    """What was at work when the one process of a file ended can be claimed at once."""
    address = f"sqlite:///{tmp_path}/bot.db"
    first = Store(engine_of(address), BOT)
    await first.open()
    put_and_claim(first, 1)
    await first.close()
    second = Store(engine_of(address), BOT)
    second.on_sole_start = partial(recover_all, bot=BOT)
    await second.open()
    put_and_claim(second, 1)
    assert await second.acquire("polling")
    await second.close()


async def test_after_the_end(processes: Processes) -> None:
    """A closed store says so, and can be closed again."""
    store = await processes.open()
    await store.close()
    await store.close()
    with pytest.raises(StoreError, match="the store is closed"):
        await store.run(lambda connection: None)


def test_what_sqlite_is_told(tmp_path: Path) -> None:
    """Commits survive a killed process, do not wait for the disk, and leave no text behind when it is erased."""
    engine: Engine = engine_of(f"sqlite:///{tmp_path}/bot.db")
    migrate(engine)
    names = ("journal_mode", "synchronous", "secure_delete")
    with engine.connect() as connection:
        assert [connection.scalar(text(f"PRAGMA {name}")) for name in names] == ["wal", 1, 1]


async def test_what_comes_together_shares_a_transaction(processes: Processes) -> None:
    """Work that has to wait for other work is done with what has come meanwhile, and each gets its own result."""
    store = await processes.open()

    def number(connection: Connection) -> int:
        return int(connection.scalar(select(text("pg_current_xact_id()::text"))))

    assert len(set(await asyncio.gather(*(store.run(number) for _ in range(5))))) == 1


async def test_items_of_one_write_are_written_at_once(processes: Processes) -> None:
    """Items that come together are handed to their write in one call, and each gets its own result."""
    store = await processes.open()
    calls: list[list[int]] = []

    def double(connection: Connection, items: Sequence[int]) -> list[int]:
        calls.append([*items])
        return [2 * item for item in items]

    assert await asyncio.gather(*(store.write(double, number) for number in range(3))) == [0, 2, 4]
    assert calls == [[0, 1, 2]]


async def test_last_work_ends_each_transaction(processes: Processes) -> None:
    """What is to be done last sees what the transaction has written before it."""
    store = await processes.open()
    last: list[asyncio.Future[int]] = []

    def count(connection: Connection) -> int:
        return int(connection.scalar(text("SELECT count(*) FROM inbox")))

    def last_work() -> tuple[Callable[[Connection], int], asyncio.Future[int]] | None:
        if last:
            return None
        last.append(asyncio.get_running_loop().create_future())
        return count, last[0]

    store.last_work = last_work
    await store.run(lambda connection: inbox.put(connection, BOT, [Arrived(1, "1", "message", "{}", 1.0)]))
    assert await last[0] == 1


async def test_work_that_fails_harms_no_other(processes: Processes) -> None:
    """Of what comes together, only what the database does not take fails; the rest is kept."""
    store = await processes.open()

    def put(number: int) -> Callable[[Connection], int]:
        update = Arrived(number, "1", "message", "{}", 1.0)
        return lambda connection: len(inbox.put(connection, BOT, [update]))

    def bad(connection: Connection) -> None:
        connection.execute(text("SELECT 1 / 0"))

    works = (put(1), put(2), bad, put(3))
    found = await asyncio.gather(*(store.run(work) for work in works), return_exceptions=True)
    assert [1 if one == 1 else type(one) for one in found] == [1, 1, DataError, 1]
    assert await store.run(put(3)) == 0


async def test_what_is_under_way_is_finished_before_the_store_closes(processes: Processes) -> None:
    """Closing waits for what was asked for before."""
    store = await processes.open()
    work = [asyncio.create_task(store.run(lambda connection: 1)) for _ in range(3)]
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*work) == [1, 1, 1]
