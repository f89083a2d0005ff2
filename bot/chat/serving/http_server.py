"""Runs the HTTP application in the bot's event loop; when the server ends by itself, the bot stops."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.applications import Starlette

from bot.chat.process.shutdown import Shutdown
from bot.problems import BotError

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


@contextlib.asynccontextmanager
async def serving(application: Starlette, address: str, port: int, stop: Shutdown) -> AsyncIterator[None]:
    """Serve until the block ends; then finish the requests that are running, and accept no new ones.

    A server that ends before that begins the shutdown as a failure.
    """
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
