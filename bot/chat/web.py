"""HTTP requests → updates in the intake, answered with 200 once it has them; health, readiness, metrics, facts."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final, TypeAlias

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot import metrics
from bot.chat import facts_page
from bot.chat.facts_page import FactsPage
from bot.chat.health import Health
from bot.chat.intake import Intake, id_of
from bot.chat.retrying import name_of
from bot.chat.tracing import request_id
from bot.config import Secret
from bot.problems import BotError

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (its name, not its value)
MOST_BYTES: Final = 1 << 20  # an update is a few thousand bytes
BODY_SECONDS: Final = 10
OWN_PATHS: Final = ("/healthz", "/readyz", "/metrics", facts_page.PATH)
NO_STORE: Final = {"Cache-Control": "no-store"}
log = logging.getLogger(__name__)

Serve: TypeAlias = Callable[[Request], Awaitable[Response]]


class Refused(Exception):
    """A request that is not Telegram's, or that no update can be read from."""

    def __init__(self, status: int, why: str) -> None:
        self.status, self.why = status, why


@dataclass(frozen=True, slots=True)
class Hook:
    """Where Telegram sends updates, and what proves that it is Telegram."""

    intake: Intake
    path: str
    secret: str


def web_application(
    health: Health, hook: Hook | None = None, password: Secret | None = None, page: FactsPage | None = None
) -> Starlette:
    """Build the ASGI application; without a hook it takes no updates, a password locks the metrics."""
    routes = [
        Route("/healthz", alive, methods=["GET"]),
        Route("/readyz", readiness(health), methods=["GET"]),
        Route("/metrics", numbers(health, password), methods=["GET"]),
    ]
    if page is not None:
        routes.append(Route(facts_page.PATH, page.serve, methods=["GET"]))
    if hook is not None:
        if hook.path in OWN_PATHS:
            raise BotError(f"WEBHOOK_URL has the path {hook.path}, which is the bot's own; choose another")
        routes.append(Route(hook.path, receiver(hook, health), methods=["POST"]))
    application = Starlette(routes=routes)
    application.router.redirect_slashes = False
    return application


async def alive(request: Request) -> Response:
    """Answer while the event loop turns."""
    return PlainTextResponse("alive", headers=NO_STORE)


def readiness(health: Health) -> Serve:
    """Make the check whether requests should come here."""

    async def ready(request: Request) -> Response:
        is_ready, report = await health.report()
        return JSONResponse(report, 200 if is_ready else 503, NO_STORE)

    return ready


def numbers(health: Health, password: Secret | None) -> Serve:
    """Make the page of the metrics."""

    async def show(request: Request) -> Response:
        if password is not None:
            given = request.headers.get("Authorization", "")
            if not is_same(given, f"Bearer {password.reveal()}"):
                return PlainTextResponse("METRICS_TOKEN is asked for", 401, {"WWW-Authenticate": "Bearer"})
        base = health.base()
        metrics.show_base(base.version, len(base.facts))
        await health.observe()
        return Response(generate_latest(REGISTRY), headers=NO_STORE, media_type=CONTENT_TYPE_LATEST)

    return show


def receiver(hook: Hook, health: Health) -> Serve:
    """Make what takes Telegram's deliveries."""

    async def receive(request: Request) -> Response:
        try:
            await take(request, hook, health)
        except Refused as refusal:
            metrics.refused.labels(status=str(refusal.status)).inc()
            return PlainTextResponse(refusal.why, refusal.status)
        return Response(status_code=200)

    return receive


async def take(request: Request, hook: Hook, health: Health) -> None:
    """Put the update of a request into the intake; raises Refused where it should not be there."""
    if not is_same(request.headers.get(SECRET_HEADER, ""), hook.secret):
        raise Refused(403, "the secret token is missing or wrong")
    if not health.is_connected:
        raise Refused(503, "the bot is starting")
    update = await read_update(request)
    # Telegram repeats what is not answered with 200, and holds back the chat meanwhile: a strange update
    # must be taken, too, and set aside.
    if isinstance(update, dict):
        named = {"request": request_id(id_of(update))}
        try:
            await hook.intake.put([update])
        except Exception as error:  # whatever a driver raises: Telegram keeps the update and sends it again
            log.error("an update could not be stored (%s)", name_of(error), extra=named)
            raise Refused(503, "the update could not be stored") from error
        log.debug("taken", extra=named)
        health.taken.beat()
    health.heard.beat()


async def read_update(request: Request) -> object:
    """Read the body as JSON."""
    try:
        return json.loads(await read_body(request))
    except TimeoutError:
        raise Refused(408, "the body did not come in time") from None
    except ClientDisconnect:
        raise Refused(400, "the client went away") from None
    except (ValueError, RecursionError):
        raise Refused(400, "the body is not JSON") from None


async def read_body(request: Request) -> bytes:
    """Read the body up to a limit of bytes and of time."""
    body = bytearray()
    async with asyncio.timeout(BODY_SECONDS):
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                raise Refused(413, "the body is too long")
    return bytes(body)


def is_same(given: str, secret: str) -> bool:
    """Compare in a time that does not depend on where the two differ."""
    return hmac.compare_digest(given.encode(), secret.encode())
