"""Tests of the fake with python-telegram-bot's own Bot and Application: methods, errors, faults."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import (
    Bot as LibraryBot,
)
from telegram import (
    BotCommand,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from tests.fake_telegram import (
    BadAnswer,
    Blocked,
    Bot,
    ConnectionReset,
    FakeTelegram,
    Hang,
    Kicked,
    Limits,
    Migrated,
    Person,
    Refused,
    Slow,
    TooManyRequests,
)
from tests.fake_telegram.faults import Fault


@pytest.fixture
async def library(telegram: FakeTelegram, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[LibraryBot]:
    """The library's bot in front of the fake."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # otherwise each RetryAfter is a warning
    url, files = f"{telegram.url}/bot", f"{telegram.url}/file/bot"
    async with LibraryBot(bot.token, base_url=url, base_file_url=files) as made:
        yield made


async def test_methods(telegram: FakeTelegram, bot: Bot, library: LibraryBot, ann: Person) -> None:
    """The library's requests are understood, its answers read, and the oracle has nothing to say."""
    assert (library.username, library.can_read_all_group_messages) == ("briefbot", False)
    asked = ann.says("where?")
    (update,) = await library.get_updates(allowed_updates=Update.ALL_TYPES)
    assert update.message is not None
    assert update.message.text == "where?"
    sent = await library.send_message(
        ann.id,
        '<b>Otar</b> <a href="https://x.org/a">source</a>',
        parse_mode="HTML",
        reply_parameters=ReplyParameters(asked.id, quote="where", allow_sending_without_reply=True),
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("A", callback_data="a", style="primary")]]),
    )
    reply = telegram.wait_for_reply(asked)
    assert (reply.text, reply.links) == ("Otar source", {"source": "https://x.org/a"})
    assert reply.data["quote"] == {"text": "where", "position": 0, "is_manual": True}
    await sent.edit_text("new")
    await sent.edit_reply_markup(InlineKeyboardMarkup([[InlineKeyboardButton("B", callback_data="b")]]))
    assert (await sent.delete()) is True
    await library.send_chat_action(ann.id, "typing")
    assert bot.activity == [(ann.id, "typing")]
    await library.set_my_commands([BotCommand("ask", "Ask")], language_code="ru")
    assert await library.get_my_commands(language_code="ru") == (BotCommand("ask", "Ask"),)
    await library.delete_my_commands(language_code="ru")
    await library.set_my_description("Answers.")
    await library.set_my_short_description("Answers.")
    assert (await library.get_my_description()).description == "Answers."
    await library.set_message_reaction(ann.id, asked.id, "👍")
    await library.set_chat_menu_button()
    assert (await library.get_chat(ann.id)).first_name == "Ann"
    assert (await library.get_chat_member(ann.id, ann.id)).status == "member"
    assert (await library.get_webhook_info()).pending_update_count == 1


async def test_files(telegram: FakeTelegram, library: LibraryBot, ann: Person) -> None:
    """A document arrives whole, can be fetched, and sent again by its id."""
    asked = ann.says("brief me")
    sent = await library.send_document(
        ann.id, b"%PDF", filename="brief.pdf", caption="x", reply_parameters=ReplyParameters(asked.id)
    )
    assert sent.document is not None
    arrived = telegram.wait_for_reply(asked)
    assert (telegram.file(arrived), arrived.data["document"]["file_name"]) == (b"%PDF", "brief.pdf")
    assert bytes(await (await sent.document.get_file()).download_as_bytearray()) == b"%PDF"
    await library.send_document(ann.id, sent.document.file_id)
    photo = await library.send_photo(ann.id, b"\x89PNG", filename="x.png")
    assert photo.photo[0].file_size == 4


FAULTS: list[tuple[Fault, type[TelegramError], int]] = [
    (TooManyRequests(3), RetryAfter, 0),
    (Migrated(-1001), ChatMigrated, 0),
    (Blocked(), Forbidden, 0),
    (Kicked(), Forbidden, 0),
    (Refused(500, "Internal Server Error"), NetworkError, 0),
    (BadAnswer(), NetworkError, 0),
    (BadAnswer(stored=True), NetworkError, 1),
    (BadAnswer(200, b"not json", "application/json"), TelegramError, 0),
    (ConnectionReset(), NetworkError, 0),
    (ConnectionReset(stored=True), NetworkError, 1),
    (Hang(), TimedOut, 1),
    (Hang(stored=False), TimedOut, 0),
    (Hang(seconds=0.05), NetworkError, 1),
    (Slow(5), TimedOut, 1),
]


@pytest.mark.parametrize(("fault", "error", "stored"), FAULTS)
async def test_faults(
    fault: Fault,
    error: type[TelegramError],
    stored: int,
    telegram: FakeTelegram,
    library: LibraryBot,
    ann: Person,
) -> None:
    """Each fault is the library's error for it, once, and the message is stored or not as ordered."""
    telegram.faults.next("sendMessage", fault)
    with pytest.raises(error) as caught:
        await library.send_message(ann.id, "x", read_timeout=0.3)
    assert type(caught.value) is error
    chat = telegram.private_chat(ann)
    assert len(telegram.bot_messages(chat)) == stored
    await library.send_message(ann.id, "y")
    assert len(telegram.bot_messages(chat)) == stored + 1
    assert telegram.faults.waiting == 0


async def test_chosen_faults(telegram: FakeTelegram, library: LibraryBot, ann: Person) -> None:
    """A fault may strike chosen requests, several times, or always until it is taken back."""
    bob = telegram.user("Bob")
    telegram.private_chat(bob)
    telegram.faults.next("sendMessage", Blocked(), times=2, where=lambda params: params["chat_id"] == bob.id)
    await library.send_message(ann.id, "x")
    for _ in range(2):
        with pytest.raises(Forbidden):
            await library.send_message(bob.id, "x")
    await library.send_message(bob.id, "x")
    telegram.faults.always("*", BadAnswer())
    for _ in range(3):
        with pytest.raises(NetworkError):
            await library.get_me()
    assert await library.get_updates() == ()
    telegram.faults.clear()
    await library.get_me()


async def test_refusals(telegram: FakeTelegram, library: LibraryBot, ann: Person) -> None:
    """Refusals and unknown tokens are the library's errors for them."""
    with pytest.raises(BadRequest, match="Message text is empty"):
        await library.send_message(ann.id, " ")
    stranger = LibraryBot("1:wrong", base_url=f"{telegram.url}/bot")
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()
    await library.set_webhook("http://127.0.0.1:1/")
    with pytest.raises(Conflict):
        await library.get_updates()
    with pytest.raises(RetryAfter):
        await library.set_webhook("http://127.0.0.1:2/")


@pytest.mark.parametrize(
    ("limits", "sends"),
    [(Limits(chat_per_second=1), 1), (Limits(chat_per_second=3), 3), (Limits(2, 0, 0), 2)],
)
async def test_flood(limits: Limits, sends: int, telegram: FakeTelegram, library: LibraryBot, ann: Person) -> None:
    """With the limits on, the send too many is told when to come back."""
    telegram.limit(limits)
    for _ in range(sends):
        await library.send_message(ann.id, "x")
    with pytest.raises(RetryAfter) as caught:
        await library.send_message(ann.id, "x")
    assert caught.value.retry_after
    await library.send_chat_action(ann.id, "typing")
    telegram.limit(None)
    await library.send_message(ann.id, "x")


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Say it again."""
    assert update.message is not None
    await update.message.reply_text(update.message.text or "", do_quote=True)


async def test_application(telegram: FakeTelegram, bot: Bot, ann: Person) -> None:
    """The library's Application polls, answers 20 questions, survives a 502, and confirms all."""
    application = Application.builder().token(bot.token).base_url(f"{telegram.url}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    async with application:
        assert application.updater is not None
        await application.updater.start_polling(timeout=5)
        await application.start()
        asked = [ann.says(f"question {number}") for number in range(10)]
        telegram.faults.next("getUpdates", BadAnswer())
        asked += [ann.says(f"question {number}") for number in range(10, 20)]
        for question in asked:
            reply = await asyncio.to_thread(telegram.wait_for_reply, question)
            assert reply.text == question.text
        await application.updater.stop()
        await application.stop()
    assert bot.pending == 0
