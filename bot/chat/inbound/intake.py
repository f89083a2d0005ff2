"""Raw updates → what the store keeps of them: the update itself, and what it must not overtake."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, Protocol, TypeAlias

from bot.store.intake.inbox import Arrived
from bot.store.intake.sweeping import QueueState

RawUpdate: TypeAlias = Mapping[str, object]
Handle: TypeAlias = Callable[[RawUpdate], Awaitable[None]]

MOST: Final = 1 << 63  # what a database takes for a number
EDITS: Final = {"edited_message": "message"}
log = logging.getLogger(__name__)


class UnreadableUpdate(Exception):
    """An update that cannot be parsed, now or later; the text says why without quoting it."""


class Intake(Protocol):
    """Where updates go. Telegram is told that an update is received only after `put` has returned.

    What handles them raises UnreadableUpdate for one to set aside, and anything else for one that failed.
    """

    async def put(self, updates: Sequence[RawUpdate]) -> None:
        """Take updates over; those whose update_id was taken before are dropped."""

    async def drain(self, seconds: float) -> int:
        """Finish what was taken, for at most so long; return how many updates are left unfinished."""

    async def state(self) -> QueueState:
        """Say what waits; raises whatever keeps it from being known."""


def arrived(update: RawUpdate, now: float) -> Arrived | None:
    """Make what the store keeps; None, and a line in the log, for what it cannot tell from others."""
    number = id_of(update)
    if number is None:
        log.error("an update without an update_id was set aside")
        return None
    kind = next((name for name, value in update.items() if isinstance(value, Mapping)), "unknown")
    content = update.get(kind)
    message = content.get("message_id") if isinstance(content, Mapping) and "message" in kind else None
    try:
        raw = json.dumps(update)
        first = json.dumps({"update_id": number, EDITS[kind]: content}) if kind in EDITS else None
    except (ValueError, RecursionError):
        log.error("update %d cannot be written down and was set aside", number)
        return None
    return Arrived(number, str(partition_key_of(update)), kind, raw, now, whole(message), first)


def id_of(update: RawUpdate) -> int | None:
    """Return the update_id, or None where there is none to go by."""
    return whole(update.get("update_id"))


def whole(value: object) -> int | None:
    """Return a number that a database can hold, or None."""
    is_number = isinstance(value, int) and not isinstance(value, bool) and -MOST <= value < MOST
    return value if isinstance(value, int) and is_number else None


def partition_key_of(update: RawUpdate) -> object:
    """Return what an update must not overtake: the chat it is about, else its sender, else nothing."""
    for content in update.values():
        if not isinstance(content, Mapping):
            continue
        inner = content.get("message")
        for holder in (content, inner if isinstance(inner, Mapping) else {}):
            chat = holder.get("chat")
            if isinstance(chat, Mapping) and isinstance(chat.get("id"), int):
                return chat["id"]
        sender = content.get("from")
        if isinstance(sender, Mapping) and isinstance(sender.get("id"), int):
            return sender["id"]
    return f"alone {id_of(update)}"
