"""A task that one process does for all → done by the first to come, by another when that is gone."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Final

from bot.store.database.engine import StoreError
from bot.store.database.store import Store

# Fetching updates, or telling Telegram where to send them: one task, as either undoes the other.
UPDATES: Final = "updates"
# Processes that Telegram can send updates to. While one of them lives, none fetches.
WEBHOOK: Final = "webhook"
ASK_SECONDS: Final = 1.0
log = logging.getLogger(__name__)


async def led(store: Store, task: str, behind: str | None = None) -> None:
    """Wait until the task falls to this process."""
    while True:
        if await leads(store, task, behind):
            return
        await asyncio.sleep(ASK_SECONDS)


async def leads(store: Store, task: str, behind: str | None = None) -> bool:
    """Whether the task falls to this process; not while the store cannot say.

    Nor while a process of the kind lives that this one stands `behind`.
    """
    try:
        return not (behind is not None and await store.is_alive(behind)) and await store.acquire(task)
    except StoreError:
        return False


async def lost(store: Store, task: str, behind: str | None = None) -> None:
    """Wait until the task no longer is this process's, which takes a lost connection to the store.

    Or that it should be left to a process of the kind that this one stands `behind`.
    """
    while True:
        if not store.is_leader(task) or (behind is not None and await is_alive(store, behind)):
            return
        await asyncio.sleep(ASK_SECONDS)


async def join(store: Store, kind: str) -> None:
    """Show that a process of this kind lives, as soon as the store can be told."""
    while True:
        try:
            return await store.join(kind)
        except StoreError:
            await asyncio.sleep(ASK_SECONDS)


async def is_alive(store: Store, kind: str) -> bool:
    """Whether a process of a kind is known to live."""
    try:
        return await store.is_alive(kind)
    except StoreError:
        return False


async def cede(store: Store, task: str) -> None:
    """Leave a task to others; where the store is out of reach, it is lost anyway."""
    with contextlib.suppress(StoreError):
        await store.release(task)
