"""A parsed update → what the bot does about it: answer, edit its answer, open a choice, or stay silent."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any, TypeAlias, assert_never

from telegram import Message, Update
from telegram.ext import Application, CallbackContext, CallbackQueryHandler, MessageHandler, filters

from bot.chat.curator.miss_recorder import MissRecorder
from bot.chat.dialogue.answer_service import AnswerResult, AnswerService
from bot.chat.dialogue.chat_context import ChatContext, ChatContexts
from bot.chat.dialogue.responder import Responder
from bot.chat.outbound.keyboards import date_of, fact_of, opened_by
from bot.chat.outbound.outbox import Outbox
from bot.chat.outbound.sender import acknowledge, album_of
from bot.chat.protocol.request import BotIdentity, Command, NoQuestion, NoText, Question, Request, command_in, read
from bot.chat.routing.access import AccessControl
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.messages import chat as words
from bot.replies import Words
from bot.replies.message import text_reply

Context: TypeAlias = CallbackContext[Any, Any, Any, Any]
log = logging.getLogger(__name__)


class MessageHandlers:
    """Serves chats as one bot. Which reply belongs to which question, the outbox knows."""

    def __init__(
        self,
        saying: Responder,
        misses: MissRecorder,
        outbox: Outbox,
        answering: AnswerService,
        door: AccessControl,
        scenes: ChatContexts,
        responders: CommandTable,
        stale_after: dt.timedelta,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._saying = saying
        self._misses = misses
        self._outbox = outbox
        self._answering = answering
        self._door = door
        self._scenes = scenes
        self._memory = saying.memory
        self._responders = responders
        self._stale_after = stale_after
        self._clock = clock

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Have the application call these handlers."""
        application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, self.on_message))
        application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, self.on_edited))
        application.add_handler(CallbackQueryHandler(self.on_press))

    async def on_message(self, update: Update, context: Context) -> None:
        """Reply to a new message if it asks something of the bot."""
        message, me = update.message, me_of(context)
        if message is None:
            return
        request = read(message, me)
        if request is None or await self._is_rest_of_album(message, request):
            return
        scene = await self._scenes.of(message.chat.id, message.from_user, me)
        if not await self._door.admits(message, request, scene):
            return
        asked = self._outbox.fingerprint(repr(request))
        for answered in await self._replies_to(request, message, message.date, scene):
            sent = await self._saying.say(message, answered, asked, scene)
            if isinstance(request, Question):
                await self._misses.heard(message, answered, sent, scene)

    async def on_edited(self, update: Update, context: Context) -> None:
        """Put the answer to the edited question in place of the earlier reply, or give a first one."""
        message, me = update.edited_message, me_of(context)
        if message is None:
            return
        request = read(message, me)
        if not isinstance(request, Question):
            return
        chat, asked = message.chat.id, self._outbox.fingerprint(repr(request))
        earlier = await self._outbox.reply_to(chat, message.message_id)
        if earlier is not None and earlier.asked == asked:
            return  # Telegram also reports link previews and the like as edits
        scene = await self._scenes.of(chat, message.from_user, me)
        if not await self._door.admits(message, request, scene):
            return
        answered, *more = await self._replies_to(request, message, message.edit_date or message.date, scene)
        if earlier is not None and await self._saying.change(message, earlier.message, answered, scene):
            sent: int | None = earlier.message
            await self._outbox.answers_now(chat, earlier.message, asked)
        else:
            sent = await self._saying.say(message, answered, asked, scene)
        for further in more:
            await self._saying.say(message, further, asked, scene)
        await self._misses.heard(message, answered, sent, scene)

    async def on_press(self, update: Update, context: Context) -> None:
        """Put the chosen fact in place of the choices."""
        query = update.callback_query
        if query is None:
            return
        message = query.message
        if message is None:
            await acknowledge(query)
            return
        scene = await self._scenes.of(message.chat.id, query.from_user, me_of(context))
        fact, refusal = fact_of(query.data), await self._door.refusal(query, scene.where)
        if refusal is None and (fact is None or not self._answering.holds(fact, scene.audience)):
            refusal = words.UNKNOWN_BUTTON if fact is None else words.GONE
        await acknowledge(query, None if refusal is None else scene.say(refusal))
        # Meanwhile a reload may have taken the fact away.
        if fact is None or refusal is not None or not self._answering.holds(fact, scene.audience):
            return
        told = await self._memory.told_by(message.chat.id, message.message_id)
        scene = self._scenes.said_in(told.language if told is not None else None, scene)
        as_of = date_of(query.data)
        answered = await self._answering.tell(fact, self._clock(), scene.language, scene.audience, as_of)
        await self._saying.choose(message, answered, query.from_user, scene)
        await self._misses.taken(message.chat.id, message.message_id)

    async def _replies_to(
        self, request: Request, message: Message, asked: dt.datetime, scene: ChatContext
    ) -> list[AnswerResult]:
        say, audience, now = scene.say, scene.audience, self._clock()
        match request:
            case Question(text):
                note = asked_at(asked, now, say) if now - asked > self._stale_after else None
                before = await self._memory.before(message, scene.me, now)
                answered = await self._answering.answer(text, now, scene.language, note, audience, before)
                command = command_in(text, answered.decision)
                if command is None or not await self._door.may_command(message, command, scene.where):
                    return [answered]
                return await self._obeyed(command, message, scene)
            case Command():
                fact = opened_by(request)
                if fact is not None and self._answering.holds(fact, audience):
                    return [await self._answering.tell(fact, now, scene.language, audience)]
                return await self._obeyed(request, message, scene)
            case NoQuestion():
                return [AnswerResult(text_reply(say(words.NO_QUESTION)))]
            case NoText():
                return [AnswerResult(text_reply(say(words.NO_TEXT)))]
            case _:
                assert_never(request)

    async def _obeyed(self, command: Command, message: Message, scene: ChatContext) -> list[AnswerResult]:
        respond = self._responders.get(command.name)
        if respond is None:
            return [AnswerResult(text_reply(scene.say(words.UNKNOWN_COMMAND, name=command.name)))]
        return [AnswerResult(reply) for reply in await respond(CommandCall(command, message, scene))]

    async def _is_rest_of_album(self, message: Message, request: Request) -> bool:
        """Whether the message is one more picture of an album that was already replied to."""
        album = album_of(message)
        if album is None:
            return False
        answered = await self._outbox.sent_for(album)
        return message.message_id in answered or (bool(answered) and isinstance(request, NoText))


def me_of(context: Context) -> BotIdentity:
    """Return the bot's identity as Telegram told it."""
    return BotIdentity(context.bot.id, context.bot.username)


def asked_at(asked: dt.datetime, now: dt.datetime, say: Words) -> str:
    """Say when an old question was asked, with the date when that was not today."""
    asked = asked.astimezone(dt.UTC)
    time = f"{asked:%H:%M}"
    if asked.date() == now.astimezone(dt.UTC).date():
        return say(words.ASKED_AT, time=time)
    return say(words.ASKED_ON, date=say.day(asked), time=time)
