"""A new or changed message to what the chat stores and what its bots are told."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from .bots import Bot
from .chats import Chat, Topic
from .hearing import hears
from .messages import Stored
from .wire import Json

if TYPE_CHECKING:
    from .world import World


CHANGEABLE = ("text", "entities", "caption", "caption_entities", "reply_markup", "link_preview_options")


def post(
    world: World,
    chat: Chat,
    content: Json,
    *,
    sender: Json | None = None,
    bot: Bot | None = None,
    topic: Topic | None = None,
    reply_to: Stored | None = None,
    date: datetime | None = None,
    oracle: bool = True,
) -> Stored:
    """Store a message and tell the bots that hear it. `bot` is the bot that wrote it."""
    data: Json = {"message_id": chat.next_id, "date": world.clock.stamp(date), "chat": chat.json()}
    chat.next_id += 1
    if sender:
        data["from"] = sender
    data |= content
    _place(chat, data, topic, reply_to)
    stored = Stored(chat, [data], bot_id=bot.id if bot else None)
    chat.messages[data["message_id"]] = stored
    if bot:
        chat.bot_messages.append(data["message_id"])
        chat.last_bot = bot.id
    if reply_to:
        reply_to.replies.append(data["message_id"])
    tell(world, stored, "channel_post" if chat.type == "channel" else "message", oracle=oracle)
    if chat.type == "channel" and chat.linked:
        _forward(world, chat.linked, data)
    world.changed.notify_all()
    if bot and reply_to:
        world.on_reply(stored)
    return stored


def change(world: World, stored: Stored, content: Json, *, date: datetime | None = None) -> None:
    """Add a version; tell the bots, except of what a bot changed itself."""
    kept = {name: value for name, value in stored.data.items() if name not in CHANGEABLE}
    stored.versions.append(kept | content | {"edit_date": world.clock.stamp(date)})
    if stored.bot_id is None:
        kind = "edited_channel_post" if stored.chat.type == "channel" else "edited_message"
        tell(world, stored, kind)
    world.changed.notify_all()


def tell(world: World, stored: Stored, kind: str, *, oracle: bool = True) -> None:
    """Give the newest version of a message to every bot that hears it."""
    for bot in stored.chat.bots():
        if hears(bot, stored.chat, stored.data):
            update_id = world.push(bot, kind, stored.data, stored.chat.id, oracle=oracle)
            if update_id is not None:
                stored.updates.setdefault(bot.id, []).append(update_id)


def _place(chat: Chat, data: Json, topic: Topic | None, reply_to: Stored | None) -> None:
    """Thread ids and the message replied to, with Telegram's oddities."""
    if topic and not topic.is_general:
        data["message_thread_id"] = topic.thread_id
        data["is_topic_message"] = True
        if reply_to is None:  # a plain message of a topic "replies" to the topic's creation
            reply_to = chat.stored(topic.thread_id)
    elif reply_to and chat.type == "supergroup" and not chat.is_forum:
        # Reply chains have a thread id too, which is no topic and must not be sent back.
        data["message_thread_id"] = reply_to.data.get("message_thread_id", reply_to.data["message_id"])
    if reply_to:
        data["reply_to_message"] = {k: v for k, v in reply_to.data.items() if k != "reply_to_message"}


def _forward(world: World, group: Chat, post_data: Json) -> None:
    """A channel post appears in the linked discussion group."""
    channel = post_data["chat"]
    content = {k: v for k, v in post_data.items() if k not in ("message_id", "chat", "date", "sender_chat", "from")}
    content |= {
        "sender_chat": channel,
        "is_automatic_forward": True,
        "forward_origin": {
            "type": "channel",
            "date": post_data["date"],
            "chat": channel,
            "message_id": post_data["message_id"],
        },
    }
    post(world, group, content, sender={"id": 777000, "is_bot": False, "first_name": "Telegram"})
