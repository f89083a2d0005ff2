"""Who asks, where and how often → whether the bot replies; a refusal is said once, then it stays silent."""

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
from bot.config import Commands, Mode, Settings
from bot.messages import chat as guest_words
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
    """Lets in what is to be replied to."""

    bot: Bot
    sender: Sender
    memory: DialogueMemory
    settings: Settings
    clock: Callable[[], float] = time.time

    async def admits(self, message: Message, request: Request, scene: ChatContext) -> bool:
        """Whether to reply to what somebody asks; says so itself where a refusal has to be said."""
        where, say = scene.where, scene.say
        if where.settings.mode is Mode.OFF:
            return False
        if not where.is_served:
            text = guest_words.NOT_FOR_YOU if where.is_private else guest_words.NOT_HERE
            await self._notice(message, f"unserved {where.chat}", say(text, number=where.chat))
            return False
        used_up = await self._take(self._quotas(sender_of(message), where))
        if used_up is not None:
            await self._notice(message, used_up.key, say(guest_words.SLOW_DOWN))
            return False
        if isinstance(request, Command) and not await self.may_command(message, request, where):
            is_for_admins = request.name not in words.DESK and where.settings.commands is Commands.ADMINS
            allowed = say(guest_words.ADMINS if is_for_admins else guest_words.CURATORS)
            await self.sender.reply(message, text_reply(say(guest_words.NOT_YOUR_COMMAND, who=allowed)))
            return False
        return True

    async def refusal(self, query: CallbackQuery, where: ChatPolicy | None) -> Text | None:
        """Say why a press is not acted on, if it is not; `where` is unknown for a message sent inline."""
        if where is not None and (where.settings.mode is Mode.OFF or not where.is_served):
            return guest_words.NO_BUTTON_HERE
        used_up = await self._take(self._quotas(f"user {query.from_user.id}", where))
        return None if used_up is None else guest_words.SLOW_DOWN

    async def desk_refusal(
        self, query: CallbackQuery, message: Message, scene: ChatContext, *, is_known: bool
    ) -> Text | None:
        """Say why a press of a button that is for curators in private is not acted on, if it is not."""
        refusal = await self.refusal(query, scene.where)
        if not self.settings.is_curator(query.from_user.id) or message.chat.type != ChatType.PRIVATE:
            return guest_words.NO_BUTTON_HERE
        return refusal or (None if is_known else words.UNKNOWN_BUTTON)

    async def may_answer_unasked(self, where: ChatPolicy) -> bool:
        """Count an answer that nobody called for, if one more may be given within the hour."""
        return await self._take([Quota(f"unasked {where.chat}", self.settings.asking.unasked, 3600.0)]) is None

    async def may_type(self, user: int) -> bool:
        """Count what somebody types inline, of which every letter may come as a query."""
        return await self._take([Quota(self._person("inline", f"user {user}"), 5 * self._most, MINUTE)]) is None

    @property
    def _most(self) -> int:
        return self.settings.asking.per_person

    def _quotas(self, sender: str, where: ChatPolicy | None) -> list[Quota]:
        wanted = [Quota(self._person("person", sender), self._most, MINUTE)]
        if where is not None and not where.is_private:
            wanted.append(Quota(f"chat {where.chat}", self.settings.asking.per_chat, MINUTE))
        return wanted

    def _person(self, kind: str, sender: str) -> str:
        return f"{kind} {self.memory.hash(sender)}"

    async def _take(self, wanted: list[Quota]) -> Quota | None:
        store, now = self.memory.store, self.clock()
        return await store.run(lambda connection: quotas.take(connection, store.bot, wanted, now))

    async def _notice(self, message: Message, of: str, text: str) -> None:
        if await self._take([Quota(f"notice {of}", 1, SILENCE)]) is None:
            await self.sender.reply(message, text_reply(text))

    async def may_command(self, message: Message, command: Command, where: ChatPolicy) -> bool:
        """Whether whoever wrote a message may give a command there."""
        allowed, user = where.settings.commands, user_of(message)
        if user is not None and self.settings.is_curator(user.id):
            return True
        if command.name in words.DESK:
            return False
        if allowed is Commands.EVERYONE or command.name in FOR_ALL:
            return True
        return allowed is Commands.ADMINS and await self.is_admin(message)

    async def is_admin(self, message: Message) -> bool:
        """Whether whoever wrote a message may decide for its chat: in private everybody, elsewhere its admins.

        The bot's own admins may everywhere.
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
