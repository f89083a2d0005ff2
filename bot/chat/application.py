"""The configuration and a fact base → a bot that serves Telegram until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import AsyncIterator
from typing import Final

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, TelegramError
from telegram.ext import AIORateLimiter, ApplicationBuilder
from telegram.request import HTTPXRequest

from bot.chat import logs, words
from bot.chat.answering import Answering
from bot.chat.handlers import Handlers
from bot.chat.intake import Intake, MemoryIntake
from bot.chat.polling import ALLOWED_UPDATES, Poller
from bot.chat.processing import AnyApplication, Processing
from bot.chat.retrying import insist, name_of
from bot.chat.sending import Sender
from bot.chat.stopping import Stop, Stopped
from bot.chat.webhook import serving, web_application
from bot.config import Config, Secret, Telegram
from bot.desk import open_desk
from bot.problems import BotError

CONNECTIONS: Final = 64
FLOOD_RETRIES: Final = 3
DRAIN_SECONDS: Final = 20.0  # Heroku kills 30 s after the first SIGTERM; what comes after takes up to 5 s
CLOSE_SECONDS: Final = 2.0
log = logging.getLogger(__name__)


def serve(config: Config, *, webhook: bool) -> int:
    """Serve Telegram until told to stop; returns the exit code."""
    telegram = config.telegram
    secrets = [secret.reveal() for secret in (telegram.token, telegram.webhook_secret) if secret is not None]
    logs.configure(secrets, config.settings.log_level)
    answering = Answering(open_desk(config, log.warning))
    stale_after = dt.timedelta(minutes=config.settings.stale_after)
    try:
        return asyncio.run(run(telegram, answering, stale_after, webhook=webhook))
    except BotError:
        raise
    except Exception:
        log.critical("the bot stopped on an error of its own", exc_info=True)
        return 1
    finally:
        answering.close()


async def run(telegram: Telegram, answering: Answering, stale_after: dt.timedelta, *, webhook: bool) -> int:
    """Serve until SIGTERM or SIGINT; raises BotError where Telegram refuses the token or the address."""
    stop = Stop()
    stop.listen()
    application = build(telegram)
    handlers = Handlers(Sender(application.bot), answering, stale_after, lambda: dt.datetime.now(dt.UTC))
    handlers.register(application)
    intake = MemoryIntake(Processing(application))
    serve = serve_webhook if webhook else serve_polling
    try:
        await serve(application, telegram, intake, stop)
    except Stopped:
        log.info("stopping: no more updates are fetched, running replies are finished")
    except InvalidToken:
        raise BotError("Telegram refuses TELEGRAM_BOT_TOKEN; copy it again from BotFather") from None
    finally:
        unfinished = await intake.drain(stop.seconds_left(DRAIN_SECONDS))
        if unfinished:
            log.error("%d updates are left without a reply", unfinished)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(application.shutdown(), CLOSE_SECONDS)
    log.info("stopped")
    return 0


def build(telegram: Telegram) -> AnyApplication:
    """Make the library's application without its own fetching of updates."""
    return (
        ApplicationBuilder()
        .token(reveal(telegram.token, "TELEGRAM_BOT_TOKEN"))
        .base_url(f"{telegram.api_url}/bot")
        .base_file_url(f"{telegram.api_url}/file/bot")
        .rate_limiter(AIORateLimiter(max_retries=FLOOD_RETRIES))
        .connection_pool_size(CONNECTIONS)
        .pool_timeout(60)
        .read_timeout(10)
        .updater(None)
        .job_queue(None)
        .build()
    )


def reveal(secret: Secret | None, variable: str) -> str:
    """Open a secret that serving cannot do without."""
    if secret is None:
        raise BotError(f"{variable} is not set; set it")
    return secret.reveal()


async def serve_polling(application: AnyApplication, telegram: Telegram, intake: Intake, stop: Stop) -> None:
    """Fetch updates; never returns, but raises Stopped."""
    await stop.unless(insist(application.initialize, "reaching Telegram"))
    bot: Bot = application.bot
    # Telegram gives out no updates while it has an address to send them to.
    await stop.unless(insist(bot.delete_webhook, "removing the webhook"))
    request = HTTPXRequest(connection_pool_size=1, connect_timeout=10)
    async with introducing(bot), request:
        poller = Poller(bot, request, intake)
        log.info("serving @%s by polling", bot.username)
        try:
            await poller.run(stop)
        finally:
            await poller.confirm()


async def serve_webhook(application: AnyApplication, telegram: Telegram, intake: Intake, stop: Stop) -> None:
    """Take the updates that Telegram sends; never returns, but raises Stopped."""
    secret = reveal(telegram.webhook_secret, "WEBHOOK_SECRET")
    is_ready = False
    web = web_application(intake, telegram.webhook_path, secret, lambda: is_ready)
    # The port opens before Telegram is asked: a platform gives up on a process that does not open it soon.
    async with serving(web, telegram.port):
        await stop.unless(insist(application.initialize, "reaching Telegram"))
        is_ready = True
        bot: Bot = application.bot
        await stop.unless(announce(bot, telegram.webhook_url or "", secret))
        async with introducing(bot):
            log.info("serving @%s by webhook", bot.username)
            await stop.wait()
            raise Stopped


async def announce(bot: Bot, address: str, secret: str) -> None:
    """Tell Telegram where to send updates; those that wait already are kept."""

    async def call() -> bool:
        return await bot.set_webhook(address, secret_token=secret, allowed_updates=ALLOWED_UPDATES)

    try:
        await insist(call, "setting the webhook")
    except BadRequest as refusal:
        raise BotError(
            f"Telegram refuses WEBHOOK_URL ({refusal.message}); set it to a public https:// address"
        ) from None


@contextlib.asynccontextmanager
async def introducing(bot: Bot) -> AsyncIterator[None]:
    """Set the list of commands beside the work, for a bot without one works as well."""

    async def introduce() -> None:
        try:
            await insist(lambda: bot.set_my_commands(tuple(words.COMMANDS.items())), "setting the commands")
        except TelegramError as error:
            log.warning("the list of commands was not set (%s)", name_of(error))

    task = asyncio.create_task(introduce(), name="introduce")
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
