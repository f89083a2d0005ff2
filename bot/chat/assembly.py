"""What serves chats → put together and registered with the library's application."""

from __future__ import annotations

import datetime as dt

from bot.chat.answering import Answering
from bot.chat.complaining import Complaints
from bot.chat.handlers import Handlers
from bot.chat.outbox import Outbox
from bot.chat.processing import AnyApplication
from bot.chat.remembering import Memory
from bot.chat.sending import Sender
from bot.chat.voting import Voting
from bot.config import Settings
from bot.store.store import Store


def assemble(
    application: AnyApplication, settings: Settings, outbox: Outbox, answering: Answering, store: Store, token: str
) -> None:
    """Have the application call what serves chats; of two that would take an update, the first does."""
    bot = application.bot
    sender, memory = Sender(bot, outbox), Memory(store, token, utc_now)
    complaints = Complaints(bot, outbox, answering, settings.curators, settings.language)
    Voting(bot, outbox, answering, memory, complaints).register(application)
    Handlers(sender, outbox, answering, memory, settings, utc_now).register(application)


def utc_now() -> dt.datetime:
    """Tell the time."""
    return dt.datetime.now(dt.UTC)
