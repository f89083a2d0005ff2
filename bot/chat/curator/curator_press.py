"""Reads the press of a curators' button, and says why one is not acted on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from telegram import CallbackQuery, Message, Update
from telegram.ext import CallbackContext

from bot.chat.dialogue.chat_context import ChatContext
from bot.chat.outbound.sender import acknowledge
from bot.chat.protocol.request import BotIdentity
from bot.chat.services import Services
from bot.messages.catalogue import Message as Text


@dataclass(frozen=True, slots=True)
class CuratorPress:
    """A press, the message that has the button, and the chat of both."""

    query: CallbackQuery
    message: Message
    chat_context: ChatContext

    async def is_admitted(self, services: Services, *, is_known: bool, otherwise: Text | None = None) -> bool:
        """Acknowledge the press and return whether to act on it; whoever pressed is told why not.

        `is_known` is False for a button whose data cannot be read; `otherwise` is another reason not to act.
        """
        refusal = await services.access.curator_refusal(self.query, self.message, self.chat_context, is_known=is_known)
        refusal = refusal or otherwise
        await acknowledge(self.query, None if refusal is None else self.chat_context.say(refusal))
        return refusal is None


async def press_in(
    update: Update, context: CallbackContext[Any, Any, Any, Any], services: Services
) -> CuratorPress | None:
    """Return the press that an update brings; None if its message cannot be reached any more."""
    query = update.callback_query
    message = query.message if query is not None else None
    if query is None or not isinstance(message, Message):
        return None
    me = BotIdentity(context.bot.id, context.bot.username)
    return CuratorPress(query, message, await services.chat_contexts.of(message.chat.id, query.from_user, me))
