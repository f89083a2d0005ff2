"""Finds out what a chat may see and in which language to reply there."""

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
    """The chat in which something is asked: its policy, the language to reply in, and the bot's identity."""

    policy: ChatPolicy
    language: str
    say: Words
    me: BotIdentity

    @property
    def audience(self) -> Audience:
        """The audience that sees the reply."""
        return self.policy.audience


@dataclass(frozen=True, slots=True)
class ChatContexts:
    """Makes the context of a chat from its settings and the person who writes."""

    policies: ChatPolicies
    answer_service: AnswerService

    async def of(self, chat: int, user: User | None, me: BotIdentity) -> ChatContext:
        """Look up the context of a chat."""
        return self.at(await self.policies.of(chat), user, me)

    def at(self, policy: ChatPolicy, user: User | None, me: BotIdentity) -> ChatContext:
        """Make the context of a chat whose policy is known, in its own language or that of `user`."""
        language = policy.settings.language or self.answer_service.language_of(user)
        return ChatContext(policy, language, self.answer_service.words_for(language), me)

    def in_language(self, language: str | None, chat_context: ChatContext) -> ChatContext:
        """Change the language, if one is given: a message keeps its own, whoever presses a button below it."""
        if language is None:
            return chat_context
        return replace(chat_context, language=language, say=self.answer_service.words_for(language))
