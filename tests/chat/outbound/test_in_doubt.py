"""Tests of sends of which nobody knows whether they arrived: an answer comes at most twice, a post once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from telegram import Bot
from telegram.error import TelegramError

from bot.chat.inbound.intake import RawUpdate
from bot.chat.inbound.worker import UpdateWorker
from bot.chat.outbound.outbox import DeliveryUnknown, Outbox
from bot.chat.outbound.rate_limit import NoRateLimits
from bot.chat.outbound.sender import Sender
from bot.chat.protocol.transport import Transport
from bot.replies.message import text_reply
from bot.store.database.store import Store
from bot.store.intake.dead_letters import letters
from tests.chat.intakes import all_handled, of_chat
from tests.fake_telegram import BadAnswer, ConnectionReset, FakeTelegram, Hang, Person, Refused, Slow, TooManyRequests
from tests.fake_telegram.chats import Chat
from tests.fake_telegram.faults import Fault
from tests.store.conftest import engine_of

UNSURE: list[Fault] = [
    Hang(),
    ConnectionReset(stored=True),
    BadAnswer(502, stored=True),
    Refused(500, "Internal Server Error", stored=True),
]


class Sending:
    """Answers each update with one message, over real HTTP, recorded in a store of its own."""

    def __init__(self, folder: Path, bot: Bot, telegram: FakeTelegram, chat: Chat) -> None:
        self._bot, self._chat, self._telegram = bot, chat, telegram
        self._engine = engine_of(f"sqlite:///{folder}/bot.db")
        self.store = Store(self._engine, 1)
        self.errors: list[type[TelegramError]] = []
        self.is_post = False

    async def worker(self, *, send_seconds: float = 0.2) -> UpdateWorker:
        """Work on the store as the next process does."""

        async def move(old: int, new: int) -> None: ...

        async def handle(update: RawUpdate) -> None:
            try:
                await sender.send(self._chat.id, text_reply("x"), exactly_once=self.is_post)
            except TelegramError as error:
                self.errors.append(type(error))
                raise

        await self.store.close()
        self.store = Store(self._engine, 1)
        worker = UpdateWorker(self.store, handle, longest_wait=0.3)
        outbox = Outbox(worker.ledger, NoRateLimits(), "1:x", self._bot.get_me)
        sender = Sender(self._bot, outbox, move, send_seconds=send_seconds)
        await self.store.open()
        worker.start()
        return worker

    def copies(self) -> int:
        """Count the messages that arrived."""
        return len(self._telegram.bot_messages(self._chat))

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait for the fake Telegram to see something."""
        await asyncio.to_thread(self._telegram.wait_for, is_so, "a request")

    def dead(self) -> list[str | None]:
        """List why updates were set aside."""
        with self._engine.connect() as connection:
            return [letter.error for letter in letters(connection, dead_only=True)]


@pytest.fixture
def ann(telegram: FakeTelegram) -> Person:
    """Somebody whom the bot may write to."""
    telegram.bot()
    person = telegram.user("Ann")
    person.says("hello")
    return person


@pytest.fixture
async def sending(tmp_path: Path, telegram: FakeTelegram, ann: Person) -> AsyncIterator[Sending]:
    """What sends, on connections that lose patience after a tenth of a second."""
    token = telegram.world.only_bot().token
    request = Transport(4, read_timeout=0.1)
    async with Bot(token, base_url=f"{telegram.url}/bot", request=request) as bot:
        sending = Sending(tmp_path, bot, telegram, telegram.private_chat(ann))
        yield sending
        await sending.store.close()


async def test_a_slow_answer_is_waited_for(sending: Sending, telegram: FakeTelegram) -> None:
    """A message that Telegram takes at once and confirms late, later than other calls may take, comes once."""
    telegram.faults.always("sendMessage", Slow(0.5))
    worker = await sending.worker(send_seconds=5)
    await worker.put([of_chat(1, 7)])
    assert await all_handled(worker) == 0
    assert (sending.copies(), sending.dead()) == (1, [])


@pytest.mark.parametrize("fault", UNSURE)
@pytest.mark.parametrize(("is_post", "most"), [(False, 2), (True, 1)])
async def test_copies(fault: Fault, is_post: bool, most: int, sending: Sending, telegram: FakeTelegram) -> None:
    """While every message arrives and none is confirmed, an answer comes twice and a post once."""
    telegram.faults.always("sendMessage", fault)
    sending.is_post = is_post
    worker = await sending.worker()
    await worker.put([of_chat(1, 7)])
    assert await all_handled(worker) == 0
    assert (sending.copies(), sending.errors) == (most, [DeliveryUnknown])
    assert sending.dead() == ["the answer may not have arrived"]


async def test_an_outage_is_no_second_chance(sending: Sending, telegram: FakeTelegram) -> None:
    """An answer that was not taken is sent again only when Telegram answers other calls."""
    telegram.faults.next("sendMessage", BadAnswer())
    telegram.faults.next("getMe", BadAnswer(), times=2)
    worker = await sending.worker()
    await worker.put([of_chat(1, 7)])
    assert await all_handled(worker) == 0
    assert (sending.copies(), telegram.journal.count("sendMessage")) == (1, 2)
    assert telegram.faults.waiting == 0


async def test_processes_that_end_while_they_send(sending: Sending, telegram: FakeTelegram) -> None:
    """An answer on its way when its process ended is sent again by the next, and not by a third."""
    telegram.faults.always("sendMessage", Hang())
    for times in (1, 2):
        worker = await sending.worker(send_seconds=60)
        if times == 1:
            await worker.put([of_chat(1, 7)])
        await sending.until(lambda times=times: sending.copies() == times)  # type: ignore[misc]
        assert await worker.stop(0, asyncio.get_running_loop().time() + 0.2) == 1
    telegram.faults.clear()
    assert await all_handled(await sending.worker()) == 0
    assert (sending.copies(), sending.dead()) == (2, ["the answer may not have arrived"])


async def test_a_wait_for_the_limits_leaves_nobody_in_doubt(sending: Sending, telegram: FakeTelegram) -> None:
    """A process that ends while Telegram has it wait has sent nothing, however often that happens."""
    telegram.faults.always("sendMessage", TooManyRequests(30))
    worker = await sending.worker()
    await worker.put([of_chat(1, 7)])
    for times in range(1, 5):
        await sending.until(lambda times=times: telegram.journal.count("sendMessage") == times)  # type: ignore[misc]
        await worker.stop(0)
        worker = await sending.worker()
    await sending.until(lambda: telegram.journal.count("sendMessage") == 5)
    telegram.faults.clear()
    await worker.stop(0)
    assert await all_handled(await sending.worker()) == 0
    assert (sending.copies(), sending.dead()) == (1, [])
