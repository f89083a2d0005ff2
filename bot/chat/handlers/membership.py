"""The bot is put into a group, or a group gets another number → a word of introduction; settings that follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from telegram import Bot, ChatMember, ChatMemberRestricted, Message, Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import Application, CallbackContext, ChatMemberHandler, MessageHandler, filters

from bot.chat.dialogue.chat_context import ChatContext, ChatContexts
from bot.chat.outbound.sender import Sender
from bot.chat.protocol.request import BotIdentity
from bot.config import Mode
from bot.messages import chat
from bot.replies.message import text_reply

ABSENT: Final = (ChatMemberStatus.LEFT, ChatMemberStatus.BANNED)
GROUPS: Final = (ChatType.GROUP, ChatType.SUPERGROUP)


@dataclass(frozen=True, slots=True)
class Membership:
    """Notices what becomes of the bot in groups, and of groups."""

    bot: Bot
    sender: Sender
    scenes: ChatContexts

    def register(self, application: Application[Any, Any, Any, Any, Any, Any]) -> None:
        """Have the application call this for changes of membership and for groups that move."""
        application.add_handler(ChatMemberHandler(self.on_member, ChatMemberHandler.MY_CHAT_MEMBER))
        # Not for an edit of such a message, which tells nothing new.
        moves = filters.UpdateType.MESSAGE & filters.StatusUpdate.MIGRATE
        application.add_handler(MessageHandler(moves, self.on_move))

    async def on_member(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Introduce the bot where it has been put into a group, also for the second time."""
        change = update.my_chat_member
        if change is None or change.chat.type not in GROUPS:
            return
        if is_there(change.old_chat_member) or not is_there(change.new_chat_member):
            return
        me = BotIdentity(self.bot.id, self.bot.username)
        scene = await self.scenes.of(change.chat.id, change.from_user, me)
        if scene.where.settings.mode is Mode.OFF:
            return
        hears_all = self.bot.can_read_all_group_messages or (
            change.new_chat_member.status == ChatMemberStatus.ADMINISTRATOR
        )
        await self.sender.tell(change.chat.id, text_reply(introduction(scene, hears_all=hears_all)))

    async def on_move(self, update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
        """Note the new number of a group, which both its old and its new chat tell."""
        message = update.message
        numbers = moved(message) if message is not None else None
        if numbers is not None:
            await self.scenes.places.move(*numbers)


def introduction(scene: ChatContext, *, hears_all: bool) -> str:
    """Say in one message what the bot is, how to call it, and what it sees."""
    say = scene.say
    if not scene.where.is_served:
        return say(chat.NOT_HERE, number=scene.where.chat)
    hears = chat.HEARS_ALL if hears_all else chat.HEARS_CALLS
    if hears_all and scene.where.settings.mode is Mode.LISTENING:
        hears = chat.HEARS_AND_ANSWERS
    return say(chat.INTRODUCTION, start=say(chat.START), username=scene.me.username, hears=say(hears))


def is_there(member: ChatMember) -> bool:
    """Whether somebody is in a chat; who is restricted may be or not."""
    if isinstance(member, ChatMemberRestricted):
        return member.is_member
    return member.status not in ABSENT


def moved(message: Message) -> tuple[int, int] | None:
    """Read from which number to which a group has moved."""
    if message.migrate_to_chat_id is not None:
        return message.chat.id, message.migrate_to_chat_id
    if message.migrate_from_chat_id is not None:
        return message.migrate_from_chat_id, message.chat.id
    return None
