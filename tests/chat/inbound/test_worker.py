"""Tests of how stored updates are handled: order, failures, repetitions, and what survives the process."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from telegram.error import TimedOut

from bot.chat.inbound.intake import RawUpdate, UnreadableUpdate
from bot.chat.inbound.worker import UpdateWorker
from bot.chat.protocol import update_context
from bot.store.intake import dead_letters
from bot.store.outbound import sends
from bot.store.outbound.sends import FinishedSend, StartedSend
from tests.chat.intakes import BOT, Bench, Handler, all_handled, of_chat


@pytest.fixture
async def bench(database_url: str) -> AsyncIterator[Bench]:
    """A worker of its own for each test."""
    async with AsyncExitStack() as around:
        yield Bench(database_url, around)


async def test_chats_do_not_wait_for_each_other(bench: Bench) -> None:
    """Updates of one chat keep their order, and another chat is served meanwhile."""
    handler = Handler()
    handler.gates[7] = asyncio.Event()
    intake = await bench.intake(handler)
    await intake.put([of_chat(1, 7), of_chat(2, 7), of_chat(3, 8), of_chat(4, 8)])
    await handler.until(lambda: handler.handled == [3, 4])
    handler.gates[7].set()
    assert await all_handled(intake) == 0
    assert handler.handled == [3, 4, 1, 2]


async def test_chats_take_turns(bench: Bench) -> None:
    """With fewer slots than chats, a busy chat does not keep another one waiting."""
    handler = Handler()
    intake = await bench.intake(handler, slots=1)
    await intake.put([of_chat(number, 7) for number in range(1, 6)] + [of_chat(6, 8)])
    assert await all_handled(intake) == 0
    assert handler.handled == [1, 6, 2, 3, 4, 5]


async def test_a_repeated_update_is_dropped(bench: Bench) -> None:
    """An update that Telegram sends again is handled once, even across a restart."""
    handler = Handler()
    intake = await bench.intake(handler)
    await intake.put([of_chat(1, 7), of_chat(1, 7)])
    assert await all_handled(intake) == 0
    await intake.store.close()
    again = await bench.intake(handler)
    await again.put([of_chat(1, 7), of_chat(2, 7)])
    assert await all_handled(again) == 0
    assert handler.handled == [1, 2]


async def test_the_text_of_a_finished_update_is_erased(bench: Bench) -> None:
    """Once an update is handled, its number stays and its text is erased."""
    intake = await bench.intake(Handler())
    await intake.put([of_chat(1, 7, text="a secret question")])
    assert await all_handled(intake) == 0
    assert bench.rows() == {1: ("done", None, None)}


async def test_a_sweep_that_fails_ends_nothing(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """Updates that other processes left are found even if the sweep fails."""

    def fail(*arguments: object) -> None:
        raise ValueError

    monkeypatch.setattr("bot.chat.inbound.worker.sweep", fail)
    handler = Handler()
    handler.errors[1] = [TimedOut()]
    intake = await bench.intake(handler, sweep_seconds=0.0, longest_wait=0.3)
    await intake.put([of_chat(1, 7)])
    await handler.until(lambda: handler.handled == [1])
    assert await all_handled(intake) == 0


async def test_an_unreadable_update_is_set_aside_at_once(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    """It is kept for a person to look at, and the next of its chat is handled."""
    handler = Handler()
    handler.errors[1] = [UnreadableUpdate("TypeError")] * 2
    intake = await bench.intake(handler)
    await intake.put([of_chat(1, 7), of_chat(2, 7)])
    assert await all_handled(intake) == 0
    state, raw, error = bench.rows()[1]
    assert (handler.begun, state, error) == ([1, 2], "dead", "cannot be read: TypeError")
    assert raw is not None
    assert "update 1 cannot be read (TypeError) and was set aside" in caplog.messages


async def test_a_failed_update_is_tried_again(bench: Bench) -> None:
    """A failed update lets the next of its chat pass, and is handled once the failure is over."""
    handler = Handler()
    handler.errors[1] = [ValueError("quoting a message"), TimedOut()]
    intake = await bench.intake(handler, longest_wait=0.3)
    await intake.put([of_chat(1, 7), of_chat(2, 7)])
    await handler.until(lambda: handler.handled == [2, 1])
    assert await all_handled(intake) == 0
    assert bench.rows()[1] == ("done", None, None)


async def test_an_update_that_always_fails_is_set_aside(bench: Bench) -> None:
    """After five failures it is a dead letter, which says where it failed but not what was written."""
    handler = Handler()
    handler.errors[1] = [ValueError("quoting a message") for _ in range(9)]
    intake = await bench.intake(handler, longest_wait=0.0)
    await intake.put([of_chat(1, 7)])
    await handler.until(lambda: len(handler.begun) == 5)
    assert await all_handled(intake) == 0
    state, _, error = bench.rows()[1]
    assert (len(handler.begun), state) == (5, "dead")
    assert error is not None
    assert error.startswith("ValueError in intakes.py:")


async def test_trouble_with_telegram_is_no_fault_of_the_update(bench: Bench) -> None:
    """While Telegram is unreachable, an update is tried for a day."""
    handler = Handler()
    handler.errors[1] = [TimedOut() for _ in range(9)]
    intake = await bench.intake(handler, longest_wait=0.0)
    await intake.put([of_chat(1, 7)])
    await handler.until(lambda: handler.handled == [1])
    assert len(handler.begun) == 10


async def test_another_try_by_hand(bench: Bench) -> None:
    """A retry ordered by a person knows what earlier tries have sent."""
    sent: list[dict[int, int]] = []
    mark, ended = StartedSend("update 1", 0, 7, None, None, 1.0), FinishedSend("update 1", 0, sends.SendState.SENT, 77)

    class Sending(Handler):
        async def __call__(self, update: RawUpdate) -> None:
            sent.append(update_context.current.get().sent)
            await super().__call__(update)

    handler = Sending()
    handler.errors[1] = [ValueError("after the first message of two")]
    intake = await bench.intake(handler, most_failures=1)
    await intake.store.run(lambda connection: sends.begin(connection, BOT, [mark]))
    await intake.store.run(lambda connection: sends.end(connection, BOT, [ended]))
    await intake.put([of_chat(1, 7)])
    assert await all_handled(intake) == 0
    assert await intake.store.run(dead_letters.retry) == 1
    await intake.store.close()
    await bench.intake(handler, most_failures=1)
    await handler.until(lambda: handler.handled == [1])
    assert sent == [{}, {0: 77}]


async def test_what_a_killed_process_left_is_worked_on(bench: Bench) -> None:
    """What was running and what waited when a process ended is handled by the next, in order."""
    handler = Handler()
    handler.gates[7] = asyncio.Event()
    intake = await bench.intake(handler)
    await intake.put([of_chat(1, 7), of_chat(2, 7)])
    await handler.until(lambda: handler.begun == [1])
    assert await intake.stop(0.05) == 2
    await intake.store.close()
    next_one = Handler()
    later = await bench.intake(next_one)
    await next_one.until(lambda: next_one.handled == [1, 2])
    assert await all_handled(later) == 0
    assert handler.handled == []


async def test_an_end_that_waits_for_the_store(bench: Bench) -> None:
    """What was handled while the store was away is not handled again after reconnecting."""

    def cut(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.startswith("UPDATE inbox") and "finished_at=" in statement and failures:
            raise failures.pop()

    failures = [OperationalError("UPDATE …", {}, Exception("the line is cut")) for _ in range(2)]
    event.listen(bench.engine, "before_cursor_execute", cut)
    handler = Handler()
    intake = await bench.intake(handler)
    await intake.put([of_chat(1, 7)])
    await handler.until(lambda: handler.handled == [1])
    assert await all_handled(intake) == 0
    assert (handler.begun, bench.rows(), failures) == ([1], {1: ("done", None, None)}, [])


async def test_an_edit_before_its_turn_replaces_the_message(bench: Bench) -> None:
    """A waiting message that is edited is handled once, as edited; a running one is left alone."""
    handler = Handler()
    handler.gates[7] = asyncio.Event()
    seen: list[RawUpdate] = []

    async def noting(update: RawUpdate) -> None:
        seen.append(update)
        await handler(update)

    intake = await bench.intake(handler)
    intake._handle = noting
    await intake.put([of_chat(1, 7, message_id=1)])
    await handler.until(lambda: handler.begun == [1])
    edit = {"chat": {"id": 7}, "message_id": 2, "text": "new"}
    await intake.put([of_chat(2, 7, message_id=2, text="old"), {"update_id": 3, "edited_message": edit}])
    await intake.put([{"update_id": 4, "edited_message": {"chat": {"id": 7}, "message_id": 1}}])
    handler.gates[7].set()
    assert await all_handled(intake) == 0
    assert [row[0] for _, row in sorted(bench.rows().items())] == ["done", "superseded", "done", "done"]
    assert [(one["update_id"], *(kind for kind in one if kind != "update_id")) for one in seen] == [
        (1, "message"),
        (3, "message"),
        (4, "edited_message"),
    ]


async def test_nothing_is_begun_after_stopping(bench: Bench) -> None:
    """Told to stop with a backlog, a worker ends what is at work, and leaves the rest to the next, in order."""
    handler = Handler()
    handler.gates[7] = handler.gates[8] = asyncio.Event()
    intake = await bench.intake(handler, slots=2)
    await intake.put([of_chat(number, 7 + number % 4) for number in range(1, 41)])
    await handler.until(lambda: len(handler.begun) == 2)
    stopping = asyncio.create_task(intake.stop(5))
    await asyncio.sleep(0)
    for gate in handler.gates.values():
        gate.set()
    assert await stopping == 40 - len(handler.handled)
    assert sorted(handler.begun, key=str) == sorted(handler.handled, key=str)
    assert len(handler.handled) == 2
    await intake.store.close()
    rest = Handler()
    assert await all_handled(await bench.intake(rest)) == 0
    assert len(rest.handled) == 38
    assert [n for n in [*handler.handled, *rest.handled] if n is not None and n % 4 == 0] == list(range(4, 41, 4))


async def test_what_waits_for_the_limits_goes_back_at_once(bench: Bench) -> None:
    """An update that waits for Telegram is no reason to wait; one whose message is on its way is."""
    steps: list[str] = []
    on_its_way, arrived = asyncio.Event(), asyncio.Event()

    async def handle(update: RawUpdate) -> None:
        context = update_context.current.get()
        if context.update == 1:
            await context.sleep(60)
        with context.sending():
            on_its_way.set()
            await arrived.wait()
        steps.append(context.request)

    intake = await bench.intake(handle)
    await intake.put([of_chat(1, 7), of_chat(2, 8)])
    await asyncio.wait_for(on_its_way.wait(), 10)
    asyncio.get_running_loop().call_later(0.1, arrived.set)
    assert await intake.stop(0) == 1
    assert steps == ["u2"]
    assert {number: row[0] for number, row in bench.rows().items()} == {1: "new", 2: "done"}


async def killed(intake: UpdateWorker) -> None:
    """End a worker as kill -9 does: what is at work stays so in the store, and nothing more is written."""
    await intake.store.close()
    for task, _ in list(intake._running.values()):
        task.cancel()
    await asyncio.sleep(0)


async def test_poison_is_told_from_bad_luck(bench: Bench) -> None:
    """Of twenty questions at work in thirty kills none is set aside; one that ends each process by itself is."""
    handler = Handler()
    handler.gates = {chat: asyncio.Event() for chat in range(1, 21)}
    for _ in range(30):
        intake = await bench.intake(handler)
        begun = len(handler.begun)
        await intake.put([of_chat(number, number) for number in range(1, 21)])
        await handler.until(lambda begun=begun: len(handler.begun) > begun)  # type: ignore[misc]
        await killed(intake)
    assert {row[0] for row in bench.rows().values()} <= {"new", "working"}
    handler.gates = {}
    assert await all_handled(await bench.intake(handler)) == 0
    assert {row[0] for row in bench.rows().values()} == {"done"}


async def test_poison_is_found_among_others(bench: Bench) -> None:
    """Whatever else was at work with it, an update that ends each process is set aside, and the others are answered."""
    deaths = 0

    async def handle(update: RawUpdate) -> None:
        nonlocal deaths
        if update["update_id"] == 5:
            deaths += 1
            dead.set()
            await asyncio.Event().wait()
        await asyncio.sleep(0)

    for _ in range(9):
        dead = asyncio.Event()
        intake = await bench.intake(handle)
        await intake.put([of_chat(number, number) for number in range(1, 11)])
        done = asyncio.ensure_future(all_handled(intake, 30))
        await asyncio.wait({done, asyncio.ensure_future(dead.wait())}, return_when=asyncio.FIRST_COMPLETED)
        if done.done():
            break
        done.cancel()
        await killed(intake)
    states = {number: row[0] for number, row in bench.rows().items()}
    assert states == {number: "dead" if number == 5 else "done" for number in range(1, 11)}
    assert bench.rows()[5][2] == "the process ended 5 times with it alone"
    assert deaths <= 6


async def test_a_suspect_is_tried_alone(bench: Bench) -> None:
    """Nothing else is begun while it is handled, and once it waits for Telegram's limits the others go on."""
    handler = Handler()
    handler.gates = {7: asyncio.Event(), 8: asyncio.Event()}
    intake = await bench.intake(handler)
    await intake.put([of_chat(1, 7), of_chat(2, 8)])
    await handler.until(lambda: len(handler.begun) == 2)
    await killed(intake)

    begun: list[str] = []
    goes_on = asyncio.Event()

    async def handle(update: RawUpdate) -> None:
        context = update_context.current.get()
        begun.append(context.request)
        if context.update == 1 and not goes_on.is_set():
            await goes_on.wait()
            await context.sleep(60)

    later = await bench.intake(handle)
    await later.put([of_chat(3, 9)])
    await later.state()
    await later.state()
    assert begun == ["u1"]
    goes_on.set()
    assert await all_handled(later) == 0
    assert begun[0] == "u1"
    assert sorted(begun) == ["u1", "u1", "u2", "u3"]
