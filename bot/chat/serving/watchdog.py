"""Notices that no updates come any more: connects to Telegram again, and ends the process if that does not help."""

from __future__ import annotations

import asyncio
import contextlib
import faulthandler
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from typing import Any, Final

from telegram import Bot, WebhookInfo
from telegram.error import TelegramError

from bot import metrics
from bot.chat.process.health import Heartbeat
from bot.chat.protocol.retry import call_with_retry, error_name

STDERR: Final = 2
CANCEL_SECONDS: Final = 5.0  # for a cancelled poll to end
log = logging.getLogger(__name__)


class Stalled(Exception):
    """Nothing comes from Telegram, and connecting again has not helped."""


async def keep_polling(
    poll: Callable[[], Coroutine[Any, Any, None]],
    heard: Heartbeat,
    stall_after: float,
    cancel_seconds: float = CANCEL_SECONDS,
) -> None:
    """Run a poll that never returns, start it again after a stall, and raise Stalled at the second stall in a row.

    `heard` beats with each getUpdates that succeeds. What the poll raises is passed on.
    """
    is_second = False
    heard.restart()
    while True:
        count = heard.count
        task = asyncio.create_task(poll(), name="poll")
        try:
            while heard.age < stall_after:
                done, _ = await asyncio.wait({task}, timeout=max(0.01, stall_after - heard.age))
                if done:
                    return task.result()
        finally:
            task.cancel()
            # A poll that hangs for good is left behind.
            await asyncio.wait({task}, timeout=cancel_seconds)
        if is_second and heard.count == count:
            raise Stalled(f"no getUpdates has succeeded for {2 * stall_after:g} s, in spite of a fresh start")
        log.error("no getUpdates has succeeded for %g s; fetching starts anew", stall_after)
        metrics.poll_restarts.inc()
        is_second = True
        heard.restart()


class WebhookWatch:
    """Checks from time to time how many updates wait at Telegram, and sets the webhook again where none arrive.

    `announce` sets the webhook; `is_leader` tells whether that is still up to this process.
    """

    def __init__(
        self,
        bot: Bot,
        address: str,
        announce: Callable[[], Awaitable[None]],
        heard: Heartbeat,
        is_leader: Callable[[], Awaitable[bool]],
    ) -> None:
        self._bot = bot
        self._address = address
        self._announce = announce
        self._heard = heard
        self._is_leader = is_leader
        self._deliveries = 0  # at the last check
        self._waiting = 0
        self._stalls = 0

    async def run(self, seconds: float) -> None:
        """Check every so many seconds; never return, but raise Stalled."""
        while True:
            await asyncio.sleep(seconds)
            await self.check()

    async def check(self) -> None:
        """Set the webhook again where it was removed, or where more and more updates wait and none arrives."""
        try:
            info = await self._bot.get_webhook_info()
        except TelegramError as error:
            log.warning("asking for the state of the webhook failed (%s)", error_name(error))
            return
        metrics.telegram_pending.set(info.pending_update_count)
        if self._heard.count != self._deliveries:
            self._stalls = 0
        if info.url != self._address:
            if not await self._is_leader():
                return  # another process took over while this one was away
            log.error(
                "somebody else changed or removed the webhook, so it is set again; "
                "stop the other process that serves with this token, or give it a token of its own"
            )
            await self._announce()
        elif self._is_stalled(info):
            await self._renew(info)
        self._deliveries, self._waiting = self._heard.count, info.pending_update_count

    def _is_stalled(self, info: WebhookInfo) -> bool:
        return info.pending_update_count > self._waiting and self._heard.count == self._deliveries

    async def _renew(self, info: WebhookInfo) -> None:
        reason = info.last_error_message or "it gives no reason"
        if self._stalls:
            raise Stalled(f"{info.pending_update_count} updates wait at Telegram and none comes: {reason}")
        self._stalls += 1
        log.error("%d updates wait at Telegram and none comes (%s)", info.pending_update_count, reason)
        # Telegram ignores an address that it has already.
        await call_with_retry(self._bot.delete_webhook, "removing the webhook")
        await self._announce()


@contextlib.asynccontextmanager
async def loop_watched(seconds: float) -> AsyncIterator[None]:
    """End the process, with a traceback of all threads, when the event loop stands still for so many seconds."""

    async def postpone() -> None:
        while True:
            # A thread outside of Python, which runs even where one call holds the interpreter for ever.
            faulthandler.dump_traceback_later(seconds, exit=True, file=STDERR)
            await asyncio.sleep(seconds / 4)

    task = asyncio.create_task(postpone(), name="loop watch")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        faulthandler.cancel_dump_traceback_later()
