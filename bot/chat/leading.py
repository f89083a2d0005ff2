"""A task that one process does for all → done by the first to come, by another when that is gone."""

from __future__ import annotations

import asyncio
import logging
from typing import Final

from telegram import Bot
from telegram.error import BadRequest

from bot.chat.polling import ALLOWED_UPDATES
from bot.chat.retrying import insist
from bot.problems import BotError
from bot.store.engine import StoreError
from bot.store.store import Store

# Fetching updates, or telling Telegram where to send them: one task, as either undoes the other.
UPDATES: Final = "updates"
ASK_SECONDS: Final = 1.0
log = logging.getLogger(__name__)


async def led(store: Store, task: str) -> None:
    """Wait until the task falls to this process."""
    while True:
        if await leads(store, task):
            return
        await asyncio.sleep(ASK_SECONDS)


async def leads(store: Store, task: str) -> bool:
    """Whether the task falls to this process; not while the store cannot say."""
    try:
        return await store.lead(task)
    except StoreError:
        return False


async def lost(store: Store, task: str) -> None:
    """Wait until the task no longer is this process's, which takes a lost connection to the store."""
    while True:
        if not store.leads(task):
            return
        await asyncio.sleep(ASK_SECONDS)


async def announce(bot: Bot, address: str, secret: str) -> None:
    """Tell Telegram where to send updates; those that wait already are kept."""

    async def call() -> bool:
        return await bot.set_webhook(address, secret_token=secret, allowed_updates=ALLOWED_UPDATES)

    try:
        await insist(call, "setting the webhook")
    except BadRequest as refusal:
        raise BotError(
            f"Telegram refuses WEBHOOK_URL ({refusal.message}); set it to a public https:// address"
        ) from None
