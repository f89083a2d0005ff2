"""/start, /help, /topics and /sources → what the bot is, what it holds, and how to ask it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, WebAppInfo
from telegram.constants import ChatType

from bot.chat import listing, words
from bot.chat.addressing import Me
from bot.chat.answering import Answering
from bot.chat.commanding import Asked, Responders
from bot.chat.plain import sentence
from bot.chat.sending import Sender
from bot.chat.sharing import opened_by
from bot.messages import Message
from bot.replies import Reply, Words


@dataclass(frozen=True, slots=True)
class Basics:
    """Shows a newcomer around."""

    answering: Answering
    sender: Sender
    is_curator: Callable[[int], bool]
    page: Callable[[], Awaitable[str | None]]  # the public address of the facts, while they are served there

    def responders(self) -> Responders:
        """Name the commands."""
        return {
            "start": self.start,
            "help": self.help,
            "asof": self.asof,
            "topics": self.topics,
            "sources": self.sources,
        }

    async def start(self, asked: Asked) -> list[Reply]:
        """Say what the bot is, with questions to try; where a link led to a fact that is gone, just that."""
        say, base = asked.say, self.answering.base(asked.audience)
        if opened_by(asked.command) is not None:
            return [sentence(say(words.GONE))]
        examples = "\n".join(f"• {question}" for question in listing.examples_of(base, say.language))
        return [sentence(say(words.FIRST, start=say(words.START), examples=examples))]

    async def help(self, asked: Asked) -> list[Reply]:
        """Say what the bot is and how to ask it; to a curator in private also what the desk can do."""
        say, me, base = asked.say, asked.scene.me, self.answering.base(asked.audience)
        is_private = asked.message.chat.type == ChatType.PRIVATE
        shown = words.COMMANDS
        if is_private and asked.user is not None and self.is_curator(asked.user.id):
            shown = {**words.COMMANDS, **words.DESK}
        text = help_text(listing.example_of(base.facts, say.language), me, say, shown)
        return [sentence(text)]

    async def topics(self, asked: Asked) -> list[Reply]:
        """List the topics that may be seen here; in private a button opens their page within Telegram."""
        say, base, page = asked.say, self.answering.base(asked.audience), await self.page()
        # Telegram opens only what is encrypted, and a button for it stands only in private chats.
        if page is None or asked.message.chat.type != ChatType.PRIVATE or not page.startswith("https://"):
            return listing.topics(base, say, page)
        button = InlineKeyboardButton(say(words.ALL_FACTS), web_app=WebAppInfo(page))
        *most, last = listing.topics(base, say)
        for reply in most:
            await self.sender.reply(asked.message, reply)
        await self.sender.reply(asked.message, last, below=InlineKeyboardMarkup.from_button(button))
        return []

    async def asof(self, asked: Asked) -> list[Reply]:
        """Say how to ask as of a date; where it was so written, it has become a question."""
        return [sentence(asked.say(words.ASOF_USAGE))]

    async def sources(self, asked: Asked) -> list[Reply]:
        """List the sources of what may be seen here."""
        return listing.sources(self.answering.base(asked.audience), asked.say)


def help_text(example: str, me: Me, say: Words, shown: Mapping[str, Message] = words.COMMANDS) -> str:
    """Write what the bot is and how to ask it."""
    commands = "\n".join(f"/{name}: {say(what)}" for name, what in shown.items())
    return say(words.HELP, start=say(words.START), example=example, username=me.username, commands=commands)
