"""A send → marks in the store around it, and its turn within Telegram's limits."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Protocol

from bot.store.database.engine import StoreError
from bot.store.database.store import Store
from bot.store.outbound import rate_limits


class RateLimits(Protocol):
    """What paces sends."""

    def turn(self, chat: int, sleep: Callable[[float], Awaitable[None]]) -> AbstractAsyncContextManager[None]:
        """Wait until a send to the chat may go; the block is the send."""

    async def pause(self, chat: int, seconds: float) -> None:
        """Keep to Telegram's wish that nothing is sent to the chat for so long."""


class NoRateLimits:
    """Sends at once: for a server that has no limits, such as one of one's own."""

    @asynccontextmanager
    async def turn(self, chat: int, sleep: Callable[[float], Awaitable[None]]) -> AsyncIterator[None]:
        """Wait for nothing."""
        yield

    async def pause(self, chat: int, seconds: float) -> None: ...


class SharedRateLimits:
    """Telegram's limits, kept by all processes of the store together."""

    def __init__(self, store: Store) -> None:
        self._store = store
        # Who waits for all chats together waits in a row, so that the store is asked by the first alone.
        self._turnstile = asyncio.Lock()

    @asynccontextmanager
    async def turn(self, chat: int, sleep: Callable[[float], Awaitable[None]]) -> AsyncIterator[None]:
        """Wait until a send to the chat may go; the block is the send."""
        slot = await self._slot(chat, sleep)
        try:
            yield
        finally:
            with suppress(StoreError):  # then the send counts for longer than it has to
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
        """Keep to Telegram's wish that nothing is sent to the chat for so long."""
        await self._store.run(lambda connection: rate_limits.pause(connection, self._store.bot, chat, seconds))

    async def _take(self, chat: int) -> rate_limits.Verdict:
        return await self._store.run(lambda connection: rate_limits.take(connection, self._store.bot, chat))
