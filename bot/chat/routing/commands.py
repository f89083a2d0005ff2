"""A command → who answers it: every room of the bot that has commands names them here, and nowhere else."""

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
from bot.messages import chat
from bot.replies import LANGUAGES, Reply, Words, words_in


@dataclass(frozen=True, slots=True)
class CommandCall:
    """A command that was let in, the message that it stands in, and where that is."""

    command: Command
    message: Message
    scene: ChatContext

    @property
    def argument(self) -> str:
        """Give what stands behind the command."""
        return self.command.argument

    @property
    def say(self) -> Words:
        """Give the words to reply in."""
        return self.scene.say

    @property
    def audience(self) -> Audience:
        """Say who looks at the reply."""
        return self.scene.audience

    @property
    def user(self) -> User | None:
        """Give the person who asks; None for who writes as a chat."""
        return user_of(self.message)


Respond: TypeAlias = Callable[[CommandCall], Awaitable[Sequence[Reply]]]  # what is replied, message by message
CommandTable: TypeAlias = Mapping[str, Respond]  # by the name of the command

log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def introducing(bot: Bot) -> AsyncIterator[None]:
    """Set the lists of commands beside the work, for a bot without them works as well."""

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
    return tuple((name, say(description)) for name, description in chat.COMMANDS.items())
