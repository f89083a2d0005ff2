"""Turns the pages of a table that an answer over many facts tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext, CallbackQueryHandler

from bot.chat.dialogue.answer_keyboard import answer_keyboard
from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.dialogue.chat_context import ChatContexts
from bot.chat.dialogue.memory import DialogueMemory, as_explanation
from bot.chat.outbound.callback_data import TablePageButton, decode, pattern_of
from bot.chat.outbound.sender import Sender, acknowledge
from bot.chat.protocol.request import identity_of
from bot.chat.routing.access import AccessControl
from bot.messages import chat as words


@dataclass(frozen=True, slots=True)
class TablePages:
    """Shows another page of a table in place; what was asked is read from the record of the answer."""

    sender: Sender
    memory: DialogueMemory
    answer_service: AnswerService
    chat_contexts: ChatContexts
    access: AccessControl
    has_thumbs: bool
    clock: Callable[[], dt.datetime]

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Register for the buttons below a table."""
        application.add_handler(CallbackQueryHandler(self.on_press, pattern=pattern_of(TablePageButton)))

    async def on_press(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Show the page, of the base as it is now and as this chat may see it."""
        query = update.callback_query
        if query is None or query.message is None:
            return
        chat, message = query.message.chat.id, query.message.message_id
        chat_context = await self.chat_contexts.of(chat, query.from_user, identity_of(context.bot))
        refusal, button = await self.access.refusal(query, chat_context.policy), decode(query.data)
        told = await self.memory.answer_in(chat, message)
        plan = as_explanation(told.basis).plan if told is not None else None
        if refusal is not None or plan is None or told is None or not isinstance(button, TablePageButton):
            await acknowledge(query, chat_context.say(refusal or words.GONE))
            return
        shown = self.chat_contexts.in_language(told.language, chat_context)
        result = await self.answer_service.turn(plan, button.page, self.clock(), shown.language, shown.audience)
        await acknowledge(query, None if result is not None else chat_context.say(words.GONE))
        if result is not None:
            markup = answer_keyboard(result, shown.me.username, shown.say, has_thumbs=self.has_thumbs)
            await self.sender.edit(chat, message, result.reply, markup)
