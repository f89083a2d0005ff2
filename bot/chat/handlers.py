"""A parsed update → what the bot does about it: answer, edit its answer, open a choice, or stay silent."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any, TypeAlias, assert_never

from telegram import InlineKeyboardMarkup, Message, Update, User
from telegram.ext import Application, CallbackContext, CallbackQueryHandler, MessageHandler, filters

from bot.chat import listing, words
from bot.chat.addressing import Command, Me, NoQuestion, NoText, Question, Request, read
from bot.chat.answering import Answered, Answering
from bot.chat.asking_back import AskingBack
from bot.chat.below import below
from bot.chat.buttons import fact_of
from bot.chat.outbox import Outbox
from bot.chat.pressing import acknowledge
from bot.chat.privacy import Privacy
from bot.chat.remembering import Memory
from bot.chat.sending import Sender, album_of
from bot.chat.sharing import opened_by
from bot.config import Settings
from bot.factbase.audience import ANYBODY
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
        memory: Memory,
        settings: Settings,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._sender = sender
        self._outbox = outbox
        self._answering = answering
        self._memory = memory
        self._asking_back = AskingBack(answering, memory, settings.is_curator)
        self._privacy = Privacy(memory, settings)
        self._has_thumbs = settings.feedback
        self._stale_after = dt.timedelta(minutes=settings.stale_after)
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
        for answered in await self._replies_to(request, message, message.date, me_of(context)):
            await self._say(message, answered, asked, me_of(context))

    async def on_edited(self, update: Update, context: Context) -> None:
        """Put the answer to the edited question in place of the earlier reply, or give a first one."""
        message = update.edited_message
        if message is None:
            return
        request = read(message, me_of(context))
        if not isinstance(request, Question):
            return
        chat, asked, me = message.chat.id, self._outbox.fingerprint(repr(request)), me_of(context)
        earlier = await self._outbox.reply_to(chat, message.message_id)
        if earlier is not None and earlier.asked == asked:
            return  # Telegram also reports link previews and the like as edits
        (answered,) = await self._replies_to(request, message, message.edit_date or message.date, me)
        markup = self._below(answered, message.from_user, me)
        if earlier is not None and await self._sender.edit(chat, earlier.message, answered.reply, markup):
            await self._outbox.answers_now(chat, earlier.message, asked)
            await self._memory.keep(message, earlier.message, answered)
        else:
            await self._say(message, answered, asked, me)

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
        answered = await self._answering.tell(fact, self._clock(), language)
        markup = self._below(answered, query.from_user, me_of(context))
        sent: int | None = message.message_id
        is_edited = await self._sender.edit(message.chat.id, message.message_id, answered.reply, markup)
        if isinstance(message, Message):
            if not is_edited:
                sent = await self._sender.reply(message, answered.reply, None, markup)
            await self._memory.keep_chosen(message, sent, answered, query.from_user)

    async def _say(self, message: Message, answered: Answered, asked: str | None, me: Me) -> None:
        """Reply, and keep in mind what was told."""
        sent = await self._sender.reply(message, answered.reply, asked, self._below(answered, message.from_user, me))
        await self._memory.keep(message, sent, answered)

    def _below(self, answered: Answered, user: User | None, me: Me) -> InlineKeyboardMarkup | None:
        say = self._answering.words_for(self._answering.language_of(user))
        return below(answered, me.username, say, has_thumbs=self._has_thumbs)

    async def _replies_to(self, request: Request, message: Message, asked: dt.datetime, me: Me) -> list[Answered]:
        language = self._answering.language_of(message.from_user)
        say = self._answering.words_for(language)
        match request:
            case Question(text):
                now = self._clock()
                note = asked_at(asked, now, say) if now - asked > self._stale_after else None
                before = await self._memory.before(message, me)
                return [await self._answering.answer(text, now, language, note, context=before)]
            case Command():
                fact = opened_by(request)
                if fact is not None and self._answering.holds(fact):
                    return [await self._answering.tell(fact, self._clock(), language)]
                return [Answered(reply) for reply in await self._command(request, message, me, say)]
            case NoQuestion():
                return [Answered(sentence(say(words.NO_QUESTION)))]
            case NoText():
                return [Answered(sentence(say(words.NO_TEXT)))]
            case _:
                assert_never(request)

    async def _command(self, command: Command, message: Message, me: Me, say: Words) -> list[Reply]:
        base = self._answering.base()
        match command.name:
            case "start" | "help":
                gone = [sentence(say(words.GONE))] if opened_by(command) is not None else []
                return [*gone, sentence(help_text(listing.example_of(base.facts, say.language), me, say))]
            case "topics":
                return listing.topics(base, say)
            case "sources":
                return listing.sources(base, say)
            case "why":
                return await self._asking_back.why(message, me, say, ANYBODY)
            case "source":
                return await self._asking_back.source(message, me, say, ANYBODY)
            case "privacy":
                return [sentence(self._privacy.kept(message, say))]
            case "forgetme":
                return [sentence(await self._privacy.forget(message, say))]
            case _:
                return [sentence(say(words.UNKNOWN_COMMAND, name=command.name))]

    async def _is_rest_of_album(self, message: Message, request: Request) -> bool:
        """Whether the message is one more picture of an album that was already replied to."""
        album = album_of(message)
        if album is None:
            return False
        answered = await self._outbox.sent_for(album)
        return message.message_id in answered or (bool(answered) and isinstance(request, NoText))


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
