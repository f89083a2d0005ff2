"""Answers group messages that are put to nobody, if the chat wants that and the bot is very sure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.ext import Application, CallbackContext, MessageHandler, filters

from bot.chat.dialogue.responder import Responder
from bot.chat.protocol.request import BotIdentity, has_words, identity_of, is_ignored, is_reply, read
from bot.chat.services import Services
from bot.config import Mode, ThresholdSettings
from bot.matching.decision import Answer, Decision, Suggest

SHORTEST: Final = 11  # characters; "thanks all" asks nothing
AFTER: Final = 1  # the library's group of handlers that run after those for requests


@dataclass(frozen=True, slots=True)
class PassiveListener:
    """Listens to groups in listening mode."""

    services: Services
    responder: Responder

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Register after the handlers of requests."""
        application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, self.on_message), group=AFTER)

    async def on_message(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Answer a message that is put to nobody, if the answer is as good as certain."""
        message, me = update.message, identity_of(context.bot)
        if message is None or not is_put_to_nobody(message, me):
            return
        chat_context = await self.services.chat_contexts.of(message.chat.id, message.from_user, me)
        policy = chat_context.policy
        if policy.settings.mode is not Mode.LISTENING or not policy.is_served:
            return
        now, settings = self.services.clock(), self.services.settings
        if now - message.date > dt.timedelta(minutes=settings.stale_after):
            return
        result = await self.services.answer_service.answer_if(
            lambda decision: is_sure(decision, settings.thresholds),
            message.text or "",
            now,
            chat_context.language,
            chat_context.audience,
        )
        if result is not None and await self.services.access.may_answer_unasked(policy):
            await self.responder.reply(message, result, None, chat_context)


def is_put_to_nobody(message: Message, me: BotIdentity) -> bool:
    """Return whether a group message may be a question to everybody: neither to the bot nor to anybody else."""
    text = (message.text or "").strip()
    if message.chat.type == ChatType.PRIVATE or is_ignored(message, me) or read(message, me) is not None:
        return False
    if len(text) < SHORTEST or not has_words(text) or text.startswith("/"):
        return False
    if message.forward_origin is not None or message.via_bot is not None or message.external_reply is not None:
        return False
    return not is_reply(message) and not names_somebody(message)


def names_somebody(message: Message) -> bool:
    """Return whether a message mentions anybody. One that mentions the bot is a request and does not come here."""
    return any(entity.type in {MessageEntity.MENTION, MessageEntity.TEXT_MENTION} for entity in message.entities)


def is_sure(decision: Decision, limits: ThresholdSettings) -> bool:
    """Return whether to tell a decision unasked: a complete answer or choices, each of them likely enough."""
    match decision:
        case Answer():
            is_whole = not decision.missing
            return is_whole and all(fact.confidence >= limits.unaddressed_answer_at for fact in decision.facts)
        case Suggest():
            least = limits.unaddressed_suggest_at
            return least < 1 and all(choice.confidence >= least for choice in decision.choices)
        case _:
            return False
