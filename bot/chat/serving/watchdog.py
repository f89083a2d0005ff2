"""A bot that hears nothing from Telegram → a fresh start, then an end that its supervisor sees."""

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
LETTING_GO: Final = 5.0  # seconds for a poll to end that was told to
log = logging.getLogger(__name__)


class Stalled(Exception):
    """Nothing comes from Telegram, and starting anew has not helped."""


async def keep_polling(poll: Callable[[], Coroutine[Any, Any, None]], heard: Heartbeat, stall_after: float) -> None:
    """Run a poll that never returns, with fresh connections after a stall; raises Stalled at the second.

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
            # One that hangs for good is left behind rather than waited for.
            await asyncio.wait({task}, timeout=LETTING_GO)
        if is_second and heard.count == count:
            raise Stalled(f"no getUpdates has succeeded for {2 * stall_after:g} s, in spite of a fresh start")
        log.error("no getUpdates has succeeded for %g s; fetching starts anew", stall_after)
        metrics.poll_restarts.inc()
        is_second = True
        heard.restart()


class WebhookWatch:
    """Looks from time to time at what waits at Telegram; `announce` tells it again where to send updates.

    `leads` says whether that is still for this process to do.
    """

    def __init__(
        self,
        bot: Bot,
        address: str,
        announce: Callable[[], Awaitable[None]],
        heard: Heartbeat,
        leads: Callable[[], Awaitable[bool]],
    ) -> None:
        self._bot = bot
        self._address = address
        self._announce = announce
        self._heard = heard
        self._leads = leads
        self._seen = 0  # deliveries
        self._waiting = 0
        self._stalls = 0

    async def run(self, seconds: float) -> None:
        """Look every so many seconds; never returns, but raises Stalled."""
        while True:
            await asyncio.sleep(seconds)
            await self.look()

    async def look(self) -> None:
        """Set the webhook again where it is gone or nothing comes while more and more waits."""
        try:
            info = await self._bot.get_webhook_info()
        except TelegramError as error:
            log.warning("asking for the state of the webhook failed (%s)", error_name(error))
            return
        metrics.telegram_pending.set(info.pending_update_count)
        if self._heard.count != self._seen:
            self._stalls = 0
        if info.url != self._address:
            if not await self._leads():
                return  # whoever took over while this process was away has done so
            log.error(
                "somebody else changed or removed the webhook, so it is set again; "
                "stop the other process that serves with this token, or give it a token of its own"
            )
            await self._announce()
        elif self._is_stalled(info):
            await self._renew(info)
        self._seen, self._waiting = self._heard.count, info.pending_update_count

    def _is_stalled(self, info: WebhookInfo) -> bool:
        return info.pending_update_count > self._waiting and self._heard.count == self._seen

    async def _renew(self, info: WebhookInfo) -> None:
        told = info.last_error_message or "it gives no reason"
        if self._stalls:
            raise Stalled(f"{info.pending_update_count} updates wait at Telegram and none comes: {told}")
        self._stalls += 1
        log.error("%d updates wait at Telegram and none comes (%s)", info.pending_update_count, told)
        # Telegram takes no notice of an address that it knows already.
        await call_with_retry(self._bot.delete_webhook, "removing the webhook")
        await self._announce()


@contextlib.asynccontextmanager
async def loop_watched(seconds: float) -> AsyncIterator[None]:
    """End the process with a traceback of all threads when the event loop stands still for so long."""

    async def turn() -> None:
        while True:
            # A thread outside Python: it fires even where one call holds the interpreter for ever.
            faulthandler.dump_traceback_later(seconds, exit=True, file=STDERR)
            await asyncio.sleep(seconds / 4)

    task = asyncio.create_task(turn(), name="loop watch")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        faulthandler.cancel_dump_traceback_later()
