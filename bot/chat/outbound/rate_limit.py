"""Delays sends so that all processes together keep within Telegram's limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Protocol

from bot.store.database.engine import StoreError
from bot.store.database.store import Store
from bot.store.outbound import rate_limits


class RateLimits(Protocol):
    """Decides when a message may be sent."""

    def turn(self, chat: int, sleep: Callable[[float], Awaitable[None]]) -> AbstractAsyncContextManager[None]:
        """Wait with `sleep` until a message may be sent to the chat; the block is the send."""

    async def pause(self, chat: int, seconds: float) -> None:
        """Send nothing to the chat for so many seconds, as Telegram has asked."""


class NoRateLimits:
    """Sends at once: for a Bot API server without limits, such as one's own."""

    @asynccontextmanager
    async def turn(self, chat: int, sleep: Callable[[float], Awaitable[None]]) -> AsyncIterator[None]:
        """Do not wait."""
        yield

    async def pause(self, chat: int, seconds: float) -> None: ...


class SharedRateLimits:
    """Telegram's limits, shared through the store by all processes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # Those who wait for the limit over all chats queue here, so that only the first of them asks the store.
        self._turnstile = asyncio.Lock()

    @asynccontextmanager
    async def turn(self, chat: int, sleep: Callable[[float], Awaitable[None]]) -> AsyncIterator[None]:
        """Wait with `sleep` until a message may be sent to the chat; the block is the send."""
        slot = await self._slot(chat, sleep)
        try:
            yield
        finally:
            with suppress(StoreError):  # the send then counts for a little longer than it should
                await self._store.run(lambda connection: rate_limits.settle(connection, self._store.bot, slot))

    async def _slot(self, chat: int, sleep: Callable[[float], Awaitable[None]]) -> int:
        while True:
            async with self._turnstile:
                while (verdict := await self._take(chat)).is_for_all and verdict.wait > 0:
                    await sleep(verdict.wait)
            if verdict.slot is not None:
                return verdict.slot
            await sleep(verdict.wait)

    async def pause(self, chat: int, seconds: float) -> None:
        """Send nothing to the chat for so many seconds, as Telegram has asked."""
        await self._store.run(lambda connection: rate_limits.pause(connection, self._store.bot, chat, seconds))

    async def _take(self, chat: int) -> rate_limits.Verdict:
        return await self._store.run(lambda connection: rate_limits.take(connection, self._store.bot, chat))
