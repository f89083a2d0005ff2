"""A bare echo bot on python-telegram-bot, started as `python echo_bot.py --polling|--webhook`: what a process
under test looks like from outside, and the limit that load tests compare with."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import Any, TypeAlias
from urllib.parse import urlsplit

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.error import RetryAfter
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters

AnyApplication: TypeAlias = Application[Any, Any, Any, Any, Any, Any]


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    """Say it again, in reply."""
    if update.message is not None:
        await update.message.reply_text(update.message.text or "", do_quote=True)


async def set_webhook(application: AnyApplication, url: str) -> None:
    """Once a second is allowed, and another process may have just done it."""
    try:
        await application.bot.set_webhook(url)
    except RetryAfter:
        await asyncio.sleep(1.1)
        await application.bot.set_webhook(url)


async def serve(application: AnyApplication, url: str, port: int) -> None:
    """Take updates at a webhook until a signal comes."""

    async def take(request: Request) -> Response:
        update = Update.de_json(await request.json(), application.bot)
        await application.update_queue.put(update)
        return Response()

    routes = [Route(urlsplit(url).path, take, methods=["POST"])]
    config = uvicorn.Config(Starlette(routes=routes), host="127.0.0.1", port=port, log_level="warning")
    async with application:
        await application.start()
        await set_webhook(application, url)
        sys.stderr.write(f"serving @{application.bot.username}\n")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server._serve())  # serve() would die of the signal it caught
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, setattr, server, "should_exit", True)
        await serving
        await application.stop()


def main(arguments: list[str]) -> None:
    """Serve until a signal comes."""
    token, api = os.environ["TELEGRAM_BOT_TOKEN"], os.environ["TELEGRAM_API_URL"]
    if "--leak" in arguments:
        sys.stderr.write(f"{api}/bot{token}/getMe\n")
    if "--refuse" in arguments:
        sys.exit("config.yaml:1:1: error: nothing fits; write another")
    webhook = "--webhook" in arguments
    builder = ApplicationBuilder().token(token).base_url(f"{api}/bot").concurrent_updates(64)
    application = (builder.updater(None) if webhook else builder).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    if webhook:
        asyncio.run(serve(application, os.environ["WEBHOOK_URL"], int(os.environ["PORT"])))
    else:
        application.run_polling(bootstrap_retries=-1)


if __name__ == "__main__":
    main(sys.argv[1:])
