"""The HTTP application: the webhook, health and readiness checks, metrics, the facts page, and the API."""

from __future__ import annotations

import logging
from typing import Final

from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, generate_latest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from bot import metrics
from bot.chat.inbound.webhook import Serve, WebhookEndpoint, is_same, update_receiver
from bot.chat.process.health import Health
from bot.chat.serving import facts_page
from bot.chat.serving.facts_page import FactsPage
from bot.chat.serving.http_server import NO_STORE
from bot.config import Secret
from bot.problems import BotError

OWN_PATHS: Final = ("/healthz", "/readyz", "/metrics", facts_page.PATH)
API_PATH: Final = "/api/v1"
log = logging.getLogger(__name__)


def web_application(
    health: Health,
    endpoint: WebhookEndpoint | None = None,
    password: Secret | None = None,
    page: FactsPage | None = None,
    *,
    is_private: bool = False,
    api: ASGIApp | None = None,
) -> Starlette:
    """Build the ASGI application; without an endpoint it takes no updates.

    A password guards the metrics; without one they are shown only at a private address. `api` answers other programs.
    """
    routes: list[BaseRoute] = [
        Route("/healthz", alive, methods=["GET"]),
        Route("/readyz", readiness(health), methods=["GET"]),
        Route("/metrics", metrics_page(health, password) if password or is_private else no_metrics, methods=["GET"]),
    ]
    if page is not None:
        routes.append(Route(facts_page.PATH, page.serve, methods=["GET"]))
    if api is not None:
        routes.append(Mount(API_PATH, api))
    if endpoint is not None:
        if endpoint.path in OWN_PATHS or endpoint.path.startswith(f"{API_PATH}/"):
            raise BotError(f"WEBHOOK_URL has the path {endpoint.path}, which is the bot's own; choose another")
        routes.append(Route(endpoint.path, update_receiver(endpoint, health), methods=["POST"]))
    application = Starlette(routes=routes)
    application.router.redirect_slashes = False
    return application


async def alive(request: Request) -> Response:
    """Answer while the event loop turns."""
    return PlainTextResponse("alive", headers=NO_STORE)


def readiness(health: Health) -> Serve:
    """Make the handler that says whether the bot is ready for requests."""

    async def ready(request: Request) -> Response:
        is_ready, report = await health.report()
        return JSONResponse(report, 200 if is_ready else 503, NO_STORE)

    return ready


async def no_metrics(request: Request) -> Response:
    """Say how to have the metrics shown."""
    return PlainTextResponse("/metrics is off here: set METRICS_TOKEN, or LISTEN_ADDRESS to a private address", 404)


def metrics_page(health: Health, password: Secret | None) -> Serve:
    """Make the handler for the metrics."""

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
