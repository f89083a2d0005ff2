"""The bot's commands → Telegram's menu of them, in each language, set beside the work."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from functools import partial

from telegram import Bot
from telegram.error import TelegramError

from bot.chat import words
from bot.chat.retrying import insist, name_of
from bot.replies import LANGUAGES, words_in

log = logging.getLogger(__name__)


@contextlib.asynccontextmanager
async def introducing(bot: Bot) -> AsyncIterator[None]:
    """Set the lists of commands beside the work, for a bot without them works as well."""

    async def introduce() -> None:
        try:
            for language in LANGUAGES:
                # English is the list of everybody who has no list of their own.
                code = None if language == words_in().language else language
                commands = words.commands_in(words_in(language))
                send = partial(bot.set_my_commands, commands, language_code=code)
                await insist(send, "setting the commands")
        except TelegramError as error:
            log.warning("the list of commands was not set (%s)", name_of(error))

    task = asyncio.create_task(introduce(), name="introduce")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
