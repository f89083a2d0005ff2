"""Which messages of a chat a bot hears: privacy mode as Telegram documents it."""

from __future__ import annotations

from .bots import Bot
from .chats import Chat
from .wire import Json, entities_of, text_of, utf16_slice

SERVICE = frozenset(
    """
    new_chat_members left_chat_member new_chat_title delete_chat_photo group_chat_created
    supergroup_chat_created migrate_to_chat_id migrate_from_chat_id pinned_message forum_topic_created
    forum_topic_edited forum_topic_closed forum_topic_reopened general_forum_topic_hidden
    """.split()  # noqa: SIM905
)


def hears(bot: Bot, chat: Chat, message: Json) -> bool:
    """Whether a bot that is in the chat gets an update for the message."""
    sender = message.get("from", {})
    if sender.get("id") == bot.id or (sender.get("is_bot") and "sender_chat" not in message):
        return False
    if chat.type in ("private", "channel") or bot.can_read_all_group_messages:
        return True
    if chat.member(bot).is_admin or not SERVICE.isdisjoint(message):
        return True
    if message.get("via_bot", {}).get("id") == bot.id:
        return True
    return _addressed(bot, chat, message)


def _addressed(bot: Bot, chat: Chat, message: Json) -> bool:
    replied = message.get("reply_to_message", {}).get("from", {})
    if replied.get("id") == bot.id:
        return True
    text = text_of(message)
    name = f"@{bot.username}".lower()
    for entity in entities_of(message):
        covered = utf16_slice(text, entity["offset"], entity["length"]).lower()
        if entity["type"] == "bot_command":
            if covered.endswith(name):
                return True
            # A command without a name is for the bot that wrote last.
            if "@" not in covered and chat.last_bot in (None, bot.id):
                return True
        if entity["type"] == "mention" and covered == name and bot.hears_mentions:
            return True
    return False
