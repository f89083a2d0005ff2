"""`run`: serves Telegram, or holds a chat in the terminal as long as there is no token."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import replace
from typing import Final

from bot.commands.answering import chat
from bot.commands.opening import add_common, configured
from bot.commands.output import remark
from bot.config import Config, VariableError

HOW_TO_START: Final = (
    "TELEGRAM_BOT_TOKEN is not set; to serve Telegram, write /newbot to @BotFather there "
    "and set the variable to the token that it gives you"
)
NO_ADDRESS: Final = "WEBHOOK_URL is not set; set it to the public https:// address of this bot, or run with --polling"
CONSOLE: Final = "Until then, ask here."


def configure(parser: ArgumentParser) -> None:
    """Add the command's arguments."""
    way = parser.add_mutually_exclusive_group()
    way.add_argument("--polling", action="store_true", help="fetch updates from Telegram")
    way.add_argument("--webhook", action="store_true", help="let Telegram send updates to WEBHOOK_URL")
    parser.add_argument(
        "--status",
        action="store_true",
        help="serve /healthz, /readyz and /metrics when polling, too, as serve_status does",
    )
    add_common(parser)


def execute(arguments: Namespace) -> int:
    """Serve until told to stop; by webhook where WEBHOOK_URL is set, else by polling, unless a flag says."""
    config = configured(arguments, serving=True)
    if arguments.status:
        config = replace(config, settings=replace(config.settings, serve_status=True))
    webhook = chosen_way(config, polling=arguments.polling, webhook=arguments.webhook)
    if webhook is None:
        remark(f"{HOW_TO_START}. {CONSOLE}")
        arguments.json = False
        return chat.execute(arguments)
    from bot.chat.serving.application import serve

    return serve(config, webhook=webhook)


def chosen_way(config: Config, *, polling: bool, webhook: bool) -> bool | None:
    """Return whether to serve by webhook; None if there is no token to serve with, and no flag asks for it."""
    telegram = config.telegram
    is_asked_for = polling or webhook or telegram.webhook_url is not None
    if telegram.token is None:
        if is_asked_for:
            raise VariableError(HOW_TO_START)
        return None
    if webhook and telegram.webhook_url is None:
        raise VariableError(NO_ADDRESS)
    return webhook or (telegram.webhook_url is not None and not polling)
