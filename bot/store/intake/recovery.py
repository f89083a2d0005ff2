"""Gives back what processes that are gone had claimed, so that their updates are handled and their sends counted."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.store.database.advisory_locks import is_gone
from bot.store.intake import inbox
from bot.store.outbound import rate_limits


def recover_all(connection: Connection, bot: int) -> None:
    """Give back all claims: for a process that has just started and has the database to itself."""
    for worker in inbox.workers(connection, bot):
        inbox.take_back(connection, bot, worker)
    rate_limits.settle_all(connection, bot)


def recover_dead(connection: Connection, bot: int, worker: int) -> int:
    """Give back the claims of processes that are gone, and return the number of their updates.

    `worker` is the process that asks. Only PostgreSQL can tell which processes live.
    """
    recovered = 0
    for other in inbox.workers(connection, bot) - {worker}:
        if is_gone(connection, other):
            recovered += inbox.take_back(connection, bot, other)
    if recovered:
        rate_limits.settle_all(connection, bot)
    return recovered
