"""Telegram's updates → the intake, by fetching them or by having them sent, whichever falls to this process."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Sequence
from functools import partial

from telegram import Bot

from bot.chat.inbound.dispatch import AnyApplication
from bot.chat.inbound.polling import Poller
from bot.chat.inbound.webhook import Hook, announce
from bot.chat.inbound.worker import UpdateWorker
from bot.chat.process.background import BackgroundTask, running_tasks
from bot.chat.process.clock import utc_now
from bot.chat.process.health import Health
from bot.chat.process.leader_election import UPDATES, WEBHOOK, cede, join, leads, led, lost
from bot.chat.process.shutdown import Shutdown, either
from bot.chat.protocol.retry import call_with_retry
from bot.chat.protocol.transport import CountedRequest
from bot.chat.routing.commands import introducing
from bot.chat.serving.facts_page import FactsPage, address_of_page
from bot.chat.serving.http_app import web_application
from bot.chat.serving.http_server import serving
from bot.chat.serving.watchdog import WebhookWatch, keep_polling
from bot.config import Config, Secret
from bot.problems import BotError

log = logging.getLogger(__name__)


async def serve_polling(
    application: AnyApplication,
    config: Config,
    intake: UpdateWorker,
    health: Health,
    stop: Shutdown,
    tasks: Sequence[BackgroundTask],
) -> None:
    """Fetch updates, or work beside a process that does; never returns, but raises Stopped or Stalled."""
    settings, telegram, store = config.settings, config.telegram, intake.store
    async with contextlib.AsyncExitStack() as around:
        if settings.serve_status:
            web = web_application(health, password=telegram.metrics_token)
            await around.enter_async_context(serving(web, telegram.port, stop))
        await stop.unless(call_with_retry(application.initialize, "reaching Telegram"))
        bot: Bot = application.bot
        intake.start()
        health.is_connected = True
        await around.enter_async_context(introducing(bot))
        await around.enter_async_context(running_tasks(tasks))

        async def fetch() -> None:
            # Telegram gives out no updates while it has an address to send them to.
            await stop.unless(call_with_retry(bot.delete_webhook, "removing the webhook"))
            log.info("serving @%s by polling", bot.username)
            health.heard.restart()
            health.stall_after = settings.stall_after
            await keep_polling(partial(poll, bot, intake, health, stop), health.heard, settings.stall_after)

        while True:
            if not await leads(store, UPDATES, WEBHOOK):
                log.info("serving @%s beside a process that gets its updates", bot.username)
                await stop.unless(led(store, UPDATES, WEBHOOK))
            await either(fetch(), lost(store, UPDATES, WEBHOOK))
            health.stall_after = None
            await cede(store, UPDATES)


async def poll(bot: Bot, intake: UpdateWorker, health: Health, stop: Shutdown) -> None:
    """Fetch updates on a connection of its own."""
    async with CountedRequest(1) as request:
        poller = Poller(bot, request, intake, health.heard, health.taken)
        try:
            await poller.run(stop)
        finally:
            await poller.confirm()


async def serve_webhook(
    application: AnyApplication,
    config: Config,
    intake: UpdateWorker,
    health: Health,
    stop: Shutdown,
    tasks: Sequence[BackgroundTask],
) -> None:
    """Take the updates that Telegram sends; never returns, but raises Stopped or Stalled."""
    telegram, store = config.telegram, intake.store
    address, secret = telegram.webhook_url or "", reveal(telegram.webhook_secret, "WEBHOOK_SECRET")
    hook = Hook(intake, telegram.webhook_path, secret)
    page = FactsPage(health.base, utc_now) if address_of_page(config) is not None else None
    web = web_application(health, hook, telegram.metrics_token, page)
    # The port opens before Telegram is asked: a platform gives up on a process that does not open it soon.
    async with serving(web, telegram.port, stop):
        await stop.unless(call_with_retry(application.initialize, "reaching Telegram"))
        await stop.unless(join(store, WEBHOOK))
        intake.start()
        health.is_connected = True
        bot: Bot = application.bot

        async def tell() -> None:
            await announce(bot, address, secret)
            log.info("serving @%s by webhook", bot.username)
            await WebhookWatch(
                bot, address, lambda: announce(bot, address, secret), health.heard, lambda: leads(store, UPDATES)
            ).run(config.settings.stall_after)

        async with introducing(bot), running_tasks(tasks):
            while True:
                if not await leads(store, UPDATES):
                    log.info("serving @%s by webhook, of which another process tells Telegram", bot.username)
                    await stop.unless(led(store, UPDATES))
                await stop.unless(either(tell(), lost(store, UPDATES)))


def reveal(secret: Secret | None, variable: str) -> str:
    """Open a secret that serving cannot do without."""
    if secret is None:
        raise BotError(f"{variable} is not set; set it")
    return secret.reveal()
