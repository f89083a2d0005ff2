"""A person's hands: what people do in chats, as messages and updates for the bots there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from . import contents, inline
from .bots import Bot, CallbackQuery
from .chats import Chat, Topic
from .detection import detect
from .membership import set_status
from .messages import Button, Message, Stored
from .posting import change, post
from .wire import Json

if TYPE_CHECKING:
    from .inline import InlineQuery
    from .world import World

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_SENDER = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}


@dataclass(frozen=True, slots=True)
class Press:
    """A press of a button: the callback query it made."""

    query: CallbackQuery
    message: Message
    bot: Bot

    @property
    def id(self) -> str:
        return self.query.id


@dataclass(slots=True, eq=False)
class Person:
    """A user. Every verb acts at once and returns what Telegram made of it."""

    world: World = field(repr=False)
    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None

    def json(self) -> Json:
        """The User object."""
        data: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        for name in ("last_name", "username", "language_code"):
            if getattr(self, name):
                data[name] = getattr(self, name)
        return data

    def says(
        self,
        text: str,
        *,
        chat: Chat | None = None,
        topic: Topic | str | None = None,
        reply_to: Message | None = None,
        date: datetime | None = None,
        entities: list[Json] | None = None,
        anonymous: bool = False,
        as_channel: Chat | None = None,
        extra: Json | None = None,
    ) -> Message:
        """Write a text; commands, mentions and links in it become entities. Without `chat`: privately to
        the first bot. `extra` is merged into the message unchecked by the oracle."""
        found = detect(text) if entities is None else entities
        content: Json = {"text": text} | ({"entities": found} if found else {})
        return self._post(content, chat, topic, reply_to, date, anonymous, as_channel, extra)

    def sends(
        self,
        kind: str,
        *,
        caption: str | None = None,
        chat: Chat | None = None,
        topic: Topic | str | None = None,
        reply_to: Message | None = None,
        date: datetime | None = None,
        extra: Json | None = None,
    ) -> Message:
        """Send something other than text: any key of `contents.MAKERS` (photo, voice, sticker, poll, …)."""
        content = contents.make(kind)
        if caption is not None:
            found = detect(caption)
            content |= {"caption": caption} | ({"caption_entities": found} if found else {})
        return self._post(content, chat, topic, reply_to, date, False, None, extra)

    def _post(
        self,
        content: Json,
        chat: Chat | None,
        topic: Topic | str | None,
        reply_to: Message | None,
        date: datetime | None,
        anonymous: bool,
        as_channel: Chat | None,
        extra: Json | None,
    ) -> Message:
        world = self.world
        with world.changed:
            chat = chat or world.private_chat(self, world.only_bot())
            sender: Json | None = self.json()
            if chat.type == "channel":
                sender, content = None, content | {"sender_chat": chat.json()}
            elif anonymous:
                sender, content = ANONYMOUS, content | {"sender_chat": chat.json()}
            elif as_channel:
                sender, content = CHANNEL_SENDER, content | {"sender_chat": as_channel.json()}
            if isinstance(topic, str):
                topic = chat.topic(topic)
            replied = chat.stored(reply_to.id) if reply_to else None
            if topic is None and replied and chat.is_forum:
                topic = chat.topics.get(replied.data.get("message_thread_id", 1))
            stored = post(
                world, chat, content | (extra or {}), sender=sender, topic=topic, reply_to=replied, date=date,
                oracle=extra is None,
            )  # fmt: skip
            return stored.snapshot()

    def edits(self, message: Message, text: str, *, date: datetime | None = None) -> Message:
        """Change the text of one's message."""
        with self.world.changed:
            stored = self._stored(message)
            found = detect(text)
            change(self.world, stored, {"text": text} | ({"entities": found} if found else {}), date=date)
            return stored.snapshot()

    def deletes(self, message: Message) -> None:
        """Delete a message; bots are not told."""
        with self.world.changed:
            self._stored(message).deleted = True
            self.world.changed.notify_all()

    def presses(self, button: Button) -> Press:
        """Press a callback button, also an old one whose message has changed since."""
        world = self.world
        with world.changed:
            stored = self._stored(button.message)
            author = stored.bot_id if stored.bot_id is not None else stored.data.get("via_bot", {}).get("id")
            if button.callback_data is None or author is None:
                raise AssertionError(f"{button.text!r} is no button that calls a bot back")
            bot = world.bot_by_id[author]
            query = CallbackQuery(str(world.number("callback", 4_000_000_001)), world.clock.now())
            bot.callbacks[query.id] = query
            payload: Json = {
                "id": query.id, "from": self.json(), "data": button.callback_data,
                "chat_instance": str(-stored.chat.id),
            }  # fmt: skip
            where = next(
                (i for i, place in bot.inline_messages.items() if place == (stored.chat, button.message.id)),
                None,
            )
            payload |= {"inline_message_id": where} if where else {"message": stored.data}
            world.push(bot, "callback_query", payload, stored.chat.id)
            world.changed.notify_all()
            return Press(query, button.message, bot)

    def reacts(self, message: Message, emoji: str) -> None:
        """Set one reaction; told to bots that ask for it and, outside private chats, are admins."""
        with self.world.changed:
            payload: Json = {
                "chat": message.chat.json(), "message_id": message.id, "user": self.json(),
                "date": self.world.clock.stamp(), "old_reaction": [],
                "new_reaction": [{"type": "emoji", "emoji": emoji}],
            }  # fmt: skip
            for bot in message.chat.bots():
                if message.chat.type == "private" or message.chat.member(bot).is_admin:
                    self.world.push(bot, "message_reaction", payload, message.chat.id)

    def asks_inline(self, query: str, *, bot: Bot | None = None, chat_type: str = "supergroup") -> InlineQuery:
        """Type `@bot query` in some chat; an answer still in the cache is served without asking the bot."""
        return inline.ask(self.world, self, query, bot or self.world.only_bot(), chat_type)

    def chooses(self, query: InlineQuery, result_id: str, *, chat: Chat) -> Message:
        """Send one of the inline results into a chat."""
        return inline.choose(self.world, self, query, result_id, chat)

    def starts(self, payload: str = "", *, bot: Bot | None = None) -> Message:
        """Press Start, perhaps from a deep link with a payload."""
        chat = self.world.private_chat(self, bot or self.world.only_bot())
        return self.says(f"/start {payload}".strip(), chat=chat)

    def blocks(self, bot: Bot) -> None:
        """Block a bot in private."""
        set_status(self.world, self.world.private_chat(self, bot), bot, "kicked", by=self)

    def unblocks(self, bot: Bot) -> None:
        """Take the block back."""
        set_status(self.world, self.world.private_chat(self, bot), bot, "member", by=self)

    def _stored(self, message: Message) -> Stored:
        stored = message.chat.stored(message.id)
        if stored is None:
            raise AssertionError(f"{message} does not exist any more")
        return stored
