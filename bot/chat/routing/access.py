"""Decides whether the bot replies: by who asks, where and how often. A refusal is said once, then it stays silent."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from telegram import Bot, CallbackQuery, Message
from telegram.constants import ChatMemberStatus, ChatType
from telegram.error import TelegramError

from bot.chat.dialogue.chat_context import ChatContext
from bot.chat.dialogue.memory import DialogueMemory
from bot.chat.outbound.sender import Sender
from bot.chat.protocol.chat_policy import ChatPolicy
from bot.chat.protocol.request import Command, Request, sender_of, user_of
from bot.chat.protocol.retry import call_with_retry
from bot.chat.protocol.update_context import current
from bot.config import Commands, Mode, Settings
from bot.messages import chat as words
from bot.messages.catalogue import Message as Text
from bot.replies.message import text_reply
from bot.store.conversations import quotas
from bot.store.conversations.quotas import Quota

MINUTE: Final = 60.0
SILENCE: Final = 600.0  # seconds between two notices of the same kind
FOR_ALL: Final = frozenset({"start", "help", "privacy", "forgetme"})
ADMINS: Final = (ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class AccessControl:
    """Applies the settings of chats, the quotas and the rights of curators and admins."""

    bot: Bot
    sender: Sender
    memory: DialogueMemory
    settings: Settings
    clock: Callable[[], float] = time.time

    async def allows(self, message: Message, request: Request, chat_context: ChatContext) -> bool:
        """Return whether to reply to a request; if not, tell the asker why where that is due."""
        policy, say = chat_context.policy, chat_context.say
        if policy.settings.mode is Mode.OFF:
            return False
        if not policy.is_served:
            text = words.NOT_FOR_YOU if policy.is_private else words.NOT_HERE
            await self._notice(message, f"unserved {policy.chat}", say(text, number=policy.chat))
            return False
        exceeded = await self._exceeded(self._quotas(sender_of(message), policy), self._arrived_at())
        if exceeded is not None:
            await self._notice(message, exceeded.key, say(words.SLOW_DOWN))
            return False
        if isinstance(request, Command) and not await self.may_command(message, request, policy):
            is_for_admins = request.name not in words.DESK and policy.settings.commands is Commands.ADMINS
            allowed = say(words.ADMINS if is_for_admins else words.CURATORS)
            await self.sender.reply(message, text_reply(say(words.NOT_YOUR_COMMAND, who=allowed)))
            return False
        return True

    async def refusal(self, query: CallbackQuery, policy: ChatPolicy | None) -> Text | None:
        """Return why a press is not acted on, or None if it is; `policy` is None for a message sent inline."""
        if policy is not None and (policy.settings.mode is Mode.OFF or not policy.is_served):
            return words.NO_BUTTON_HERE
        exceeded = await self._exceeded(self._quotas(f"user {query.from_user.id}", policy), self._arrived_at())
        return None if exceeded is None else words.SLOW_DOWN

    async def curator_refusal(
        self, query: CallbackQuery, message: Message, chat_context: ChatContext, *, is_known: bool
    ) -> Text | None:
        """Return why a press of a curator's button is not acted on, or None; such buttons work only in private chats.

        `is_known` is False for a button whose data cannot be read.
        """
        refusal = await self.refusal(query, chat_context.policy)
        if not self.settings.is_curator(query.from_user.id) or message.chat.type != ChatType.PRIVATE:
            return words.NO_BUTTON_HERE
        return refusal or (None if is_known else words.UNKNOWN_BUTTON)

    async def may_answer_unasked(self, policy: ChatPolicy) -> bool:
        """Count one more unasked answer in this hour; return False if the chat has had its share."""
        return await self._exceeded([Quota(f"unasked {policy.chat}", self.settings.asking.unasked, 3600.0)]) is None

    async def may_type(self, user: int) -> bool:
        """Count a query that somebody types inline, where every letter may make one; return False above the quota."""
        return (
            await self._exceeded([Quota(self._person_key("inline", f"user {user}"), 5 * self._per_person, MINUTE)])
            is None
        )

    @property
    def _per_person(self) -> int:
        return self.settings.asking.per_person

    def _quotas(self, sender: str, policy: ChatPolicy | None) -> list[Quota]:
        limits = [Quota(self._person_key("person", sender), self._per_person, MINUTE)]
        if policy is not None and not policy.is_private:
            in_group = self._person_key("person", f"{sender} in {policy.chat}")
            limits.append(Quota(in_group, self.settings.asking.per_person_in_group, MINUTE))
            limits.append(Quota(f"chat {policy.chat}", self.settings.asking.per_chat, MINUTE))
        return limits

    def _person_key(self, kind: str, sender: str) -> str:
        return f"{kind} {self.memory.hash(sender)}"

    def _arrived_at(self) -> float:
        """Return when the update being handled arrived, so that a flood counts as one however long its replies take."""
        now, context = self.clock(), current.get(None)
        return now if context is None else min(now, context.stored_at)

    async def _exceeded(self, limits: list[Quota], at: float | None = None) -> Quota | None:
        """Count one more use of each quota, now or at a time; if one is exceeded, count none and return that one."""
        store, now = self.memory.store, self.clock() if at is None else at
        return await store.run(lambda connection: quotas.take(connection, store.bot, limits, now))

    async def _notice(self, message: Message, kind: str, text: str) -> None:
        """Reply with a notice, unless one of the same kind was sent a short while ago."""
        if await self._exceeded([Quota(f"notice {kind}", 1, SILENCE)]) is None:
            await self.sender.reply(message, text_reply(text))

    async def may_command(self, message: Message, command: Command, policy: ChatPolicy) -> bool:
        """Return whether the author of a message may give a command in its chat."""
        allowed, user = policy.settings.commands, user_of(message)
        if user is not None and self.settings.is_curator(user.id):
            return True
        if command.name in words.DESK:
            return False
        if allowed is Commands.EVERYONE or command.name in FOR_ALL:
            return True
        return allowed is Commands.ADMINS and await self.is_admin(message)

    async def is_admin(self, message: Message) -> bool:
        """Return whether the author of a message may decide for its chat: anybody in private, in a group its admins.

        The bot's own admins may in every chat.
        """
        user, chat = user_of(message), message.chat
        if chat.type == ChatType.PRIVATE:
            return True
        if user is None:  # an anonymous admin writes as the chat itself
            return message.sender_chat is not None and message.sender_chat.id == chat.id
        return self.settings.is_admin(user.id) or await self._is_admin(chat.id, user.id)

    async def _is_admin(self, chat: int, user: int) -> bool:
        try:
            member = await call_with_retry(
                lambda: self.bot.get_chat_member(chat, user), "asking who is an admin", attempts=2
            )
        except TelegramError:
            return False
        return member.status in ADMINS
