"""Gets updates from Telegram into the store, by fetching them (polling) or by having them sent (webhook).

Of several processes one is the leader: it fetches, or tells Telegram where to send updates. The others handle the
updates that are in the store, and take over when the leader is gone.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from starlette.types import ASGIApp
from telegram import Bot

from bot.chat.inbound.dispatch import AnyApplication
from bot.chat.inbound.polling import Poller
from bot.chat.inbound.webhook import WebhookEndpoint, announce
from bot.chat.inbound.worker import UpdateWorker
from bot.chat.process.background import BackgroundTask, running_tasks
from bot.chat.process.health import Health
from bot.chat.process.leader_election import UPDATES, WEBHOOK, acquired, is_leader, join, lost, release
from bot.chat.process.sd_notify import READY, notify
from bot.chat.process.shutdown import Shutdown, run_until
from bot.chat.protocol.retry import call_with_retry
from bot.chat.protocol.transport import CountedRequest
from bot.chat.routing.commands import introducing
from bot.chat.serving.facts_page import FactsPage, address_of_page
from bot.chat.serving.http_app import web_application
from bot.chat.serving.http_server import Entrance
from bot.chat.serving.watchdog import WebhookWatch, keep_polling
from bot.config import Config
from bot.config.settings import reveal_required

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Delivery:
    """What updates come through, what handles them, and what runs meanwhile."""

    application: AnyApplication
    config: Config
    worker: UpdateWorker
    health: Health
    stop: Shutdown
    tasks: Sequence[BackgroundTask]
    clock: Callable[[], dt.datetime]
    api: ASGIApp | None = None  # what answers other programs
    entrance: Entrance = field(default_factory=Entrance)

    @property
    def bot(self) -> Bot:
        """Return the library's bot."""
        bot: Bot = self.application.bot
        return bot

    async def connect(self) -> None:
        """Reach Telegram for the first time, however long that takes."""
        await self.stop.run_unless_stopped(call_with_retry(self.application.initialize, "reaching Telegram"))

    def start_work(self) -> None:
        """Begin to handle updates, and count as ready."""
        self.worker.start()
        self.health.is_connected = True
        notify(READY)


async def serve_polling(delivery: Delivery) -> None:
    """Fetch updates, or work beside a process that does; never return, but raise Stopped or Stalled."""
    config, stop, store = delivery.config, delivery.stop, delivery.worker.store
    async with contextlib.AsyncExitStack() as around:
        if config.settings.serve_status or delivery.api is not None:
            telegram = config.telegram
            web = web_application(
                delivery.health,
                password=telegram.metrics_token,
                is_private=telegram.listens_privately,
                api=delivery.api,
            )
            await around.enter_async_context(delivery.entrance.leading_to(web, telegram, stop))
        await delivery.connect()
        delivery.start_work()
        await around.enter_async_context(introducing(delivery.bot))
        await around.enter_async_context(running_tasks(delivery.tasks))
        while True:
            if not await is_leader(store, UPDATES, WEBHOOK):
                log.info("serving @%s beside a process that gets its updates", delivery.bot.username)
                await stop.run_unless_stopped(acquired(store, UPDATES, WEBHOOK))
            await run_until(fetch(delivery), lost(store, UPDATES, WEBHOOK))
            delivery.health.stall_after = None
            await release(store, UPDATES)


async def fetch(delivery: Delivery) -> None:
    """Fetch updates as the leader, with fresh connections after a stall."""
    bot, health, stall_after = delivery.bot, delivery.health, delivery.config.settings.stall_after
    # Telegram gives out no updates while it has an address to send them to.
    await delivery.stop.run_unless_stopped(call_with_retry(bot.delete_webhook, "removing the webhook"))
    log.info("serving @%s by polling", bot.username)
    health.heard.restart()
    health.stall_after = stall_after
    await keep_polling(lambda: poll(delivery), health.heard, stall_after)


async def poll(delivery: Delivery) -> None:
    """Fetch updates on a connection of its own."""
    async with CountedRequest(1) as request:
        health = delivery.health
        poller = Poller(delivery.bot, request, delivery.worker, health.heard, health.taken)
        try:
            await poller.run(delivery.stop)
        finally:
            await poller.confirm()


async def serve_webhook(delivery: Delivery) -> None:
    """Take the updates that Telegram sends; never return, but raise Stopped or Stalled."""
    telegram, stop, store = delivery.config.telegram, delivery.stop, delivery.worker.store
    secret = reveal_required(telegram.webhook_secret, "WEBHOOK_SECRET")
    endpoint = WebhookEndpoint(delivery.worker, telegram.webhook_path, secret)
    has_page = address_of_page(delivery.config) is not None
    page = FactsPage(delivery.health.base, delivery.clock) if has_page else None
    is_private = telegram.listens_privately
    web = web_application(
        delivery.health, endpoint, telegram.metrics_token, page, is_private=is_private, api=delivery.api
    )
    async with delivery.entrance.leading_to(web, telegram, stop):
        await delivery.connect()
        await stop.run_unless_stopped(join(store, WEBHOOK))
        delivery.start_work()
        async with introducing(delivery.bot), running_tasks(delivery.tasks):
            while True:
                if not await is_leader(store, UPDATES):
                    log.info("serving @%s by webhook, of which another process tells Telegram", delivery.bot.username)
                    await stop.run_unless_stopped(acquired(store, UPDATES))
                await stop.run_unless_stopped(run_until(keep_webhook(delivery, secret), lost(store, UPDATES)))


async def keep_webhook(delivery: Delivery, secret: str) -> None:
    """Tell Telegram as the leader where to send updates, and again whenever that is lost."""
    bot, store, address = delivery.bot, delivery.worker.store, delivery.config.telegram.webhook_url or ""

    async def announce_address() -> None:
        await announce(bot, address, secret)

    await announce_address()
    log.info("serving @%s by webhook", bot.username)
    watch = WebhookWatch(bot, address, announce_address, delivery.health.heard, lambda: is_leader(store, UPDATES))
    await watch.run(delivery.config.settings.stall_after)
