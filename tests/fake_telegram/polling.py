"""getUpdates: offset, limit and timeout to the updates that are due, or a conflict."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from .bots import Bot
from .refusals import Refusal, bad_request, conflict
from .wire import Json
from .world import World

LONGEST_POLL = 50
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
TAKEN_OVER = "terminated by other getUpdates request; make sure that only one bot instance is running"
THROTTLE = 3.0


async def get_updates(world: World, bot: Bot, params: Json) -> list[Json]:
    """Answer a poll; the one before it, if it still waits, ends with a conflict."""
    try:
        return await _poll(world, bot, params)
    except Refusal as refusal:
        if refusal.code == 409:
            await asyncio.sleep(world.conflict_delay)
        raise


async def _poll(world: World, bot: Bot, params: Json) -> list[Json]:
    offset, limit = _number(params, "offset", 0), _number(params, "limit", 100)
    limit = limit if 1 <= limit <= 100 else 100
    timeout = float(min(max(_number(params, "timeout", 0), 0), LONGEST_POLL))
    with world.changed:
        if bot.webhook is not None:
            raise conflict(WEBHOOK_ACTIVE)
        bot.poll.abort(TAKEN_OVER)
        if "allowed_updates" in params:
            bot.queue.allow(_kinds(params["allowed_updates"]))
        bot.queue.fresh.clear()
        if world.throttles_same_offset and bot.poll.repeats(offset, time.monotonic(), THROTTLE):
            limit, timeout = 1, max(timeout, THROTTLE)
        bot.queue.confirm(offset)
        world.changed.notify_all()
        found = bot.queue.read(limit)
    if not found and timeout:
        await bot.poll.wait(timeout)
        with world.changed:
            found = bot.queue.read(limit)
    return found


def _number(params: Json, name: str, default: int) -> int:
    try:
        return int(params.get(name, default))
    except (TypeError, ValueError):
        return default


def _kinds(value: Any) -> list[str] | None:
    if value in (None, ""):
        return None
    if not isinstance(value, list):
        raise bad_request("can't parse allowed updates: expected an Array of String")
    return [str(kind) for kind in value]
