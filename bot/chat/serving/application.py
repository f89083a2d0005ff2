"""Starts the bot on Telegram, serves until the process is told to stop, and closes every part in its share of time."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
import os
from typing import Final

from starlette.types import ASGIApp
from telegram.error import InvalidToken
from telegram.ext import ApplicationBuilder

from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.inbound.dispatch import AnyApplication
from bot.chat.inbound.worker import UpdateWorker
from bot.chat.process import log_setup
from bot.chat.process.clock import utc_now
from bot.chat.process.health import Health
from bot.chat.process.redaction import secrets_of
from bot.chat.process.sd_notify import service_manager_told
from bot.chat.process.shutdown import FAILED, Shutdown, Stopped, leave_in_peace
from bot.chat.protocol.retry import delays
from bot.chat.protocol.transport import CountedRequest
from bot.chat.serving.delivery import Delivery, serve_polling, serve_webhook
from bot.chat.serving.http_server import Entrance
from bot.chat.serving.watchdog import Stalled, loop_watched
from bot.chat.serving.wiring import build_services, build_tasks, build_worker
from bot.config import Config, Telegram
from bot.config.settings import reveal_required
from bot.engine.engine import audiences_of, check_scheduled, check_topics, load_engine
from bot.problems import BotError
from bot.store.database.engine import StoreUnreachable, open_engine
from bot.store.database.store import Store

CONNECTIONS: Final = 64
# Shares of the time to stop by which replies are finished, all is written, and Telegram and the store are closed.
DRAINED, WRITTEN, HUNG_UP, CLOSED = 0.8, 0.88, 0.92, 0.96
STORE_DELAY: Final = 5.0  # seconds at most between two tries to reach the store at the start
LOST_STORE: Final = (
    "DATABASE_URL is not set on this dyno, whose disk is lost every day with all that waits in the store; "
    "add a PostgreSQL to the app"
)
NO_API: Final = (
    "'api' in config.yaml names programs, and the API needs the extra api: "
    "install it with python -m pip install 'briefing-bot[api]'"
)
log = logging.getLogger(__name__)


def serve(config: Config, *, webhook: bool) -> int:
    """Load the base, serve Telegram until SIGTERM or SIGINT, and return the exit code."""
    settings = config.settings
    log_setup.configure(secrets_of(config), settings.log_level, settings.log_format)
    token = reveal_required(config.telegram.token, "TELEGRAM_BOT_TOKEN")
    store = Store(open_engine(config.database_url), bot_id(token))
    if config.loses_store:
        log.warning(LOST_STORE)
    try:
        code = asyncio.run(load_and_run(config, store, webhook=webhook))
    except BotError:
        raise
    except Exception:
        log.critical("the bot stopped on an error of its own", exc_info=True)
        return FAILED
    if store.hangs:
        log.error("the store does not answer, and is left behind")
        os._exit(code)
    leave_in_peace()
    return code


async def load_and_run(config: Config, store: Store, *, webhook: bool) -> int:
    """Open the port, load the base, and serve in a process of the bot's own until the shutdown begins.

    A platform gives up on a process that does not open its port soon. Return the exit code.
    """
    stop, entrance = Shutdown(), Entrance()
    stop.listen()
    try:
        if webhook or config.settings.serve_status or config.settings.api:
            await entrance.open(config.telegram, stop)
        with contextlib.closing(await load(config, stop)) as answer_service:
            return await run(config, answer_service, store, stop, entrance, webhook=webhook)
    finally:
        await entrance.close()


async def load(config: Config, stop: Shutdown) -> AnswerService:
    """Load the base in a thread; a shutdown that begins meanwhile ends the process at once, as nothing was begun."""

    def work() -> AnswerService:
        settings = config.settings
        engine = load_engine(config, log.warning)
        check_topics(settings.chats, engine.base)
        check_scheduled(settings, engine.base)
        engine.warm(audiences_of(settings, engine.base))
        return AnswerService(engine, dt.timedelta(minutes=settings.context_minutes))

    try:
        return await stop.run_unless_stopped(asyncio.to_thread(work))
    except Stopped:
        log.info("stopped while loading")
        os._exit(0 if stop.failure is None else FAILED)


async def run(
    config: Config, answers: AnswerService, store: Store, stop: Shutdown, door: Entrance | None = None, *, webhook: bool
) -> int:
    """Serve until the shutdown begins, and return the exit code.

    With a `door` the process is the bot's own, where a loop that stands still ends the process. Without one the
    bot leaves the process alone and can run as a task inside any event loop.
    Raise BotError where Telegram or the store cannot be used.
    """
    owns_process, entrance = door is not None, door or Entrance()
    application = build_application(config.telegram)
    worker = build_worker(store, application, config.settings)
    services = build_services(config, application, store, worker, answers, utc_now)
    tasks = build_tasks(application, services, handles_signals=owns_process)
    api = application_for_programs(config, answers)
    health = Health(lambda: answers.engine.base, worker.state)
    serve_updates = serve_webhook if webhook else serve_polling
    loop_watch = loop_watched(config.settings.stall_after) if owns_process else contextlib.nullcontext()
    manager_told = service_manager_told() if owns_process else contextlib.nullcontext()
    try:
        entrance.reason = "the store has not been reached yet"
        await stop.run_unless_stopped(reach_store(store))
        async with loop_watch, manager_told:
            await serve_updates(Delivery(application, config, worker, health, stop, tasks, utc_now, api, entrance))
    except Stopped:
        log.info("stopping: nothing new is begun, running replies are finished")
    except Stalled as stall:
        stop.fail(str(stall))
    except InvalidToken:
        raise BotError("Telegram refuses TELEGRAM_BOT_TOKEN; copy it again from BotFather") from None
    finally:
        await close(stop, worker, application, store)
    if stop.failure is not None:
        log.critical("the bot ends for its supervisor to start it again: %s", stop.failure)
        return FAILED
    log.info("stopped")
    return 0


async def reach_store(store: Store) -> None:
    """Open the store; one on a server that cannot be reached is waited for, however long that takes."""
    for delay in delays(longest=STORE_DELAY):
        try:
            await store.open()
            return
        except StoreUnreachable as error:
            log.warning("%s; trying again in %.1f s", error, delay)
        await asyncio.sleep(delay)
    raise AssertionError("delays never end")


async def close(stop: Shutdown, worker: UpdateWorker, application: AnyApplication, store: Store) -> None:
    """Close every part, each within its share of the time that there is for all of them."""
    clock = asyncio.get_running_loop().time
    unfinished = await worker.stop(max(0.0, stop.share_of_time(DRAINED) - clock()), stop.share_of_time(WRITTEN))
    if unfinished:
        log.warning("%d updates wait in the store for the next process", unfinished)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout_at(stop.share_of_time(HUNG_UP)):
            await application.shutdown()
            # The library leaves it open where Telegram refused the token before the application was ready.
            await application.bot.request.shutdown()
    await store.close(max(0.0, stop.share_of_time(CLOSED) - clock()))


def application_for_programs(config: Config, answer_service: AnswerService) -> ASGIApp | None:
    """Build what answers other programs; None where config.yaml names none."""
    if not config.settings.api:
        return None
    try:
        from bot.api.http_api import build_http_api
    except ImportError:
        raise BotError(NO_API) from None
    return build_http_api(config.settings.api, answer_service, utc_now)


def build_application(telegram: Telegram) -> AnyApplication:
    """Make the library's application, without its own fetching of updates and its own job queue."""
    return (
        ApplicationBuilder()
        .token(reveal_required(telegram.token, "TELEGRAM_BOT_TOKEN"))
        .base_url(f"{telegram.api_url}/bot")
        .base_file_url(f"{telegram.api_url}/file/bot")
        .request(CountedRequest(CONNECTIONS))
        .updater(None)
        .job_queue(None)
        .build()
    )


def bot_id(token: str) -> int:
    """Return the bot's id, with which its token begins."""
    return int(token.partition(":")[0])
