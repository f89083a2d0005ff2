"""A chat and who speaks there → what may be seen, and in which language to talk."""

from __future__ import annotations

from dataclasses import dataclass, replace

from telegram import User

from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.protocol.chat_policy import ChatPolicies, ChatPolicy
from bot.chat.protocol.request import BotIdentity
from bot.factbase.audience import Audience
from bot.replies import Words


@dataclass(frozen=True, slots=True)
class ChatContext:
    """Where something is asked, and how to talk there."""

    where: ChatPolicy
    language: str
    say: Words
    me: BotIdentity

    @property
    def audience(self) -> Audience:
        """Who looks at what is shown."""
        return self.where.audience


@dataclass(frozen=True, slots=True)
class ChatContexts:
    """Finds out what holds where somebody speaks."""

    places: ChatPolicies
    answering: AnswerService

    async def of(self, chat: int, user: User | None, me: BotIdentity) -> ChatContext:
        """Give the scene of a chat."""
        return self.at(await self.places.of(chat), user, me)

    def at(self, where: ChatPolicy, user: User | None, me: BotIdentity) -> ChatContext:
        """Give the scene of a place: its language, else that of whoever speaks."""
        language = where.settings.language or self.answering.language_of(user)
        return ChatContext(where, language, self.answering.words_for(language), me)

    def said_in(self, language: str | None, scene: ChatContext) -> ChatContext:
        """Give the scene of a message that was said in a language: it keeps that, whoever presses a button below."""
        if language is None:
            return scene
        return replace(scene, language=language, say=self.answering.words_for(language))
