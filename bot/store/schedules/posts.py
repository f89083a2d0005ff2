"""Stores each due time of a schedule once: who claimed it, whether it was posted, and who takes over."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, and_, delete, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database.advisory_locks import is_gone
from bot.store.database.store import Store
from bot.store.intake.inbox import in_states
from bot.store.outbound import sends
from bot.store.schedules import schedules
from bot.store.schedules.schedules import posts


class PostState(StrEnum):
    """What is known of a slot."""

    CLAIMED = "claimed"  # not begun: who takes it over may post it
    SENDING = "sending"  # begun: found so after a crash it is UNKNOWN, and not repeated
    SENT = "sent"
    EMPTY = "empty"  # there was nothing to post
    UNKNOWN = "unknown"
    MISSED = "missed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Slot:
    """A slot by its schedule and the seconds since the epoch at which it is due."""

    schedule: str
    due: int

    @property
    def cause(self) -> str:
        """Name it among the causes of sends."""
        return f"post {self.schedule} {self.due}"


@dataclass(frozen=True, slots=True)
class PostOutcome:
    """What became of a slot."""

    due: int
    state: PostState
    why: str | None = None


@dataclass(frozen=True, slots=True)
class SlotClaims:
    """Slots of this worker, and slots whose post was begun by a process that is gone."""

    mine: tuple[Slot, ...] = ()
    unknown: tuple[Slot, ...] = ()


def enter(
    connection: Connection, bot: int, slots: Iterable[Slot], state: PostState, now: float, worker: int | None = None
) -> list[Slot]:
    """Insert slots, and return those that were not there before."""
    inserting: Any = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    entered = []
    for slot in slots:
        row = {"bot_id": bot, "schedule": slot.schedule, "due": slot.due, "state": state, "at": now}
        adding = inserting(posts).values(claimed_by=worker, **row).on_conflict_do_nothing().returning(posts.c.due)
        if connection.execute(adding).first() is not None:
            entered.append(slot)
    return entered


def change(
    connection: Connection,
    bot: int,
    worker: int,
    slot: Slot,
    was: PostState,
    state: PostState,
    now: float,
    tells: Mapping[str, str] | None = None,
) -> bool:
    """Change the state of a slot that this worker holds; return False if it no longer does.

    `tells` is stored as the schedule's last content once the post is known to be sent, by whichever process.
    """
    held = _at(bot, slot, posts.c.claimed_by == worker, posts.c.state == was)
    values = {"state": state, "at": now, **({"tells": json.dumps(tells)} if tells is not None else {})}
    return bool(connection.execute(update(posts).where(*held).values(values)).rowcount)


def settle(
    connection: Connection,
    bot: int,
    worker: int,
    slot: Slot,
    outcome: PostOutcome,
    now: float,
    message: int | None = None,
) -> bool:
    """Record what became of a slot that this worker holds; return False if it no longer does."""
    held = and_(posts.c.claimed_by == worker, in_states(posts.c, PostState.CLAIMED, PostState.SENDING))
    if outcome.state is PostState.SENT:  # others may have given it up, and here it is known
        held = or_(held, in_states(posts.c, PostState.UNKNOWN))
    values = {"state": outcome.state, "why": outcome.why, "message_id": message, "at": now, "claimed_by": None}
    if not connection.execute(update(posts).where(*_at(bot, slot, held)).values(values)).rowcount:
        return False
    if outcome.state is PostState.SENT:
        tells = connection.scalar(select(posts.c.tells).where(*_at(bot, slot)))
        if tells is not None:
            schedules.told(connection, bot, slot.schedule, json.loads(tells))
    return True


def claims(connection: Connection, store: Store, now: float) -> SlotClaims:
    """Return the slots of this worker, among them those taken over from processes that are gone."""
    open_ones = (posts.c.bot_id == store.bot, in_states(posts.c, PostState.CLAIMED, PostState.SENDING))
    unknown: list[Slot] = []
    for worker in connection.scalars(select(posts.c.claimed_by).where(*open_ones).distinct()).all():
        if worker is None or worker == store.worker or not _is_gone(connection, store, worker):
            continue
        theirs = (posts.c.bot_id == store.bot, posts.c.claimed_by == worker)
        unsure = (*theirs, in_states(posts.c, PostState.SENDING))
        for slot in _slots(connection, unsure):
            known = next((one for one in sends.of_cause(connection, store.bot, slot.cause) if one.message), None)
            if known is None:
                unknown.append(slot)
            else:  # sent, which the one that is gone had no time to write here
                settle(connection, store.bot, worker, slot, PostOutcome(slot.due, PostState.SENT), now, known.message)
        ended = {"state": PostState.UNKNOWN, "at": now, "claimed_by": None}
        connection.execute(update(posts).where(*unsure).values(ended))
        connection.execute(update(posts).where(*theirs).values(claimed_by=store.worker))
    mine = (posts.c.bot_id == store.bot, posts.c.claimed_by == store.worker, in_states(posts.c, PostState.CLAIMED))
    return SlotClaims(tuple(_slots(connection, mine)), tuple(unknown))


def last_of(connection: Connection, bot: int, ids: Collection[str]) -> dict[str, PostOutcome]:
    """Return the newest slot of each schedule and what became of it."""
    newest = (
        select(posts.c.schedule, func.max(posts.c.due).label("due"))
        .where(posts.c.bot_id == bot, posts.c.schedule.in_(ids))
        .group_by(posts.c.schedule)
        .subquery()
    )
    found = select(posts.c.schedule, posts.c.due, posts.c.state, posts.c.why).where(
        posts.c.bot_id == bot, posts.c.schedule == newest.c.schedule, posts.c.due == newest.c.due
    )
    return {id: PostOutcome(due, PostState(state), why) for id, due, state, why in connection.execute(found)}


def forget(connection: Connection, bot: int, before: float) -> int:
    """Delete slots that were due before a time, further back than any clock is set back."""
    return connection.execute(delete(posts).where(posts.c.bot_id == bot, posts.c.due < before)).rowcount


def _is_gone(connection: Connection, store: Store, worker: int) -> bool:
    """Return whether a process is surely gone. SQLite serves one process, so any other one is."""
    if not store.is_shared:
        return True
    # Until this transaction ends, the one that is gone cannot come back with the same number.
    return store.can_tell_the_dead() and is_gone(connection, worker)


def _slots(connection: Connection, which: Collection[Any]) -> list[Slot]:
    found = select(posts.c.schedule, posts.c.due).where(*which).order_by(posts.c.due, posts.c.schedule)
    return [Slot(*row) for row in connection.execute(found)]


def _at(bot: int, slot: Slot, *more: Any) -> tuple[Any, ...]:
    return (posts.c.bot_id == bot, posts.c.schedule == slot.schedule, posts.c.due == slot.due, *more)
