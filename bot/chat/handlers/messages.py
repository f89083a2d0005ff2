"""Handles messages, edits and button presses: answers, edits an earlier answer, shows a choice, or stays silent."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any, TypeAlias, assert_never

from telegram import Message, Update
from telegram.ext import Application, CallbackContext, CallbackQueryHandler, MessageHandler, filters

from bot.chat.curator.miss_recorder import MissRecorder
from bot.chat.dialogue.answer_service import AnswerResult
from bot.chat.dialogue.chat_context import ChatContext
from bot.chat.dialogue.responder import Responder
from bot.chat.outbound.callback_data import Button, FactButton, decode
from bot.chat.outbound.keyboards import fact_in_link
from bot.chat.outbound.sender import acknowledge, album_of
from bot.chat.protocol.request import Command, NoQuestion, NoText, Question, Request, command_in, identity_of, read
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.chat.services import Services
from bot.messages import chat as words
from bot.replies import Words
from bot.replies.message import text_reply

Context: TypeAlias = CallbackContext[Any, Any, Any, Any]
log = logging.getLogger(__name__)


class MessageHandlers:
    """Handles messages, edits and button presses; the outbox maps each question to its reply."""

    def __init__(self, services: Services, responder: Responder, misses: MissRecorder, commands: CommandTable) -> None:
        self._responder = responder
        self._misses = misses
        self._outbox = services.outbox
        self._answer_service = services.answer_service
        self._access = services.access
        self._chat_contexts = services.chat_contexts
        self._memory = services.memory
        self._commands = commands
        self._stale_after = dt.timedelta(minutes=services.settings.stale_after)
        self._clock = services.clock

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Register for messages, edits, and presses that no other part of the bot handles."""
        application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, self.on_message))
        application.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, self.on_edited))
        application.add_handler(CallbackQueryHandler(self.on_press))

    async def on_message(self, update: Update, context: Context) -> None:
        """Reply to a new message if it is a request to the bot."""
        message, me = update.message, identity_of(context.bot)
        if message is None:
            return
        request = read(message, me)
        if request is None or await self._is_rest_of_album(message, request):
            return
        chat_context = await self._chat_contexts.of(message.chat.id, message.from_user, me)
        if not await self._access.allows(message, request, chat_context):
            return
        fingerprint = self._outbox.fingerprint(repr(request))
        for result in await self._replies_to(request, message, message.date, chat_context):
            sent = await self._responder.reply(message, result, fingerprint, chat_context)
            if isinstance(request, Question):
                await self._misses.record(message, result, sent, chat_context)

    async def on_edited(self, update: Update, context: Context) -> None:
        """Put the answer to the edited question in place of the earlier reply, or give a first one."""
        message, me = update.edited_message, identity_of(context.bot)
        if message is None:
            return
        request = read(message, me)
        if not isinstance(request, Question):
            return
        chat, fingerprint = message.chat.id, self._outbox.fingerprint(repr(request))
        earlier = await self._outbox.previous_reply(chat, message.message_id)
        if earlier is not None and earlier.asked == fingerprint:
            return  # Telegram also reports link previews and the like as edits
        chat_context = await self._chat_contexts.of(chat, message.from_user, me)
        if not await self._access.allows(message, request, chat_context):
            return
        result, *more = await self._replies_to(request, message, message.edit_date or message.date, chat_context)
        if earlier is not None and await self._responder.edit(message, earlier.message, result, chat_context):
            sent: int | None = earlier.message
            await self._outbox.now_answers(chat, earlier.message, fingerprint)
        else:
            sent = await self._responder.reply(message, result, fingerprint, chat_context)
        for further in more:
            await self._responder.reply(message, further, fingerprint, chat_context)
        await self._misses.record(message, result, sent, chat_context)

    async def on_press(self, update: Update, context: Context) -> None:
        """Put the chosen fact in place of the choices."""
        query = update.callback_query
        if query is None:
            return
        message = query.message
        if message is None:
            await acknowledge(query)
            return
        chat_context = await self._chat_contexts.of(message.chat.id, query.from_user, identity_of(context.bot))
        button, refusal = decode(query.data), await self._access.refusal(query, chat_context.policy)
        if refusal is None and not isinstance(button, FactButton):
            refusal = words.UNKNOWN_BUTTON
        elif refusal is None and not self._holds(button, chat_context):
            refusal = words.GONE
        await acknowledge(query, None if refusal is None else chat_context.say(refusal))
        # A reload may have taken the fact away in the meantime.
        if not isinstance(button, FactButton) or refusal is not None or not self._holds(button, chat_context):
            return
        told = await self._memory.answer_in(message.chat.id, message.message_id)
        chat_context = self._chat_contexts.in_language(told.language if told is not None else None, chat_context)
        result = await self._answer_service.tell(
            button.fact, self._clock(), chat_context.language, chat_context.audience, button.as_of
        )
        await self._responder.show_choice(message, result, query.from_user, chat_context)
        await self._misses.suggestion_chosen(message.chat.id, message.message_id)

    async def _replies_to(
        self, request: Request, message: Message, asked_at: dt.datetime, chat_context: ChatContext
    ) -> list[AnswerResult]:
        say, audience, now = chat_context.say, chat_context.audience, self._clock()
        match request:
            case Question(text):
                note = asked_at_note(asked_at, now, say) if now - asked_at > self._stale_after else None
                context = await self._memory.context_of(message, chat_context.me, now)
                result = await self._answer_service.answer(text, now, chat_context.language, note, audience, context)
                command = command_in(text, result.decision)
                if command is None or not await self._access.may_command(message, command, chat_context.policy):
                    return [result]
                return await self._answer_command(command, message, chat_context)
            case Command():
                fact = fact_in_link(request)
                if fact is not None and self._answer_service.holds(fact, audience):
                    return [await self._answer_service.tell(fact, now, chat_context.language, audience)]
                return await self._answer_command(request, message, chat_context)
            case NoQuestion():
                return [AnswerResult(text_reply(say(words.NO_QUESTION)))]
            case NoText():
                return [AnswerResult(text_reply(say(words.NO_TEXT)))]
            case _:
                assert_never(request)

    async def _answer_command(
        self, command: Command, message: Message, chat_context: ChatContext
    ) -> list[AnswerResult]:
        respond = self._commands.get(command.name)
        if respond is None:
            return [AnswerResult(text_reply(chat_context.say(words.UNKNOWN_COMMAND, name=command.name)))]
        return [AnswerResult(reply) for reply in await respond(CommandCall(command, message, chat_context))]

    def _holds(self, button: Button | None, chat_context: ChatContext) -> bool:
        return isinstance(button, FactButton) and self._answer_service.holds(button.fact, chat_context.audience)

    async def _is_rest_of_album(self, message: Message, request: Request) -> bool:
        """Return whether the message is a further picture of an album that was already replied to."""
        album = album_of(message)
        if album is None:
            return False
        sent = await self._outbox.sent_under(album)
        return message.message_id in sent or (bool(sent) and isinstance(request, NoText))


def asked_at_note(asked_at: dt.datetime, now: dt.datetime, say: Words) -> str:
    """Write when an old question was asked, with the date unless that was today."""
    asked_at = asked_at.astimezone(dt.UTC)
    time = f"{asked_at:%H:%M}"
    if asked_at.date() == now.astimezone(dt.UTC).date():
        return say(words.ASKED_AT, time=time)
    return say(words.ASKED_ON, date=say.day(asked_at), time=time)
