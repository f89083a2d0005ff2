"""Stores accepted changes in their order until they are live or taken back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select

from bot.store.base.dismissals import dismissals
from bot.store.base.fact_states import fact_states
from bot.store.database.upsert import add
from bot.store.gaps import gaps, proposals
from bot.store.gaps.tables import gaps as gap_table
from bot.store.gaps.tables import pending as table
from bot.store.gaps.tables import proposals as proposal_table


@dataclass(frozen=True, slots=True)
class Pending:
    """An accepted gap, proposal or question, and the edit operation that it became, as JSON."""

    number: int
    name: str
    operation: str


def listed(connection: Connection, bot: int) -> list[Pending]:
    """List the pending changes in order; each was made on top of those before it."""
    found = select(table.c.number, table.c.name, table.c.operation).where(table.c.bot_id == bot)
    return [Pending(*row) for row in connection.execute(found.order_by(table.c.number))]


def put(connection: Connection, bot: int, on: Sequence[Pending], name: str, operation: str, now: float) -> bool:
    """Store a change made on top of all pending ones; return False if these are no longer `on`."""
    if listed(connection, bot) != list(on):
        return False
    number = on[-1].number + 1 if on else 1
    row = {"bot_id": bot, "number": number, "name": name, "operation": operation, "at": now}
    if not add(connection, table, row):
        return False
    accept(connection, bot, name)
    return True


def accept(connection: Connection, bot: int, name: str) -> None:
    """Note that a gap or proposal was accepted; a question that was typed is neither."""
    gap, proposal = gaps.number_of(name), proposals.number_of(name)
    if gap is not None:
        gaps.put(connection, bot, gap, gaps.GapState.ACCEPTED)
    if proposal is not None:
        proposals.settle(connection, bot, proposal, proposals.ProposalState.ACCEPTED)


def drop(connection: Connection, bot: int, names: Collection[str]) -> None:
    """Delete changes that are live or taken back."""
    connection.execute(delete(table).where(table.c.bot_id == bot, table.c.name.in_(names)))


def take_back(connection: Connection, bot: int, name: str) -> list[str] | None:
    """Undo an acceptance; return the names of the changes made on top of it, or None where it is not pending."""
    kept = [one.name for one in listed(connection, bot)]
    if name not in kept:
        return None
    drop(connection, bot, [name])
    reopen(connection, bot, name)
    return kept[kept.index(name) + 1 :]


def reopen(connection: Connection, bot: int, name: str) -> None:
    """Note that a gap or proposal is open again; a question that was typed is neither."""
    gap, proposal = gaps.number_of(name), proposals.number_of(name)
    if gap is not None:
        gaps.put(connection, bot, gap, gaps.GapState.OPEN)
    if proposal is not None:
        proposals.reopen(connection, bot, proposal)


def bots(connection: Connection) -> list[int]:
    """List the bots of the store."""
    tables = (gap_table, proposal_table, fact_states, dismissals, table)
    return sorted({bot for one in tables for bot in connection.scalars(select(one.c.bot_id).distinct())})


def forget(connection: Connection, bot: int, before: float) -> int:
    """Delete what was accepted before a time."""
    return connection.execute(delete(table).where(table.c.bot_id == bot, table.c.at < before)).rowcount
