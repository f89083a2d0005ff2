"""The configuration and a fact base → a bot that serves Telegram until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import os
from typing import Final

from telegram.error import InvalidToken
from telegram.ext import ApplicationBuilder

from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.inbound.dispatch import AnyApplication, Dispatcher
from bot.chat.inbound.worker import UpdateWorker
from bot.chat.outbound.outbox import Outbox
from bot.chat.outbound.rate_limit import NoRateLimits, SharedRateLimits
from bot.chat.process import log_setup
from bot.chat.process.health import Health
from bot.chat.process.redaction import secrets_of
from bot.chat.process.shutdown import FAILED, Shutdown, Stopped, in_time
from bot.chat.protocol.transport import CountedRequest
from bot.chat.serving.delivery import reveal, serve_polling, serve_webhook
from bot.chat.serving.watchdog import Stalled, loop_watched
from bot.chat.serving.wiring import assemble
from bot.config import Config, Settings, Telegram
from bot.engine.engine import audiences_of, check_scheduled, check_topics, load_engine
from bot.problems import BotError
from bot.store.database.engine import open_engine
from bot.store.database.store import Store

CONNECTIONS: Final = 64
# By when of the time to stop in replies are finished, all is written, and Telegram and the store are let go.
DRAINED, WRITTEN, HUNG_UP, CLOSED = 0.8, 0.88, 0.92, 0.96
LOST_STORE: Final = (
    "DATABASE_URL is not set on this dyno, whose disk is lost every day with all that waits in the store; "
    "add a PostgreSQL to the app"
)
log = logging.getLogger(__name__)


def serve(config: Config, *, webhook: bool) -> int:
    """Serve Telegram until told to stop; returns the exit code."""
    settings = config.settings
    log_setup.configure(secrets_of(config), settings.log_level, settings.log_format)
    token = reveal(config.telegram.token, "TELEGRAM_BOT_TOKEN")
    store = Store(open_engine(config.database_url), bot_of(token))
    desk = load_engine(config, log.warning)
    check_topics(settings.chats, desk.base)
    check_scheduled(settings, desk.base)
    desk.warm(audiences_of(settings, desk.base))
    answering = AnswerService(desk, dt.timedelta(minutes=settings.context_minutes))
    if config.loses_store:
        log.warning(LOST_STORE)
    try:
        code = asyncio.run(run(config, answering, store, webhook=webhook))
        if store.hangs:
            log.error("the store does not answer, and is left behind")
            os._exit(code)
        in_time()
        return code
    except BotError:
        raise
    except Exception:
        log.critical("the bot stopped on an error of its own", exc_info=True)
        return FAILED
    finally:
        answering.close()


async def run(
    config: Config, answering: AnswerService, store: Store, *, webhook: bool, stop: Shutdown | None = None
) -> int:
    """Serve until the shutdown begins, and return the exit code.

    Without a `stop` of the caller's, SIGTERM and SIGINT begin it, and a loop that hangs ends the process. With one,
    no signal handler is installed and the loop is not watched, so that the bot can run as a task inside any event loop.
    Raise BotError where Telegram or the store cannot be used.
    """
    owns_process = stop is None
    if stop is None:
        stop = Shutdown()
        stop.listen()
    telegram = config.telegram
    application = build(telegram)
    intake = intake_of(store, application, config.settings)
    limits = SharedRateLimits(store) if telegram.has_limits else NoRateLimits()
    token = reveal(telegram.token, "TELEGRAM_BOT_TOKEN")
    outbox = Outbox(intake.ledger, limits, token)
    tasks = assemble(application, config, outbox, answering, store, token)
    health = Health(lambda: answering.engine.base, intake.state)
    serve = serve_webhook if webhook else serve_polling
    try:
        await stop.unless(store.open())
        async with loop_watched(config.settings.stall_after) if owns_process else contextlib.nullcontext():
            await serve(application, config, intake, health, stop, tasks)
    except Stopped:
        log.info("stopping: no more updates are fetched, running replies are finished")
    except Stalled as stall:
        stop.fail(str(stall))
    except InvalidToken:
        raise BotError("Telegram refuses TELEGRAM_BOT_TOKEN; copy it again from BotFather") from None
    finally:
        await close(stop, intake, application, store)
    if stop.failure is not None:
        log.critical("the bot ends for its supervisor to start it again: %s", stop.failure)
        return FAILED
    log.info("stopped")
    return 0


async def close(stop: Shutdown, intake: UpdateWorker, application: AnyApplication, store: Store) -> None:
    """End every part, each in its share of the one time that there is for all of it."""
    clock = asyncio.get_running_loop().time
    unfinished = await intake.drain(max(0.0, stop.until(DRAINED) - clock()), stop.until(WRITTEN))
    if unfinished:
        log.warning("%d updates wait in the store for the next process", unfinished)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout_at(stop.until(HUNG_UP)):
            await application.shutdown()
            # The library leaves it open where it was refused before it was ready.
            await application.bot.request.shutdown()
    await store.close(max(0.0, stop.until(CLOSED) - clock()))


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


def intake_of(store: Store, application: AnyApplication, settings: Settings) -> UpdateWorker:
    """Make what takes updates in, and deletes what was kept long enough."""
    retention, follow_up = (dt.timedelta(days=days) for days in (settings.retention_days, settings.follow_up_days))
    handle = Dispatcher(application)
    return UpdateWorker(store, handle, retention=retention.total_seconds(), follow_up=follow_up.total_seconds())


def bot_of(token: str) -> int:
    """Return the bot's number, with which its token begins."""
    return int(token.partition(":")[0])
