"""Pending updates to POSTs at the bot's webhook: in order within a chat, in parallel across chats."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import aiohttp

from .updates import Pending
from .wire import Json

if TYPE_CHECKING:
    from .bots import Bot
    from .world import World

Execute: TypeAlias = Callable[["Bot", str, Json], Awaitable[object]]
NOT_BY_REPLY = ("setwebhook", "deletewebhook", "close", "logout", "get")
LONGEST_WAIT = 60.0
LONGEST_RETRY_AFTER = 3600.0


@dataclass(slots=True, eq=False)
class Webhook:
    """What setWebhook set, and how delivery fares."""

    url: str
    secret_token: str = ""
    max_connections: int = 40
    last_error: tuple[int, str] | None = None  # date, sentence
    deliveries: list[tuple[int, int]] = field(default_factory=list)  # update id, status (0: none)
    in_flight: int = 0
    most_in_flight: int = 0


class Delivery:
    """Delivers for all bots; lives in the server's loop."""

    def __init__(self, world: World, execute: Execute) -> None:
        self._world = world
        self._execute = execute
        self._session: aiohttp.ClientSession | None = None
        self._lanes: dict[tuple[int, int], deque[Pending]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._places: dict[int, asyncio.Semaphore] = {}

    def kick(self, bot: Bot) -> None:
        """Take up what is new in a bot's queue."""
        with self._world.changed:
            hook = bot.webhook
            fresh = list(bot.queue.fresh)
            bot.queue.fresh.clear()
        if hook is None:
            return
        for update in fresh:
            lane = self._lanes.setdefault((bot.id, update.key), deque())
            lane.append(update)
            if len(lane) == 1:
                task = asyncio.get_running_loop().create_task(self._serve(bot, lane))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)

    def webhook_set(self, bot: Bot, hook: Webhook) -> None:
        """Begin anew with everything pending."""
        self.forget(bot)
        self._places[bot.id] = asyncio.Semaphore(hook.max_connections)
        with self._world.changed:
            bot.queue.fresh.clear()
            bot.queue.fresh.extend(bot.queue.pending.values())
        self.kick(bot)

    def forget(self, bot: Bot) -> None:
        """Deliver nothing more that was taken up; what is in flight ends by itself."""
        for key in [key for key in self._lanes if key[0] == bot.id]:
            self._lanes.pop(key).clear()

    async def close(self) -> None:
        """Stop everything."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    async def _serve(self, bot: Bot, lane: deque[Pending]) -> None:
        """Work off one chat's updates, each until it is acknowledged."""
        while lane:
            hook, update = bot.webhook, lane[0]
            if hook is None:
                return
            with self._world.changed:
                wanted = update.id in bot.queue.pending
            if not wanted:
                lane.popleft()
                continue
            async with self._places[bot.id]:
                status, retry_after, reply = await self._post(hook, update)
            if 200 <= status < 300:
                await self._acknowledged(bot, hook, update, reply)
                if lane and lane[0] is update:
                    lane.popleft()
                continue
            update.attempts += 1
            wait = min(retry_after or float(2 ** (update.attempts - 1)), LONGEST_WAIT)
            wait = min(retry_after, LONGEST_RETRY_AFTER) if retry_after else wait
            await asyncio.sleep(wait * self._world.webhook_pace)

    async def _post(self, hook: Webhook, update: Pending) -> tuple[int, float, bytes]:
        """Status (0: no answer), seconds of Retry-After, body."""
        if self._session is None:
            self._session = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        headers = {"Content-Type": "application/json"}
        if hook.secret_token:
            headers["X-Telegram-Bot-Api-Secret-Token"] = hook.secret_token
        hook.in_flight += 1
        hook.most_in_flight = max(hook.most_in_flight, hook.in_flight)
        body = json.dumps(update.body).encode()
        timeout = aiohttp.ClientTimeout(total=self._world.webhook_timeout)
        status, retry_after, reply, error = 0, 0.0, b"", ""
        try:
            url = self._world.routed(hook.url)
            async with self._session.post(url, data=body, headers=headers, timeout=timeout) as response:
                status, reply = response.status, await response.read()
                after = response.headers.get("Retry-After", "")
                retry_after = float(after) if after.isdigit() else 0.0
                error = f"Wrong response from the webhook: {status} {response.reason}"
        except (aiohttp.ClientError, TimeoutError, OSError) as problem:
            error = "Read timeout expired" if isinstance(problem, TimeoutError) else "Connection refused"
        finally:
            hook.in_flight -= 1
        with self._world.changed:
            hook.deliveries.append((update.id, status))
            if not 200 <= status < 300:
                hook.last_error = (self._world.clock.stamp(), error)
            self._world.changed.notify_all()
        return status, retry_after, reply

    async def _acknowledged(self, bot: Bot, hook: Webhook, update: Pending, reply: bytes) -> None:
        """Carry out a method in the reply; deliver once more where a test asks for duplicates."""
        try:
            content = json.loads(reply) if reply.startswith(b"{") else {}
        except ValueError:
            content = {}
        name = str(content.pop("method", ""))
        if name and not name.lower().startswith(NOT_BY_REPLY):
            await self._execute(bot, name, content)
        for _ in range(bot.duplicate_deliveries):
            await self._post(hook, update)
        with self._world.changed:
            bot.queue.finish(update.id)
            self._world.changed.notify_all()
