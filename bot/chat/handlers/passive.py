"""A group message that is put to nobody → an answer where the bot is very sure, else silence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from telegram import Message, MessageEntity, Update
from telegram.constants import ChatType
from telegram.ext import Application, CallbackContext, MessageHandler, filters

from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.dialogue.chat_context import ChatContexts
from bot.chat.dialogue.responder import Responder
from bot.chat.protocol.request import BotIdentity, has_words, is_ignored, is_reply, read
from bot.chat.routing.access import AccessControl
from bot.config import Mode, ThresholdSettings
from bot.matching.decision import Answer, Decision, Suggest

SHORTEST: Final = 11  # characters; "thanks all" is put to nobody, and asks nothing
AFTER: Final = 1  # the group of handlers that come after those for what is put to the bot


@dataclass(frozen=True, slots=True)
class PassiveListener:
    """Answers unasked where the chat wants that."""

    answering: AnswerService
    scenes: ChatContexts
    door: AccessControl
    saying: Responder
    limits: ThresholdSettings
    stale_after: dt.timedelta
    clock: Callable[[], dt.datetime]

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Have the application call this after what serves those who call the bot."""
        application.add_handler(MessageHandler(filters.UpdateType.MESSAGE, self.on_message), group=AFTER)

    async def on_message(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Answer a message that nobody put to the bot, if it is as good as certain."""
        message, me = update.message, BotIdentity(context.bot.id, context.bot.username)
        if message is None or not is_put_to_nobody(message, me):
            return
        scene = await self.scenes.of(message.chat.id, message.from_user, me)
        where = scene.where
        if where.settings.mode is not Mode.LISTENING or not where.is_served:
            return
        now = self.clock()
        if now - message.date > self.stale_after:
            return
        answered = await self.answering.answer_if(
            lambda decision: is_sure(decision, self.limits), message.text or "", now, scene.language, scene.audience
        )
        if answered is not None and await self.door.may_answer_unasked(where):
            await self.saying.say(message, answered, None, scene)


def is_put_to_nobody(message: Message, me: BotIdentity) -> bool:
    """Whether a message in a group may be a question to all: not to the bot, nor to somebody else."""
    text = (message.text or "").strip()
    if message.chat.type == ChatType.PRIVATE or is_ignored(message, me) or read(message, me) is not None:
        return False
    if len(text) < SHORTEST or not has_words(text) or text.startswith("/"):
        return False
    if message.forward_origin is not None or message.via_bot is not None or message.external_reply is not None:
        return False
    return not is_reply(message) and not names_somebody(message)


def names_somebody(message: Message) -> bool:
    """Whether a message mentions anybody; what mentions the bot is put to it and does not come here."""
    return any(entity.type in {MessageEntity.MENTION, MessageEntity.TEXT_MENTION} for entity in message.entities)


def is_sure(decision: Decision, limits: ThresholdSettings) -> bool:
    """Whether a decision may be told unasked: a whole answer, or choices, of which all are likely enough."""
    match decision:
        case Answer():
            is_whole = not decision.missing
            return is_whole and all(fact.confidence >= limits.unaddressed_answer_at for fact in decision.facts)
        case Suggest():
            least = limits.unaddressed_suggest_at
            return least < 1 and all(choice.confidence >= least for choice in decision.choices)
        case _:
            return False
