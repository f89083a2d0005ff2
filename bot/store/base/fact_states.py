"""Stores each state that a fact has had, to tell what changed since a time, across processes and restarts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Double,
    Index,
    Table,
    Text,
    and_,
    delete,
    func,
    or_,
    select,
)

from bot.store.database.metadata import metadata
from bot.store.database.upsert import upsert

# One state that a fact has had. `since` is when it last took this state; 0 where that was before the bot kept this.
fact_states: Final = Table(
    "fact_states",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("fact", Text, primary_key=True),
    Column("held", Text, primary_key=True),  # a hash of `content`; empty for a fact that is gone
    Column("content", Text, nullable=False),  # as JSON
    Column("since", Double, nullable=False),
    sqlite_with_rowid=False,
)
Index("ix_fact_states_since", fact_states.c.bot_id, fact_states.c.since)


@dataclass(frozen=True, slots=True)
class FactState:
    """What a fact said from a time on: a hash and the text; both empty for a fact that is gone."""

    fact: str
    held: str
    content: str
    since: float  # seconds since the epoch; 0 for what was there when the bot began to keep this


def record(connection: Connection, bot: int, contents: Mapping[str, tuple[str, str]], now: float) -> bool:
    """Record the state of each fact, as hash and text; return whether any fact changed.

    Recording the same again changes nothing. The first record in an empty store counts as no change.
    """
    newest = latest(connection, bot)
    at = max([now, *(one.since + 0.001 for one in newest.values())]) if newest else 0.0
    gone = {fact: ("", "") for fact in newest if fact not in contents}
    news = [
        (fact, held, content)
        for fact, (held, content) in {**contents, **gone}.items()
        if fact not in newest or newest[fact].held != held
    ]
    for fact, held, content in news:
        row = {"bot_id": bot, "fact": fact, "held": held, "content": content, "since": at}
        upsert(connection, fact_states, row)
    return bool(news) and bool(newest)


def latest(connection: Connection, bot: int) -> dict[str, FactState]:
    """Return the newest state of every fact."""
    return {one.fact: one for one in _states(connection, bot)}


def history(connection: Connection, bot: int, since: float) -> dict[str, list[FactState]]:
    """Return all states of the facts that changed since a time, by fact, the newest last."""
    table = fact_states.c
    changed = select(table.fact).where(table.bot_id == bot, table.since >= since)
    found: dict[str, list[FactState]] = {}
    for one in _states(connection, bot, table.fact.in_(changed)):
        found.setdefault(one.fact, []).append(one)
    return found


def of_fact(connection: Connection, bot: int, fact: str) -> list[FactState]:
    """Return all states of a fact that are kept, the newest last."""
    return _states(connection, bot, fact_states.c.fact == fact)


def forget(connection: Connection, bot: int, before: float) -> int:
    """Delete states that were replaced before a time, and facts that were gone by then."""
    table, later = fact_states, fact_states.alias()
    held_then = (
        select(func.max(later.c.since))
        .where(later.c.bot_id == bot, later.c.fact == table.c.fact, later.c.since < before)
        .scalar_subquery()
    )
    is_gone = and_(table.c.held == "", table.c.since < before)
    is_old = or_(table.c.since < held_then, and_(is_gone, table.c.since == held_then))
    return connection.execute(delete(table).where(table.c.bot_id == bot, is_old)).rowcount


def _states(connection: Connection, bot: int, *which: ColumnElement[bool]) -> list[FactState]:
    table = fact_states.c
    columns = (table.fact, table.held, table.content, table.since)
    found = select(*columns).where(table.bot_id == bot, *which).order_by(table.since)
    return [FactState(*row) for row in connection.execute(found)]
