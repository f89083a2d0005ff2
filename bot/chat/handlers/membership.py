"""Introduces the bot where it is added to a group, and follows a group that gets another number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from telegram import Bot, ChatMember, ChatMemberRestricted, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import Application, CallbackContext, ChatMemberHandler, MessageHandler, filters

from bot.chat.dialogue.chat_context import ChatContext, ChatContexts
from bot.chat.outbound.sender import Sender
from bot.chat.protocol.request import identity_of
from bot.config import Mode
from bot.messages import chat as words
from bot.replies.message import text_reply

ABSENT: Final = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)


@dataclass(frozen=True, slots=True)
class Membership:
    """Handles changes of the bot's membership, and groups that become supergroups."""

    bot: Bot
    sender: Sender
    chat_contexts: ChatContexts

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Register for changes of membership and for groups that move."""
        application.add_handler(ChatMemberHandler(self.on_member, ChatMemberHandler.MY_CHAT_MEMBER))
        # Not for an edit of such a message, which tells nothing new.
        moves = filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE
        application.add_handler(MessageHandler(moves, self.on_move))

    async def on_member(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Introduce the bot in a group that it was added to, or added to again."""
        change = update.my_chat_member
        if change is None or change.chat.type not in GROUPS:
            return
        if is_there(change.old_chat_member) or not is_there(change.new_chat_member):
            return
        me = identity_of(self.bot)
        chat_context = await self.chat_contexts.of(change.chat.id, change.from_user, me)
        if chat_context.policy.settings.mode is Mode.OFF:
            return
        hears_all = self.bot.can_read_all_group_messages or (
            change.new_chat_member.status == ChatMemberStatus.ADMINISTRATOR
        )
        await self.sender.send_if_allowed(change.chat.id, text_reply(introduction(chat_context, hears_all=hears_all)))

    async def on_move(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Move the settings and the records of a group; both its old and its new chat report the move."""
        message = update.message
        numbers = moved(message) if message is not None else None
        if numbers is not None:
            await self.chat_contexts.policies.move(*numbers)


def introduction(chat_context: ChatContext, *, hears_all: bool) -> str:
    """Write what the bot is, how to call it, and which messages it sees."""
    say = chat_context.say
    if not chat_context.policy.is_served:
        return say(words.NOT_HERE, number=chat_context.policy.chat)
    hears = words.HEARS_ALL if hears_all else words.HEARS_CALLS
    if hears_all and chat_context.policy.settings.mode is Mode.LISTENING:
        hears = words.HEARS_AND_ANSWERS
    return say(words.INTRODUCTION, start=say(words.START), username=chat_context.me.username, hears=say(hears))


def is_there(member: ChatMember) -> bool:
    """Return whether somebody is in a chat; a restricted member may be in it or not."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in ABSENT


def moved(message: Message) -> tuple[int, int] | None:
    """Return the old and the new number of a group that has moved, or None."""
    if message.migrate_to_chat_id is not None:
        return message.chat.id, message.migrate_to_chat_id
    if message.migrate_from_chat_id is not None:
        return message.migrate_from_chat_id, message.chat.id
    return None
