"""A parsed update → what the bot does about it: answer, edit its answer, open a choice, or stay silent."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any, TypeAlias, assert_never

from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest
from telegram.ext import Application, CallbackContext, CallbackQueryHandler, MessageHandler, filters

from bot.chat import listing, words
from bot.chat.addressing import Command, Me, NoQuestion, NoText, Question, Request, read
from bot.chat.answering import Answering
from bot.chat.buttons import fact_of
from bot.chat.outbox import Outbox
from bot.chat.retrying import insist
from bot.chat.sending import Sender, album_of
from bot.factbase.model import PartialDate
from bot.replies import Reply, Words
from bot.replies.layout import span, to_html, to_plain

Context: TypeAlias = CallbackContext[Any, Any, Any, Any]
log = logging.getLogger(__name__)


class Handlers:
    """Serves chats as one bot. Which reply belongs to which question, the outbox knows."""

    def __init__(
        self,
        sender: Sender,
        outbox: Outbox,
        answering: Answering,
        stale_after: dt.timedelta,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._sender = sender
        self._outbox = outbox
        self._answering = answering
        self._stale_after = stale_after
        self._clock = clock

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Have the application call these handlers."""
        application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, self.on_message))
        application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, self.on_edited))
        application.add_handler(CallbackQueryHandler(self.on_press))

    async def on_message(self, update: Update, context: Context) -> None:
        """Reply to a new message if it asks something of the bot."""
        message = update.message
        if message is None:
            return
        request = read(message, me_of(context))
        if request is None or await self._is_rest_of_album(message, request):
            return
        asked = self._outbox.fingerprint(repr(request))
        for reply in await self._replies_to(request, message, message.date, me_of(context)):
            await self._sender.reply(message, reply, asked)

    async def on_edited(self, update: Update, context: Context) -> None:
        """Put the answer to the edited question in place of the earlier reply, or give a first one."""
        message = update.edited_message
        if message is None:
            return
        request = read(message, me_of(context))
        if not isinstance(request, Question):
            return
        chat, asked = message.chat.id, self._outbox.fingerprint(repr(request))
        earlier = await self._outbox.reply_to(chat, message.message_id)
        if earlier is not None and earlier.asked == asked:
            return  # Telegram also reports link previews and the like as edits
        (reply,) = await self._replies_to(request, message, message.edit_date or message.date, me_of(context))
        if earlier is not None and await self._sender.edit(chat, earlier.message, reply):
            await self._outbox.answers_now(chat, earlier.message, asked)
        else:
            await self._sender.reply(message, reply, asked)

    async def on_press(self, update: Update, context: Context) -> None:
        """Put the chosen fact in place of the choices."""
        query = update.callback_query
        if query is None:
            return
        fact, language = fact_of(query.data), self._answering.language_of(query.from_user)
        if fact is None or not self._answering.holds(fact):
            say = self._answering.words_for(language)
            await acknowledge(query, say(words.UNKNOWN_BUTTON if fact is None else words.GONE))
            return
        await acknowledge(query)
        message = query.message
        if message is None:
            return
        reply = await self._answering.tell(fact, self._clock(), language)
        is_edited = await self._sender.edit(message.chat.id, message.message_id, reply)
        if not is_edited and isinstance(message, Message):
            await self._sender.reply(message, reply)

    async def _replies_to(
        self, request: Request, message: Message, asked: dt.datetime, me: Me
    ) -> list[Reply]:
        language = self._answering.language_of(message.from_user)
        say = self._answering.words_for(language)
        match request:
            case Question(text):
                now = self._clock()
                note = asked_at(asked, now, say) if now - asked > self._stale_after else None
                return [await self._answering.answer(text, now, language, note)]
            case Command():
                return self._command(request, me, say)
            case NoQuestion():
                return [sentence(say(words.NO_QUESTION))]
            case NoText():
                return [sentence(say(words.NO_TEXT))]
            case _:
                assert_never(request)

    def _command(self, command: Command, me: Me, say: Words) -> list[Reply]:
        base = self._answering.desk.base
        match command.name:
            case "start" | "help":
                return [sentence(help_text(listing.example_of(base.facts, say.language), me, say))]
            case "topics":
                return listing.topics(base, say)
            case "sources":
                return listing.sources(base, say)
            case _:
                return [sentence(say(words.UNKNOWN_COMMAND, name=command.name))]

    async def _is_rest_of_album(self, message: Message, request: Request) -> bool:
        """Whether the message is one more picture of an album that was already replied to."""
        album = album_of(message)
        if album is None:
            return False
        answered = await self._outbox.sent_for(album)
        return message.message_id in answered or (bool(answered) and isinstance(request, NoText))


async def acknowledge(query: CallbackQuery, text: str | None = None) -> None:
    """End the button's waiting; a press from long ago cannot be acknowledged, which harms nothing."""

    async def call() -> bool:
        return await query.answer(text)

    try:
        await insist(call, "acknowledging a press", attempts=2)
    except BadRequest as refusal:
        log.info("a press was not acknowledged: %s", refusal.message)


def me_of(context: Context) -> Me:
    """Return the bot's identity as Telegram told it."""
    return Me(context.bot.id, context.bot.username)


def asked_at(asked: dt.datetime, now: dt.datetime, say: Words) -> str:
    """Say when an old question was asked, with the date when that was not today."""
    asked = asked.astimezone(dt.UTC)
    time = f"{asked:%H:%M}"
    if asked.date() == now.astimezone(dt.UTC).date():
        return say(words.ASKED_AT, time=time)
    return say(words.ASKED_ON, date=say.date(PartialDate(asked.year, asked.month, asked.day)), time=time)


def help_text(example: str, me: Me, say: Words) -> str:
    """Write what the bot is and how to ask it."""
    commands = "\n".join(f"/{name}: {say(what)}" for name, what in words.COMMANDS.items())
    return say(words.HELP, start=say(words.START), example=example, username=me.username, commands=commands)


def sentence(text: str) -> Reply:
    """Make a reply of the bot's own words."""
    lines = [(span(line),) for line in text.split("\n")]
    return Reply(to_html(lines), to_plain(lines))
