"""Runs the HTTP application in the bot's event loop; when the server ends by itself, the bot stops."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Iterator
from typing import Final

import uvicorn
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.chat.process.shutdown import Shutdown
from bot.chat.serving.http_protocol import HEAD_SECONDS, patient_for
from bot.config import Telegram
from bot.problems import BotError

PATIENT: Final = patient_for(HEAD_SECONDS)
NO_STORE: Final = {"Cache-Control": "no-store"}
log = logging.getLogger(__name__)


class QuietServer(uvicorn.Server):
    """A server that leaves signals to the process around it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def listen(address: str, port: int) -> socket.socket:
    """Open the port; raise BotError where that fails, for example because another process has it."""
    try:
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        return socket.create_server((address, port), family=family, backlog=1024)
    except (OSError, OverflowError) as error:
        where = f"set PORT to a free one, or LISTEN_ADDRESS to an address of this machine, not {address}"
        raise BotError(f"port {port} cannot be opened ({error}); {where}") from None


class Entrance:
    """An application in front of another that is not there yet: the port opens before the base is loaded.

    Until then the process counts as alive, and is not ready.
    """

    def __init__(self) -> None:
        self.reason = "the base is being loaded"
        self._application: ASGIApp = self._wait
        self._server = contextlib.AsyncExitStack()
        self._is_open = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._application(scope, receive, send)

    async def open(self, telegram: Telegram, stop: Shutdown) -> None:
        """Open the port; raise BotError where that fails."""
        self._is_open = True
        await self._server.enter_async_context(serving(self, telegram.listen_address, telegram.port, stop))

    async def close(self) -> None:
        """Finish the requests that are running, and close the port."""
        await self._server.aclose()

    @contextlib.asynccontextmanager
    async def leading_to(self, application: ASGIApp, telegram: Telegram, stop: Shutdown) -> AsyncIterator[None]:
        """Lead to an application until the block ends; then close the port."""
        self._application = application
        try:
            if not self._is_open:
                await self.open(telegram, stop)
            yield
        finally:
            await self.close()

    async def _wait(self, scope: Scope, receive: Receive, send: Send) -> None:
        response: Response = JSONResponse({"ready": False, "reason": self.reason}, 503, NO_STORE)
        if scope["type"] == "http" and scope["path"] == "/healthz":
            response = PlainTextResponse("alive", headers=NO_STORE)
        await response(scope, receive, send)


@contextlib.asynccontextmanager
async def serving(
    application: ASGIApp, address: str, port: int, stop: Shutdown, protocol: type[asyncio.Protocol] = PATIENT
) -> AsyncIterator[None]:
    """Serve until the block ends; then finish the requests that are running, and accept no new ones.

    A server that ends before that begins the shutdown as a failure.
    """
    config = uvicorn.Config(
        application,
        http=protocol,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
    server = QuietServer(config)

    def on_end(task: asyncio.Task[None]) -> None:
        if not server.should_exit or (not task.cancelled() and task.exception() is not None):
            stop.fail("the web server ended by itself")

    with listen(address, port) as opened:
        task = asyncio.create_task(server.serve(sockets=[opened]), name="web server")
        task.add_done_callback(on_end)
        log.info("listening on port %d", opened.getsockname()[1])
        try:
            yield
        finally:
            server.should_exit = True
            await asyncio.gather(task, return_exceptions=True)
