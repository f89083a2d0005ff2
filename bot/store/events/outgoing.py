"""Stores events for outgoing webhooks: written with what they tell of, in one transaction, and kept until taken."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, Double, Index, Integer, Table, Text, and_, delete, select, update

from bot.config import EventKind, OutgoingWebhook
from bot.store.database.metadata import metadata
from bot.store.database.upsert import add

# One event for one webhook. `body` is what is sent, and is emptied once it was taken; the row stays for a while, so
# that what is recorded twice is told once.
outgoing_events: Final = Table(
    "outgoing_events",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("webhook", Text, primary_key=True),  # its name
    Column("key", Text, primary_key=True),  # what the event tells of
    Column("body", Text, nullable=False),
    Column("person", Text),  # the keyed hash of whoever wrote what is in it
    Column("at", Double, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due", Double),  # when it is tried next; null once it was taken or given up
)
Index("ix_outgoing_events_due", outgoing_events.c.bot_id, outgoing_events.c.webhook, outgoing_events.c.due)
_OPEN: Final = outgoing_events.c.due.is_not(None)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that another program is told; `key` is the same whenever the same is told again."""

    kind: EventKind
    key: str
    data: Mapping[str, Any]
    at: float  # seconds since the epoch
    person: str | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An event that a webhook has not taken yet."""

    webhook: str
    key: str
    body: str
    at: float
    attempts: int


@dataclass(frozen=True, slots=True)
class EventLog:
    """Notes events for the webhooks that are to be told of them; without webhooks it notes nothing."""

    webhooks: Sequence[OutgoingWebhook] = ()

    def wants(self, kind: EventKind) -> bool:
        """Return whether any webhook is told of this kind."""
        return any(kind in webhook.events for webhook in self.webhooks)

    def note(self, connection: Connection, bot: int, event: Event) -> None:
        """Have an event told; noting it again changes nothing."""
        at = dt.datetime.fromtimestamp(event.at, dt.UTC).isoformat(timespec="milliseconds")
        body = json.dumps({"type": event.kind.value, "timestamp": at, "data": event.data}, ensure_ascii=False)
        for webhook in self.webhooks:
            if event.kind in webhook.events:
                row = {
                    "bot_id": bot, "webhook": webhook.name, "key": event.key, "body": body, "person": event.person,
                    "at": event.at, "attempts": 0, "due": event.at,
                }  # fmt: skip
                add(connection, outgoing_events, row)


def due(connection: Connection, bot: int, webhook: str, now: float, most: int) -> list[Waiting]:
    """List the events that a webhook is to be told now, the oldest first."""
    table = outgoing_events.c
    found = (
        select(table.webhook, table.key, table.body, table.at, table.attempts)
        .where(table.bot_id == bot, table.webhook == webhook, table.due <= now)
        .order_by(table.at, table.key)
        .limit(most)
    )
    return [Waiting(*row) for row in connection.execute(found)]


def taken(connection: Connection, bot: int, event: Waiting) -> None:
    """Note that a webhook has taken an event, or that it is given up; what was in it is erased."""
    connection.execute(update(outgoing_events).where(_is(bot, event)).values(body="", person=None, due=None))


def put_off(connection: Connection, bot: int, event: Waiting, until: float) -> None:
    """Have an event tried again later."""
    later = {"attempts": event.attempts + 1, "due": until}
    connection.execute(update(outgoing_events).where(_is(bot, event), _OPEN).values(**later))


def forget_person(connection: Connection, bot: int, person: str) -> None:
    """Erase what a person wrote from the events that nobody has taken yet; those are not told any more."""
    theirs = and_(outgoing_events.c.bot_id == bot, outgoing_events.c.person == person)
    connection.execute(update(outgoing_events).where(theirs).values(body="", person=None, due=None))


def forget(connection: Connection, bot: int, before: float) -> int:
    """Delete events from before a time, those of webhooks that are gone from config.yaml too."""
    return connection.execute(
        delete(outgoing_events).where(outgoing_events.c.bot_id == bot, outgoing_events.c.at < before)
    ).rowcount


def _is(bot: int, event: Waiting) -> Any:
    table = outgoing_events.c
    return and_(table.bot_id == bot, table.webhook == event.webhook, table.key == event.key)
