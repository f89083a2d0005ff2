"""Elects one process for a task that must not be done twice at once; another takes over when that process is gone."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Final

from bot.store.database.engine import StoreError
from bot.store.database.store import Store

# Fetching updates, or telling Telegram where to send them: one task, for each undoes the other.
UPDATES: Final = "updates"
# The kind of process that Telegram can send updates to. While one of them lives, none fetches.
WEBHOOK: Final = "webhook"
ASK_SECONDS: Final = 1.0
log = logging.getLogger(__name__)


async def acquired(store: Store, task: str, after: str | None = None) -> None:
    """Wait until this process is the leader for a task; `after` is as in `is_leader`."""
    while True:
        if await is_leader(store, task, after):
            return
        await asyncio.sleep(ASK_SECONDS)


async def is_leader(store: Store, task: str, after: str | None = None) -> bool:
    """Try to become the leader for a task, and return whether this process is; False if the store is unreachable.

    While a process of the kind `after` lives, this one leaves the task to it.
    """
    try:
        return not (after is not None and await store.is_alive(after)) and await store.acquire(task)
    except StoreError:
        return False


async def lost(store: Store, task: str, after: str | None = None) -> None:
    """Wait until this process is no longer the leader, or until it should leave the task to a process of a kind.

    Leadership is lost with the connection to the store.
    """
    while True:
        if not store.is_leader(task) or (after is not None and await is_alive(store, after)):
            return
        await asyncio.sleep(ASK_SECONDS)


async def join(store: Store, kind: str) -> None:
    """Register this process as one of a kind, as soon as the store can be reached."""
    while True:
        try:
            return await store.join(kind)
        except StoreError:
            await asyncio.sleep(ASK_SECONDS)


async def is_alive(store: Store, kind: str) -> bool:
    """Return whether a process of a kind lives; False if the store is unreachable."""
    try:
        return await store.is_alive(kind)
    except StoreError:
        return False


async def release(store: Store, task: str) -> None:
    """Leave a task to other processes; where the store is unreachable, leadership is lost anyway."""
    with contextlib.suppress(StoreError):
        await store.release(task)
