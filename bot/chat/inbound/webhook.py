"""Stores the updates that Telegram sends to the webhook, and tells Telegram where the webhook is."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from telegram import Bot
from telegram.error import BadRequest

from bot import metrics
from bot.chat.inbound.intake import Intake, id_of
from bot.chat.inbound.polling import ALLOWED_UPDATES
from bot.chat.process.health import Health
from bot.chat.protocol.retry import call_with_retry, error_name
from bot.chat.protocol.update_context import request_id
from bot.problems import BotError

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (its name, not its value)
MOST_BYTES: Final = 1 << 20  # an update is a few thousand bytes
BODY_SECONDS: Final = 10
log = logging.getLogger(__name__)

Serve: TypeAlias = Callable[[Request], Awaitable[Response]]


class RefusedRequest(Exception):
    """A request that does not come from Telegram, or that no update can be read from."""

    def __init__(self, status: int, why: str) -> None:
        self.status, self.why = status, why


async def announce(bot: Bot, address: str, secret: str) -> None:
    """Tell Telegram where to send updates; it keeps those that wait. Raise BotError for an address that it refuses."""

    async def call() -> bool:
        return await bot.set_webhook(address, secret_token=secret, allowed_updates=ALLOWED_UPDATES)

    try:
        await call_with_retry(call, "setting the webhook")
    except BadRequest as refusal:
        raise BotError(
            f"Telegram refuses WEBHOOK_URL ({refusal.message}); set it to a public https:// address"
        ) from None


@dataclass(frozen=True, slots=True)
class WebhookEndpoint:
    """The path to which Telegram sends updates, and the secret that proves that it is Telegram."""

    intake: Intake
    path: str
    secret: str


def update_receiver(endpoint: WebhookEndpoint, health: Health) -> Serve:
    """Make the request handler for Telegram's deliveries."""

    async def receive(request: Request) -> Response:
        try:
            await store_update(request, endpoint, health)
        except RefusedRequest as refusal:
            metrics.refused.labels(status=str(refusal.status)).inc()
            return PlainTextResponse(refusal.why, refusal.status)
        return Response(status_code=200)

    return receive


async def store_update(request: Request, endpoint: WebhookEndpoint, health: Health) -> None:
    """Store the update of a request; raise Refused where the request cannot be accepted."""
    if not is_same(request.headers.get(SECRET_HEADER, ""), endpoint.secret):
        raise RefusedRequest(403, "the secret token is missing or wrong")
    if not health.is_connected:
        raise RefusedRequest(503, "the bot is starting")
    update = await read_update(request)
    # Telegram repeats what is not answered with 200, and holds back the chat meanwhile, so that an update that
    # cannot be read is accepted, too, and set aside.
    if isinstance(update, dict):
        extra = {"request": request_id(id_of(update))}
        try:
            await endpoint.intake.put([update])
        except Exception as error:  # whatever a driver raises: Telegram keeps the update and sends it again
            log.error("an update could not be stored (%s)", error_name(error), extra=extra)
            raise RefusedRequest(503, "the update could not be stored") from error
        log.debug("taken", extra=extra)
        health.taken.beat()
    health.heard.beat()


async def read_update(request: Request) -> object:
    """Read the body as JSON; raise Refused where that fails."""
    try:
        return json.loads(await read_body(request))
    except TimeoutError:
        raise RefusedRequest(408, "the body did not come in time") from None
    except ClientDisconnect:
        raise RefusedRequest(400, "the client went away") from None
    except (ValueError, RecursionError):
        raise RefusedRequest(400, "the body is not JSON") from None


async def read_body(request: Request) -> bytes:
    """Read the body up to a limit of bytes and of time; raise Refused or TimeoutError beyond them."""
    body = bytearray()
    async with asyncio.timeout(BODY_SECONDS):
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                raise RefusedRequest(413, "the body is too long")
    return bytes(body)


def is_same(given: str, secret: str) -> bool:
    """Compare two texts in a time that does not depend on where they differ."""
    return hmac.compare_digest(given.encode(), secret.encode())
