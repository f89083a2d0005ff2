"""Stores which findings of preflight were looked at and set aside, until when, by whom, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import BigInteger, Column, Connection, Table, Text, delete, select, update

from bot.store.database.metadata import metadata
from bot.store.database.upsert import upsert

# A finding is known by its kind and its name: the id of a fact, the key of a source, or a gap.
dismissals: Final = Table(
    "dismissals",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("until", Text, nullable=False),  # the last day, as YYYY-MM-DD
    Column("who", Text, nullable=False),  # as people call them; empty once they had themselves forgotten
    Column("why", Text, nullable=False),
    Column("person", Text),  # a hash; None where it was done on a command line
    sqlite_with_rowid=False,
)


@dataclass(frozen=True, slots=True)
class Dismissal:
    """A finding that was set aside up to and including a day."""

    kind: str
    name: str
    until: dt.date
    who: str
    why: str


def put(connection: Connection, bot: int, found: Iterable[Dismissal], person: str | None = None) -> None:
    """Set findings aside; doing so again replaces what was said before."""
    for one in found:
        row = {"bot_id": bot, "kind": one.kind, "name": one.name, "until": one.until.isoformat()}
        upsert(connection, dismissals, {**row, "who": one.who, "why": one.why, "person": person})


def take_back(connection: Connection, bot: int, name: str) -> int:
    """Have all findings of a name shown again, and return how many were set aside."""
    own = (dismissals.c.bot_id == bot, dismissals.c.name == name)
    return connection.execute(delete(dismissals).where(*own)).rowcount


def listed(connection: Connection, bot: int, today: dt.date) -> list[Dismissal]:
    """List what is set aside on a day."""
    table = dismissals.c
    columns = (table.kind, table.name, table.until, table.who, table.why)
    found = select(*columns).where(table.bot_id == bot, table.until >= today.isoformat())
    return [
        Dismissal(kind, name, dt.date.fromisoformat(until), who, why)
        for kind, name, until, who, why in connection.execute(found.order_by(table.kind, table.name))
    ]


def forget(connection: Connection, bot: int, before: dt.date) -> int:
    """Delete what was set aside until a day before this one."""
    past = (dismissals.c.bot_id == bot, dismissals.c.until < before.isoformat())
    return connection.execute(delete(dismissals).where(*past)).rowcount


def forget_person(connection: Connection, bot: int, person: str) -> None:
    """Take a person's name away from what they set aside."""
    own = (dismissals.c.bot_id == bot, dismissals.c.person == person)
    connection.execute(update(dismissals).where(*own).values(who="", person=None))
