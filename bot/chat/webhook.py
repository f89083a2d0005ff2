"""Telegram's POST requests → raw updates in the intake, answered with 200 only once the intake has them."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import json
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.chat.intake import Intake
from bot.problems import BotError

SECRET_HEADER: Final = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 (its name, not its value)
MOST_BYTES: Final = 1 << 20  # an update is a few thousand bytes
BODY_SECONDS: Final = 10
HEALTH: Final = "/healthz"
log = logging.getLogger(__name__)


class BodyTooLarge(Exception):
    """The body is longer than any update."""


def web_application(intake: Intake, path: str, secret: str, is_ready: Callable[[], bool]) -> Starlette:
    """Build the ASGI application: Telegram's path, open once ready, and /healthz while the process lives."""

    async def receive(request: Request) -> Response:
        if not is_secret(request.headers.get(SECRET_HEADER, ""), secret):
            return PlainTextResponse("the secret token is missing or wrong", 403)
        if not is_ready():
            return PlainTextResponse("the bot is starting", 503)
        try:
            update = json.loads(await read_body(request))
        except BodyTooLarge:
            return PlainTextResponse("the body is too long", 413)
        except TimeoutError:
            return PlainTextResponse("the body did not come in time", 408)
        except ClientDisconnect:
            return Response(status_code=400)
        except (ValueError, RecursionError):
            return PlainTextResponse("the body is not JSON", 400)
        # Telegram repeats what is not answered with 200, and holds back the chat meanwhile: a strange update
        # must be taken, too, and set aside.
        await intake.put([update] if isinstance(update, dict) else [])
        return Response(status_code=200)

    async def health(request: Request) -> Response:
        return PlainTextResponse("alive")

    application = Starlette(
        routes=[Route(path, receive, methods=["POST"]), Route(HEALTH, health, methods=["GET"])]
    )
    application.router.redirect_slashes = False
    return application


def is_secret(given: str, secret: str) -> bool:
    """Compare in constant time."""
    return hmac.compare_digest(given.encode(), secret.encode())


async def read_body(request: Request) -> bytes:
    """Read the body up to a limit of bytes and of time."""
    body = bytearray()
    async with asyncio.timeout(BODY_SECONDS):
        async for part in request.stream():
            body += part
            if len(body) > MOST_BYTES:
                raise BodyTooLarge
    return bytes(body)


class QuietServer(uvicorn.Server):
    """A server that leaves signals to the process around it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listen(port: int) -> socket.socket:
    """Open the port; raises BotError where somebody else has it."""
    try:
        return socket.create_server(("0.0.0.0", port), backlog=1024)  # noqa: S104 (a platform's router calls it)
    except (OSError, OverflowError) as error:
        raise BotError(f"port {port} cannot be opened ({error}); set PORT to a free one") from None


@contextlib.asynccontextmanager
async def serving(application: Starlette, port: int) -> AsyncIterator[None]:
    """Serve until the block ends; then requests under way are finished, and no new ones are taken."""
    config = uvicorn.Config(
        application,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
    server = QuietServer(config)
    with listen(port) as opened:
        task = asyncio.create_task(server.serve(sockets=[opened]), name="web server")
        log.info("listening on port %d", opened.getsockname()[1])
        try:
            yield
        finally:
            server.should_exit = True
            await task
