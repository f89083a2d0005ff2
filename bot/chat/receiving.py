"""Telegram's updates → the intake, by fetching them or by having them sent, whichever falls to this process."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Coroutine, Sequence
from functools import partial
from typing import Any

from telegram import Bot

from bot.chat.assembly import utc_now
from bot.chat.beside import Task, working_beside
from bot.chat.facts_page import FactsPage, address_of_page
from bot.chat.health import Health
from bot.chat.introducing import introducing
from bot.chat.leading import UPDATES, WEBHOOK, announce, cede, join, leads, led, lost
from bot.chat.polling import Poller
from bot.chat.processing import AnyApplication
from bot.chat.requests import CountedRequest
from bot.chat.retrying import insist
from bot.chat.serving import serving
from bot.chat.stopping import Stop
from bot.chat.watchdog import WebhookWatch, keep_polling
from bot.chat.web import Hook, web_application
from bot.chat.working import StoredIntake
from bot.config import Config, Secret
from bot.problems import BotError

log = logging.getLogger(__name__)


async def serve_polling(
    application: AnyApplication,
    config: Config,
    intake: StoredIntake,
    health: Health,
    stop: Stop,
    tasks: Sequence[Task],
) -> None:
    """Fetch updates, or work beside a process that does; never returns, but raises Stopped or Stalled."""
    settings, telegram, store = config.settings, config.telegram, intake.store
    async with contextlib.AsyncExitStack() as around:
        if settings.serve_status:
            web = web_application(health, password=telegram.metrics_token)
            await around.enter_async_context(serving(web, telegram.port, stop))
        await stop.unless(insist(application.initialize, "reaching Telegram"))
        bot: Bot = application.bot
        intake.start()
        health.is_connected = True
        await around.enter_async_context(introducing(bot))
        await around.enter_async_context(working_beside(tasks))

        async def fetch() -> None:
            # Telegram gives out no updates while it has an address to send them to.
            await stop.unless(insist(bot.delete_webhook, "removing the webhook"))
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


async def poll(bot: Bot, intake: StoredIntake, health: Health, stop: Stop) -> None:
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
    intake: StoredIntake,
    health: Health,
    stop: Stop,
    tasks: Sequence[Task],
) -> None:
    """Take the updates that Telegram sends; never returns, but raises Stopped or Stalled."""
    telegram, store = config.telegram, intake.store
    address, secret = telegram.webhook_url or "", reveal(telegram.webhook_secret, "WEBHOOK_SECRET")
    hook = Hook(intake, telegram.webhook_path, secret)
    page = FactsPage(health.base, utc_now) if address_of_page(config) is not None else None
    web = web_application(health, hook, telegram.metrics_token, page)
    # The port opens before Telegram is asked: a platform gives up on a process that does not open it soon.
    async with serving(web, telegram.port, stop):
        await stop.unless(insist(application.initialize, "reaching Telegram"))
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

        async with introducing(bot), working_beside(tasks):
            while True:
                if not await leads(store, UPDATES):
                    log.info("serving @%s by webhook, of which another process tells Telegram", bot.username)
                    await stop.unless(led(store, UPDATES))
                await stop.unless(either(tell(), lost(store, UPDATES)))


async def either(work: Coroutine[Any, Any, None], end: Coroutine[Any, Any, None]) -> None:
    """Do the work until the end comes; what the work raises is passed on."""
    tasks = [asyncio.create_task(work), asyncio.create_task(end)]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        if tasks[0].done():
            tasks[0].result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def reveal(secret: Secret | None, variable: str) -> str:
    """Open a secret that serving cannot do without."""
    if secret is None:
        raise BotError(f"{variable} is not set; set it")
    return secret.reveal()
