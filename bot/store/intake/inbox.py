"""Stores each update of Telegram until it is handled, and who has claimed it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Double,
    Executable,
    Index,
    Integer,
    Table,
    Text,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.database.metadata import metadata

# Times are seconds since the epoch. Updates of one partition, usually a chat, are handled one after the other. The
# column keeps the name of its migration, for a rename would stop the processes of the release before.
inbox: Final = Table(
    "inbox",
    metadata,
    # First in the key, for with the bot first SQLite would look for the head of a partition through the key.
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("lane", Text, key="partition_key", nullable=False),
    Column("kind", Text, nullable=False),
    Column("sender", Text),  # erased with the text; tells whose turn it is where several people share a partition
    Column("turn", Integer, nullable=False, server_default=text("0")),  # the lowest of a partition is handled next
    Column("message_id", BigInteger),  # of a message or its edit
    Column("state", Text, nullable=False),  # see inbox.UpdateState
    Column("raw", Text),  # the update as JSON; erased as soon as it is finished, unless it is dead
    Column("claims", Integer, nullable=False, server_default=text("0")),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    Column("crashes", Integer, nullable=False, server_default=text("0")),  # processes that ended with it alone at work
    Column("suspected", Integer, nullable=False, server_default=text("0")),  # 1: a process ended with it at work
    Column("not_before", Double, nullable=False, server_default=text("0")),
    Column("claimed_by", Integer),
    Column("error", Text),
    Column("received_at", Double, nullable=False),
    Column("finished_at", Double),
    sqlite_with_rowid=False,
)
Index(
    "ix_inbox_turns",
    inbox.c.bot_id,
    inbox.c.partition_key,
    inbox.c.turn,
    inbox.c.update_id,
    sqlite_where=text("finished_at IS NULL"),
    postgresql_where=text("finished_at IS NULL"),
)
# One update of a chat at a time, whatever two processes believe.
Index(
    "ux_inbox_working",
    inbox.c.bot_id,
    inbox.c.partition_key,
    unique=True,
    sqlite_where=text("state = 'working'"),
    postgresql_where=text("state = 'working'"),
)


Index(
    "ix_inbox_suspected",
    inbox.c.bot_id,
    inbox.c.partition_key,
    sqlite_where=text("suspected = 1"),
    postgresql_where=text("suspected = 1"),
)


class UpdateState(StrEnum):
    """Where an update is on its way; the last four are its end."""

    NEW = "new"
    WORKING = "working"
    FAILED = "failed"  # waits to be tried again
    DONE = "done"
    DEAD = "dead"  # set aside, for a person to look at
    SUPERSEDED = "superseded"  # an edit came before its turn
    DROPPED = "dropped"  # one of more than anybody is answered at once


MOST_OPEN: Final = 300  # updates of one sender that wait in a partition; what comes on top is dropped


@dataclass(frozen=True, slots=True)
class Arrived:
    """An update as it came."""

    update_id: int
    partition_key: str
    kind: str
    raw: str
    at: float
    message_id: int | None = None
    # Takes the place of the raw text where an edit comes before its message is handled.
    as_first: str | None = None
    sender: str = ""
    may_drop: bool = False  # a request, which a person may repeat


@dataclass(frozen=True, slots=True)
class Claimed:
    """An update that this process is to handle; `claims` counts how often it was claimed.

    `crashes` counts the processes that ended while it alone was at work; `suspected` is 1 if one ended at all.
    """

    update_id: int
    partition_key: str
    raw: str
    claims: int
    failures: int
    received_at: float
    crashes: int = 0
    suspected: int = 0


@dataclass(frozen=True, slots=True)
class Finished:
    """What became of a claimed update; NEW gives it back untouched."""

    update_id: int
    state: UpdateState
    at: float
    error: str | None = None
    failures: int = 0
    not_before: float = 0.0


@dataclass(slots=True)
class Queue:
    """What one sender has waiting in a partition."""

    waiting: int = 0
    last_turn: int = -1


class Turns:
    """Gives each new update its turn, so that everybody in a chat is served in rotation, whoever sends the most.

    The turn of somebody's update comes after that of their update before, and not before what is being served.
    """

    def __init__(self, connection: Connection, bot: int, partitions: Collection[str]) -> None:
        self._queues: dict[tuple[str, str], Queue] = {}
        self._served: dict[str, int] = {}  # the lowest turn of each partition
        waits = (
            select(inbox.c.partition_key, SENDER, func.count(), func.min(inbox.c.turn), func.max(inbox.c.turn))
            .where(inbox.c.bot_id == bot, inbox.c.finished_at.is_(None), inbox.c.partition_key.in_(partitions))
            .group_by(inbox.c.partition_key, SENDER)
        )
        for partition, sender, waiting, first, last in connection.execute(waits):
            self._queues[partition, sender] = Queue(waiting, last)
            self._served[partition] = min(first, self._served.get(partition, first))

    def next(self, update: Arrived) -> int | None:
        """Return the turn of an update; None if its sender has too many waiting already."""
        queue = self._queues.setdefault((update.partition_key, update.sender), Queue())
        if update.may_drop and queue.waiting >= MOST_OPEN:
            return None
        queue.waiting += 1
        queue.last_turn = max(queue.last_turn + 1, self._served.setdefault(update.partition_key, 0))
        return queue.last_turn


SENDER: Final = func.coalesce(inbox.c.sender, "")


def put(connection: Connection, bot: int, arrived: Iterable[Arrived]) -> set[int]:
    """Keep updates, and return the ids of those that are new; an id that is known already is dropped."""
    # In one order everywhere, so that two processes never wait for each other.
    by_number = {update.update_id: update for update in arrived}
    turns = Turns(connection, bot, {update.partition_key for update in by_number.values()})
    rows: list[dict[str, Any]] = []
    kept: set[int] = set()
    for number in sorted(by_number):
        if by_number[number].as_first is not None:
            kept |= _insert(connection, rows)  # what is edited may have come along
            rows = []
        rows.append(_row(connection, bot, by_number[number], turns))
    return kept | _insert(connection, rows)


def _row(connection: Connection, bot: int, update: Arrived, turns: Turns) -> dict[str, Any]:
    raw, kind = update.raw, update.kind
    if update.as_first is not None:
        kind = _supersede(connection, bot, update) or kind
        raw = update.as_first if kind != update.kind else raw
    row = {
        "bot_id": bot,
        "update_id": update.update_id,
        "partition_key": update.partition_key,
        "kind": kind,
        "message_id": update.message_id,
        "received_at": update.at,
    }
    turn = turns.next(update)
    if turn is None:
        end = {"state": UpdateState.DROPPED, "finished_at": update.at}
        return {**row, **end, "raw": None, "sender": None, "turn": 0}
    place = {"sender": update.sender or None, "turn": turn}
    return {**row, **place, "state": UpdateState.NEW, "raw": raw, "finished_at": None}


def _supersede(connection: Connection, bot: int, edit: Arrived) -> str | None:
    """Replace a waiting message by its edit if nobody has begun with it; return the message's kind, or None."""
    if connection.scalar(select(inbox.c.update_id).where(_is(bot, [edit.update_id]))) is not None:
        return None
    given_up = connection.execute(
        update(inbox)
        .where(
            inbox.c.bot_id == bot,
            inbox.c.partition_key == edit.partition_key,
            inbox.c.finished_at.is_(None),
            inbox.c.message_id == edit.message_id,
            inbox.c.claims == 0,
            in_states(inbox.c, UpdateState.NEW),
        )
        .values(state=UpdateState.SUPERSEDED, raw=None, sender=None, finished_at=edit.at)
        .returning(inbox.c.kind)
    )
    kinds = set(given_up.scalars())
    return next((kind for kind in sorted(kinds) if kind != edit.kind), None)


MINE: Final = and_(
    inbox.c.bot_id == bindparam("of_bot", type_=BigInteger),
    inbox.c.claimed_by == bindparam("by", type_=Integer),
    literal_column("inbox.state") == literal_column("'working'"),
)
DONE: Final = (
    update(inbox)
    .where(MINE, inbox.c.update_id.in_(bindparam("numbers", expanding=True)))
    .values(
        state=UpdateState.DONE,
        raw=None,
        sender=None,
        error=None,
        claimed_by=None,
        suspected=0,
        finished_at=bindparam("at"),
    )
)
ENDED: Final = (
    update(inbox)
    .where(MINE, inbox.c.update_id == bindparam("number"))
    .values(
        state=bindparam("ended"),
        claimed_by=None,
        error=bindparam("why"),
        failures=bindparam("failed"),
        not_before=bindparam("earliest"),
        suspected=inbox.c.suspected * bindparam("keeps_suspicion", type_=Integer),
        finished_at=bindparam("end"),
    )
)


def finish(connection: Connection, bot: int, worker: int, finished: Iterable[Finished]) -> None:
    """Record what became of updates that this worker claimed; the text of those that are done is erased."""
    mine = {"of_bot": bot, "by": worker}
    done: list[Finished] = []
    rest: list[dict[str, Any]] = []
    for one in finished:
        if one.state is UpdateState.DONE:
            done.append(one)
            continue
        outcome = {"ended": one.state, "why": one.error, "failed": one.failures, "earliest": one.not_before}
        end = one.at if one.state is UpdateState.DEAD else None
        keeps = int(one.state is UpdateState.NEW)  # no process ended with it, but it did not end either
        rest.append({**mine, "number": one.update_id, **outcome, "end": end, "keeps_suspicion": keeps})
    if done:
        numbers = [one.update_id for one in done]
        connection.execute(DONE, {**mine, "numbers": numbers, "at": done[-1].at})
    if rest:
        connection.execute(ENDED, rest)


def held(connection: Connection, bot: int, worker: int) -> set[int]:
    """Return the updates that a worker has claimed, as the store sees it."""
    mine = select(inbox.c.update_id).where(
        inbox.c.bot_id == bot, in_states(inbox.c, UpdateState.WORKING), inbox.c.claimed_by == worker
    )
    return set(connection.scalars(mine))


def workers(connection: Connection, bot: int) -> set[int]:
    """Return who has claimed something."""
    found = select(inbox.c.claimed_by).where(inbox.c.bot_id == bot, in_states(inbox.c, UpdateState.WORKING)).distinct()
    return {worker for worker in connection.scalars(found) if worker is not None}


def give_back(connection: Connection, bot: int, worker: int, but: Collection[int] = ()) -> int:
    """Release the claims of a worker; return how many there were."""
    freeing = update(inbox).where(
        inbox.c.bot_id == bot, in_states(inbox.c, UpdateState.WORKING), inbox.c.claimed_by == worker
    )
    if but:
        freeing = freeing.where(inbox.c.update_id.not_in(but))
    return connection.execute(freeing.values(state=UpdateState.NEW, claimed_by=None)).rowcount


def take_back(connection: Connection, bot: int, worker: int) -> int:
    """Release what a process had at work that is gone, and return how much that was.

    One of these updates may have ended it, so each is suspected, and is tried alone next. One that was alone at work
    has a crash to its name.
    """
    at_work = held(connection, bot, worker)
    if at_work:
        was_alone = int(len(at_work) == 1)
        freeing = update(inbox).where(_is(bot, at_work))
        suspicion = {"suspected": 1, "crashes": inbox.c.crashes + was_alone}
        connection.execute(freeing.values(state=UpdateState.NEW, claimed_by=None, **suspicion))
    return len(at_work)


def clear(connection: Connection, bot: int, numbers: Collection[int]) -> None:
    """Suspect updates no longer."""
    connection.execute(update(inbox).where(_is(bot, numbers)).values(suspected=0))


def in_states(columns: Any, *states: StrEnum) -> ColumnElement[bool]:
    """Compare with states written out as literals, as the partial indexes have them, so that these are used."""
    written: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in states]
    compared: ColumnElement[bool] = columns.state == written[0] if len(written) == 1 else columns.state.in_(written)
    return compared


def _is(bot: int, numbers: Collection[int]) -> ColumnElement[bool]:
    return and_(inbox.c.bot_id == bot, inbox.c.update_id.in_(numbers))


def _insert(connection: Connection, rows: Sequence[dict[str, Any]]) -> set[int]:
    if not rows:
        return set()
    return set(connection.execute(_inserting(connection.dialect.name), rows).scalars())


@cache
def _inserting(dialect: str) -> Executable:
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement: Executable = (
        insert(inbox).on_conflict_do_nothing().returning(inbox.c.update_id).execution_options(preserve_rowcount=True)
    )
    return statement
