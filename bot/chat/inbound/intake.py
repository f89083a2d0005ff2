"""Turns raw updates into the rows that the store keeps, with the key that keeps updates of a chat in order."""

from __future__ import annotations

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Final, Protocol, TypeAlias

from bot.store.intake.inbox import Arrived
from bot.store.intake.queue_state import QueueState

RawUpdate: TypeAlias = Mapping[str, object]
Handle: TypeAlias = Callable[[RawUpdate], Awaitable[None]]

BIGINT_LIMIT: Final = 1 << 63
EDITS: Final = {"edited_message": "message"}
REQUESTS: Final = frozenset({"message", "edited_message", "callback_query", "inline_query"})
MIGRATIONS: Final = frozenset({"migrate_to_chat_id", "migrate_from_chat_id"})
log = logging.getLogger(__name__)


class UnreadableUpdate(Exception):
    """An update that cannot be parsed, now or later; the text says why without quoting the update."""


class Intake(Protocol):
    """Where updates are stored. Telegram is told that an update was received only after `put` has returned.

    Whatever handles an update raises UnreadableUpdate to have it set aside, and anything else to have it tried again.
    """

    async def put(self, updates: Sequence[RawUpdate]) -> None:
        """Store updates; those whose update_id is stored already are dropped."""

    async def state(self) -> QueueState:
        """Return what waits; raise whatever error keeps it from being known."""


def row_of(update: RawUpdate, now: float) -> Arrived | None:
    """Return the row for an update; None, with a log line, where it has no update_id or cannot be written down."""
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
    return Arrived(
        number,
        str(partition_key_of(update)),
        kind,
        raw,
        now,
        database_integer(message),
        first,
        sender_of(content),
        kind in REQUESTS and not (isinstance(content, Mapping) and content.keys() & MIGRATIONS),
    )


def id_of(update: RawUpdate) -> int | None:
    """Return the update_id, or None where there is no usable one."""
    return database_integer(update.get("update_id"))


def database_integer(value: object) -> int | None:
    """Return a value if it is an integer that a database can hold, else None."""
    is_number = isinstance(value, int) and not isinstance(value, bool) and -BIGINT_LIMIT <= value < BIGINT_LIMIT
    return value if isinstance(value, int) and is_number else None


def partition_key_of(update: RawUpdate) -> object:
    """Return the key of the updates that are handled one after another: the chat, else the sender, else the update."""
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


def sender_of(content: object) -> str:
    """Name who sent the content of an update: a chat in whose name somebody wrote, else a person; "" if nobody."""
    for name in ("sender_chat", "from"):
        sender = content.get(name) if isinstance(content, Mapping) else None
        if isinstance(sender, Mapping) and isinstance(sender.get("id"), int):
            return f"{name} {sender['id']}"
    return ""
