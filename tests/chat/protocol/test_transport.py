"""Tests of the transport to Telegram's server: what is sent, and which error a failing connection raises."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from telegram import Bot
from telegram.error import BadRequest, NetworkError, TelegramError, TimedOut

from bot.chat.protocol.transport import Transport
from tests.fake_telegram import BadAnswer, ConnectionReset, FakeTelegram, Hang, Person, Refused
from tests.fake_telegram.faults import Fault


@pytest.fixture
def ann(telegram: FakeTelegram) -> Person:
    """Somebody whom the bot may write to."""
    telegram.bot()
    person = telegram.user("Ann")
    person.says("hello")
    return person


@pytest.fixture
async def bot(telegram: FakeTelegram, ann: Person) -> AsyncIterator[Bot]:
    """The library's bot, using this transport."""
    token = telegram.world.only_bot().token
    request = Transport(4, read_timeout=0.3)
    async with Bot(token, base_url=f"{telegram.url}/bot", request=request) as bot:
        yield bot


async def test_a_message(bot: Bot, ann: Person) -> None:
    """Text in any script arrives as it was sent."""
    sent = await bot.send_message(ann.id, "жизнь & 🙏 = 100%+")
    assert sent.text == "жизнь & 🙏 = 100%+"


async def test_a_file(bot: Bot, ann: Person, telegram: FakeTelegram) -> None:
    """A document arrives with its name, its bytes and its caption."""
    sent = await bot.send_document(ann.id, b"\x00\xff", filename="brief.bin", caption="read this")
    assert sent.document is not None
    assert (sent.document.file_name, sent.caption) == ("brief.bin", "read this")
    message = await asyncio.to_thread(telegram.wait_for_message, telegram.private_chat(ann))
    assert telegram.file(message) == b"\x00\xff"


@pytest.mark.parametrize(
    ("fault", "is_so"),
    [
        (ConnectionReset(), lambda error: type(error) is NetworkError),
        (Hang(stored=False), lambda error: isinstance(error, TimedOut)),
        (BadAnswer(502), lambda error: isinstance(error, NetworkError)),
        (Refused(400, "Bad Request: no"), lambda error: isinstance(error, BadRequest)),
    ],
)
async def test_trouble(
    fault: Fault, is_so: Callable[[TelegramError], bool], bot: Bot, ann: Person, telegram: FakeTelegram
) -> None:
    """A failing connection raises the library's errors, by which retries are decided; the next call succeeds."""
    telegram.faults.next("sendMessage", fault)
    with pytest.raises(TelegramError) as raised:
        await bot.send_message(ann.id, "hello")
    assert is_so(raised.value)
    assert (await bot.send_message(ann.id, "again")).text == "again"


async def test_a_server_that_is_not_there(unused_tcp_port: int) -> None:
    """A refused connection is an error that may pass."""
    async with Transport(1) as request:
        with pytest.raises(NetworkError):
            await request.post(f"http://127.0.0.1:{unused_tcp_port}/bot1:A/getMe")
