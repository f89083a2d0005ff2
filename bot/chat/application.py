"""The configuration and a fact base → a bot that serves Telegram until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import os
from collections.abc import Coroutine, Sequence
from typing import Any, Final

from telegram import Bot
from telegram.error import InvalidToken
from telegram.ext import ApplicationBuilder

from bot.chat import logs
from bot.chat.answering import Answering
from bot.chat.assembly import assemble, utc_now
from bot.chat.beside import Task, working_beside
from bot.chat.facts_page import FactsPage, address_of_page
from bot.chat.health import Health
from bot.chat.introducing import introducing
from bot.chat.leading import UPDATES, announce, leads, led, lost
from bot.chat.outbox import NoLimits, Outbox, SharedLimits
from bot.chat.polling import Poller
from bot.chat.processing import AnyApplication, Processing
from bot.chat.redacting import secrets_of
from bot.chat.requests import CountedRequest
from bot.chat.retrying import insist
from bot.chat.serving import serving
from bot.chat.stopping import Stop, Stopped
from bot.chat.watchdog import Stalled, WebhookWatch, keep_polling, loop_watched
from bot.chat.web import Hook, web_application
from bot.chat.working import StoredIntake
from bot.config import Config, Secret, Settings, Telegram
from bot.desk import audiences_of, check_scheduled, check_topics, open_desk
from bot.problems import BotError
from bot.store.engine import open_engine
from bot.store.store import Store

CONNECTIONS: Final = 64
DRAIN_SECONDS: Final = 20.0  # Heroku kills 30 s after the first SIGTERM; what comes after takes up to 5 s
CLOSE_SECONDS: Final = 2.0
FAILED: Final = 1
LOST_STORE: Final = (
    "DATABASE_URL is not set on this dyno, whose disk is lost every day with all that waits in the store; "
    "add a PostgreSQL to the app"
)
log = logging.getLogger(__name__)


def serve(config: Config, *, webhook: bool) -> int:
    """Serve Telegram until told to stop; returns the exit code."""
    settings = config.settings
    logs.configure(secrets_of(config), settings.log_level, settings.log_format)
    token = reveal(config.telegram.token, "TELEGRAM_BOT_TOKEN")
    store = Store(open_engine(config.database_url), bot_of(token))
    desk = open_desk(config, log.warning)
    check_topics(settings.chats, desk.base)
    check_scheduled(settings, desk.base)
    desk.warm(audiences_of(settings, desk.base))
    answering = Answering(desk, dt.timedelta(minutes=settings.context_minutes))
    if config.loses_store:
        log.warning(LOST_STORE)
    try:
        code = asyncio.run(run(config, answering, store, webhook=webhook))
        if store.hangs:
            log.error("the store does not answer, and is left behind")
            os._exit(code)
        return code
    except BotError:
        raise
    except Exception:
        log.critical("the bot stopped on an error of its own", exc_info=True)
        return FAILED
    finally:
        answering.close()


async def run(config: Config, answering: Answering, store: Store, *, webhook: bool) -> int:
    """Serve until SIGTERM or SIGINT; raises BotError where Telegram or the store cannot be used."""
    stop = Stop()
    stop.listen()
    telegram = config.telegram
    application = build(telegram)
    intake = intake_of(store, application, config.settings)
    limits = SharedLimits(store) if telegram.has_limits else NoLimits()
    token = reveal(telegram.token, "TELEGRAM_BOT_TOKEN")
    outbox = Outbox(intake.ledger, limits, token)
    page = address_of_page(config) if webhook else None
    tasks = assemble(application, config, outbox, answering, store, token, page)
    health = Health(lambda: answering.desk.base, intake.state)
    serve = serve_webhook if webhook else serve_polling
    try:
        await stop.unless(store.open())
        async with loop_watched(config.settings.stall_after):
            await serve(application, config, intake, health, stop, tasks)
    except Stopped:
        log.info("stopping: no more updates are fetched, running replies are finished")
    except Stalled as stall:
        stop.fail(str(stall))
    except InvalidToken:
        raise BotError("Telegram refuses TELEGRAM_BOT_TOKEN; copy it again from BotFather") from None
    finally:
        unfinished = await intake.drain(stop.seconds_left(DRAIN_SECONDS))
        if unfinished:
            log.warning("%d updates wait in the store for the next process", unfinished)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(application.shutdown(), CLOSE_SECONDS)
            # The library leaves it open where it was refused before it was ready.
            await asyncio.wait_for(application.bot.request.shutdown(), CLOSE_SECONDS)
        await store.close(CLOSE_SECONDS)
    if stop.failure is not None:
        log.critical("the bot ends for its supervisor to start it again: %s", stop.failure)
        return FAILED
    log.info("stopped")
    return 0


def build(telegram: Telegram) -> AnyApplication:
    """Make the library's application without its own fetching of updates."""
    return (
        ApplicationBuilder()
        .token(reveal(telegram.token, "TELEGRAM_BOT_TOKEN"))
        .base_url(f"{telegram.api_url}/bot")
        .base_file_url(f"{telegram.api_url}/file/bot")
        .request(CountedRequest(CONNECTIONS))
        .updater(None)
        .job_queue(None)
        .build()
    )


def intake_of(store: Store, application: AnyApplication, settings: Settings) -> StoredIntake:
    """Make what takes updates in, and deletes what was kept long enough."""
    retention, follow_up = (dt.timedelta(days=days) for days in (settings.retention_days, settings.follow_up_days))
    handle = Processing(application)
    return StoredIntake(store, handle, retention=retention.total_seconds(), follow_up=follow_up.total_seconds())


def reveal(secret: Secret | None, variable: str) -> str:
    """Open a secret that serving cannot do without."""
    if secret is None:
        raise BotError(f"{variable} is not set; set it")
    return secret.reveal()


def bot_of(token: str) -> int:
    """Return the bot's number, with which its token begins."""
    return int(token.partition(":")[0])


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

        async def poll() -> None:
            async with CountedRequest(1) as request:
                poller = Poller(bot, request, intake, health.heard, health.taken)
                try:
                    await poller.run(stop)
                finally:
                    await poller.confirm()

        while True:
            if not await leads(store, UPDATES):
                log.info("serving @%s beside a process that gets its updates", bot.username)
                await stop.unless(led(store, UPDATES))
            # Telegram gives out no updates while it has an address to send them to.
            await stop.unless(insist(bot.delete_webhook, "removing the webhook"))
            log.info("serving @%s by polling", bot.username)
            health.heard.restart()
            health.stall_after = settings.stall_after
            await either(keep_polling(poll, health.heard, settings.stall_after), lost(store, UPDATES))
            health.stall_after = None


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
        intake.start()
        health.is_connected = True
        bot: Bot = application.bot
        async with introducing(bot), working_beside(tasks):
            if not await leads(store, UPDATES):
                log.info("serving @%s by webhook, of which another process tells Telegram", bot.username)
                await stop.unless(led(store, UPDATES))
            await stop.unless(announce(bot, address, secret))
            log.info("serving @%s by webhook", bot.username)
            watch = WebhookWatch(bot, address, lambda: announce(bot, address, secret), health.heard)
            await stop.unless(watch.run(config.settings.stall_after))


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
