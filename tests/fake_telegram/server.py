"""A world behind HTTP: the server's thread, its loop, its port."""

from __future__ import annotations

import asyncio
import threading

from aiohttp import web

from .bots import Bot
from .http import Gateway
from .world import World


class Server:
    """Serves a world on 127.0.0.1 from a thread of its own."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._loop: asyncio.AbstractEventLoop
        self._thread = threading.Thread(target=self._run, name="fake-telegram", daemon=True)
        self._runner: web.AppRunner | None = None
        self._gateway: Gateway | None = None

    def start(self) -> str:
        """Begin to serve; return the address."""
        self._loop = asyncio.new_event_loop()
        self._thread.start()
        url = asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(timeout=10)
        self._world.on_push = self._pushed
        return url

    def stop(self) -> None:
        """Cut what still waits and end the thread."""
        self._world.on_push = lambda bot: None
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(timeout=10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=10)
        self._loop.close()

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()

    def _pushed(self, bot: Bot) -> None:
        gateway = self._gateway
        if bot.webhook is None:
            self._loop.call_soon_threadsafe(bot.poll.wake)
        elif gateway is not None:
            self._loop.call_soon_threadsafe(gateway.delivery.kick, bot)

    async def _open(self) -> str:
        self._gateway = Gateway(self._world)
        # A client that goes away ends its request here too, as a poll or a hanging answer.
        self._runner = web.AppRunner(
            self._gateway.application(), access_log=None, handler_cancellation=True, shutdown_timeout=1.0
        )
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0, backlog=1024)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def _close(self) -> None:
        assert self._gateway is not None
        assert self._runner is not None
        await self._gateway.close()
        await self._runner.cleanup()
        await self._loop.shutdown_default_executor()
