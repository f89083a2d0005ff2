"""Tests of the slots of schedules: each has one owner, and what was begun is not begun again."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import Connection, Engine

from bot.store import erasure
from bot.store.conversations import chat_migrations
from bot.store.database.store import Store
from bot.store.outbound import sends
from bot.store.outbound.sends import FinishedSend, StartedSend
from bot.store.schedules import posts, schedules
from bot.store.schedules.posts import PostOutcome, PostState, Slot, SlotClaims
from bot.store.schedules.schedules import CONFIGURED, MOST_FAILURES, Schedule
from tests.store.conftest import engine_of

BOT, ME, OTHER, CHAT = 1, 10, 20, -7
SLOTS = [Slot("a", 100), Slot("a", 200), Slot("b", 100)]
SLOT = SLOTS[0]
NOW = 1000.0


def schedule(id: str, chat: int = CHAT, number: int = 1, thread: int = 0) -> Schedule:
    """Make a schedule."""
    return Schedule(id, number, chat, thread, "0 8 * * *", "UTC", "kazind", "whole", None, NOW, NOW)


def test_many_enter_a_slot_at_once(engine: Engine) -> None:
    """Of those who come together, each slot goes to one; who comes later gets none."""

    def enter(worker: int) -> list[Slot]:
        with engine.begin() as connection:
            return posts.enter(connection, BOT, SLOTS, PostState.CLAIMED, NOW, worker)

    with ThreadPoolExecutor(6) as pool:
        got = [slot for slots in pool.map(enter, range(1, 7)) for slot in slots]
    assert sorted(got, key=SLOTS.index) == SLOTS
    assert enter(7) == []


def test_the_course_of_a_slot(engine: Engine) -> None:
    """Only who holds it changes it, in order; what is settled stays so."""
    with engine.begin() as connection:

        def change(worker: int, was: PostState, state: PostState) -> bool:
            return posts.change(connection, BOT, worker, SLOT, was, state, NOW)

        def settle(worker: int, state: PostState) -> bool:
            return posts.settle(connection, BOT, worker, SLOT, PostOutcome(100, state, "why"), NOW, 5)

        posts.enter(connection, BOT, SLOTS, PostState.CLAIMED, NOW, ME)
        assert [
            change(OTHER, PostState.CLAIMED, PostState.SENDING),
            change(ME, PostState.SENDING, PostState.CLAIMED),
        ] == [False] * 2
        assert change(ME, PostState.CLAIMED, PostState.SENDING)
        assert not change(ME, PostState.CLAIMED, PostState.SENDING)
        assert [settle(OTHER, PostState.FAILED), settle(ME, PostState.SENT), settle(ME, PostState.FAILED)] == [
            False,
            True,
            False,
        ]
        assert posts.last_of(connection, BOT, ["a", "b", "c"]) == {
            "a": PostOutcome(200, PostState.CLAIMED),
            "b": PostOutcome(100, PostState.CLAIMED),
        }
        assert posts.forget(connection, BOT, 200) == 2
        assert posts.last_of(connection, BOT, ["b"]) == {}


class Processes:
    """Stores on one database, as several processes have them."""

    def __init__(self, address: str, around: AsyncExitStack) -> None:
        self.address, self._around = address, around

    async def open(self) -> Store:
        """Open the store as one more process."""
        store = Store(engine_of(self.address), BOT)
        self._around.push_async_callback(store.close)
        await store.open()
        return store


@pytest.fixture
async def processes(database_url: str) -> AsyncIterator[Processes]:
    """Processes on one database; on SQLite one after the other."""
    async with AsyncExitStack() as around:
        yield Processes(database_url, around)


def claiming(store: Store) -> Callable[..., SlotClaims]:
    """Make the look at what belongs to a process."""
    return lambda connection: posts.claims(connection, store, NOW)


async def test_a_process_that_is_gone(processes: Processes) -> None:
    """What it had claimed is taken over; what it had begun is known to be sent, or unknown and nobody's."""
    one = await processes.open()

    def work(connection: Connection) -> None:
        posts.enter(connection, BOT, SLOTS, PostState.CLAIMED, NOW, one.worker)
        schedules.add(connection, BOT, schedule("a"), {"f": "old"})
        for slot in SLOTS[:2]:
            tells = {"f": f"{slot.due}"}
            posts.change(connection, BOT, one.worker, slot, PostState.CLAIMED, PostState.SENDING, NOW, tells)
        sends.begin(connection, BOT, [StartedSend(slot.cause, 0, CHAT, None, None, NOW) for slot in SLOTS[:2]])
        sends.end(connection, BOT, [FinishedSend(SLOTS[1].cause, 0, sends.SendState.SENT, 5)])

    await one.run(work)
    assert await one.run(claiming(one)) == SlotClaims((SLOTS[2],))
    if one.is_shared:
        other = await processes.open()
        assert await other.run(claiming(other)) == SlotClaims()
        await one.close()
    else:
        await one.close()
        other = await processes.open()
    assert await other.run(claiming(other)) == SlotClaims((SLOTS[2],), (SLOT,))
    assert await other.run(claiming(other)) == SlotClaims((SLOTS[2],))
    assert (await other.run(lambda c: posts.last_of(c, BOT, ["a"])))["a"] == PostOutcome(200, PostState.SENT)
    assert await other.run(lambda c: schedules.told_last(c, BOT, "a")) == {"f": "200"}
    # The one that is gone was only cut off, and learns late that its send went well.
    for state, is_taken in ((PostState.FAILED, False), (PostState.SENT, True)):
        outcome = PostOutcome(100, state)
        took = await other.run(lambda c, outcome=outcome: posts.settle(c, BOT, 99, SLOT, outcome, NOW))  # type: ignore[misc]
        assert took is is_taken


def test_schedules(engine: Engine) -> None:
    """Numbers count up in a chat; what is removed takes all with it."""
    with engine.begin() as connection:
        kept = [schedules.add(connection, BOT, schedule(id), {"f": id}) for id in "ab"]
        assert [one.number for one in kept] == [1, 2]
        posts.enter(connection, BOT, [SLOT], PostState.CLAIMED, NOW, ME)
        schedules.remove(connection, BOT, ["a"])
        assert not posts.change(connection, BOT, ME, SLOT, PostState.CLAIMED, PostState.SENDING, NOW)
        assert schedules.told_last(connection, BOT, "a") == {}
        assert schedules.told_last(connection, BOT, "b") == {"f": "b"}
        assert schedules.add(connection, BOT, schedule("c"), {}).number == 3
        assert schedules.add(connection, BOT, schedule("d", chat=8), {}).number == 1
        erasure.forget_person(connection, BOT, 8, "hash")
        assert [one.id for one in schedules.every(connection, BOT, ())] == ["b", "c"]


def test_those_of_the_configuration(engine: Engine) -> None:
    """They are kept once with what held then, and count only as long as they are configured."""
    with engine.begin() as connection:
        for facts in ({"f": "1"}, {"f": "2"}):
            schedules.configure(connection, BOT, [(schedule("x", number=CONFIGURED), facts)])
        assert schedules.told_last(connection, BOT, "x") == {"f": "1"}
        assert [one.id for one in schedules.every(connection, BOT, {"x"})] == ["x"]
        assert schedules.every(connection, BOT, ()) == []


def test_failures_pause(engine: Engine) -> None:
    """So many in a row pause a schedule, and one success starts the count anew; resuming goes on from now."""
    with engine.begin() as connection:
        schedules.add(connection, BOT, schedule("a"), {})
        once = [schedules.failed(connection, BOT, "a", NOW) for _ in range(MOST_FAILURES - 1)]
        schedules.succeeded(connection, BOT, "a")
        again = [schedules.failed(connection, BOT, "a", NOW) for _ in range(MOST_FAILURES)]
        assert not any([*once, *again[:-1]])
        assert again[-1]
        assert schedules.resume(connection, BOT, CHAT, 2000.0) == 1
        (one,) = schedules.every(connection, BOT, ())
        assert (one.failures, one.paused_at, one.until) == (0, None, 2000.0)


def test_a_chat_that_moves(engine: Engine) -> None:
    """Its schedules go along, in no topic of a forum, behind those that the new number has already."""
    with engine.begin() as connection:
        for one in (schedule("a", thread=5), schedule("b"), schedule("c", chat=-1007)):
            schedules.add(connection, BOT, one, {})
        schedules.configure(connection, BOT, [(schedule("x", number=CONFIGURED), {})])
        chat_migrations.move(connection, BOT, CHAT, -1007)
        found = {(one.id, one.chat_id, one.thread_id, one.number) for one in schedules.every(connection, BOT, {"x"})}
    assert found == {("a", -1007, 0, 2), ("b", -1007, 0, 3), ("c", -1007, 0, 1), ("x", -1007, 0, CONFIGURED)}


def test_how_far_slots_were_looked_at(engine: Engine) -> None:
    """It only goes forward."""
    with engine.begin() as connection:
        schedules.add(connection, BOT, schedule("a"), {})
        for until in (1200.0, 1100.0):
            schedules.reach(connection, BOT, "a", until)
        found = schedules.every(connection, BOT, ())
    assert [one.until for one in found] == [1200.0]
