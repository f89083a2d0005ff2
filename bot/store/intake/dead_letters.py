"""Shows the inbox to a person: what waits, what was set aside and why; and has updates tried again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, func, or_, select, update

from bot.store.intake.inbox import UpdateState, in_states, inbox

MOST: Final = 1000


@dataclass(frozen=True, slots=True)
class Letter:
    """An update that is not done."""

    bot_id: int
    update_id: int
    partition_key: str
    kind: str
    state: UpdateState
    claims: int
    failures: int
    not_before: float
    received_at: float
    error: str | None
    raw: str | None


def counts(connection: Connection) -> dict[UpdateState, int]:
    """Count updates by state, those that are done for as long as they are remembered."""
    found = connection.execute(select(inbox.c.state, func.count()).group_by(inbox.c.state))
    by_state = {UpdateState(state): number for state, number in found}
    return {state: by_state.get(state, 0) for state in UpdateState}


def letters(connection: Connection, *, dead_only: bool = False) -> list[Letter]:
    """List what waits, is at work or was set aside, oldest first, at most a thousand."""
    is_dead = in_states(inbox.c, UpdateState.DEAD)
    wanted = is_dead if dead_only else or_(is_dead, inbox.c.finished_at.is_(None))
    columns = [inbox.c[name] for name in Letter.__dataclass_fields__]
    rows = connection.execute(
        select(*columns).where(wanted).order_by(inbox.c.received_at, inbox.c.update_id).limit(MOST)
    )
    return [replace(Letter(*row), state=UpdateState(row.state)) for row in rows]


def retry(connection: Connection, number: int | None = None) -> int:
    """Retry one update, or all, that were set aside or wait after a failure; return how many.

    They count as claimed once, so that what an earlier try has sent is looked up and not sent again.
    """
    again = update(inbox).where(in_states(inbox.c, UpdateState.DEAD, UpdateState.FAILED))
    if number is not None:
        again = again.where(inbox.c.update_id == number)
    blank = {"failures": 0, "crashes": 0, "suspected": 0, "not_before": 0.0, "error": None, "finished_at": None}
    return connection.execute(again.values(state=UpdateState.NEW, claims=1, **blank)).rowcount
