"""What a command handler is given and returns, and the list of commands that Telegram shows to people."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from telegram import Bot, Message, User
from telegram.error import TelegramError

from bot.chat.dialogue.chat_context import ChatContext
from bot.chat.protocol.request import Command, user_of
from bot.chat.protocol.retry import call_with_retry, error_name
from bot.factbase.audience import Audience
from bot.messages import chat as words
from bot.replies import LANGUAGES, Reply, Words, words_in


@dataclass(frozen=True, slots=True)
class CommandCall:
    """A command that may be answered, the message that it stands in, and the context of its chat."""

    command: Command
    message: Message
    chat_context: ChatContext

    @property
    def argument(self) -> str:
        """The text behind the command."""
        return self.command.argument

    @property
    def say(self) -> Words:
        """The words to reply in."""
        return self.chat_context.say

    @property
    def audience(self) -> Audience:
        """The audience that sees the reply."""
        return self.chat_context.audience

    @property
    def user(self) -> User | None:
        """The person who gives the command; None for somebody who writes as a chat."""
        return user_of(self.message)


CommandHandler: TypeAlias = Callable[[CommandCall], Awaitable[Sequence[Reply]]]  # one reply a message
CommandTable: TypeAlias = Mapping[str, CommandHandler]  # by the name of the command, without the slash

log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def introducing(bot: Bot) -> AsyncIterator[None]:
    """Set the command lists in Telegram in the background, as the bot works without them too."""

    async def introduce() -> None:
        try:
            for language in LANGUAGES:
                # English is the list of everybody who has no list of their own.
                code = None if language == words_in().language else language
                commands = menu_of(words_in(language))
                send = partial(bot.set_my_commands, commands, language_code=code)
                await call_with_retry(send, "setting the commands")
        except TelegramError as error:
            log.warning("the list of commands was not set (%s)", error_name(error))

    task = asyncio.create_task(introduce(), name="introduce")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def menu_of(say: Words) -> tuple[tuple[str, str], ...]:
    """Return the name and description of each command, as the menu of Telegram lists them."""
    return tuple((name, say(description)) for name, description in words.COMMANDS.items())
