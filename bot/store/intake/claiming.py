"""Claims the waiting updates whose turn it is, by one statement for both databases."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Double,
    Executable,
    FromClause,
    Integer,
    Text,
    and_,
    bindparam,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB

from bot.store.intake.inbox import Claimed, UpdateState, in_states, inbox

FAR_AHEAD: Final = 24 * 3600.0  # nothing is put off so long: a later time comes from a clock that was set back

BOT: Final = bindparam("of_bot", type_=BigInteger)
NOW: Final = bindparam("now", type_=Double)


def claim(
    connection: Connection, bot: int, worker: int, now: float, most: int, partitions: Collection[str]
) -> list[Claimed]:
    """Claim the update whose turn it is in each partition that nobody works on, at most one a partition, oldest first.

    An update that waits to be tried again does not hold back the next of its partition.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    named = json.dumps(list(partitions)) if is_sqlite else list(partitions)
    values = {"of_bot": bot, "by": worker, "now": now, "most": most, "partitions": named}
    rows = connection.execute(_claiming(is_sqlite), values)
    return sorted((Claimed(*row) for row in rows), key=lambda claimed: claimed.update_id)


def claim_suspect(connection: Connection, bot: int, worker: int, now: float) -> list[Claimed]:
    """Claim one update that may have ended a process, of all such the one with the fewest crashes to its name."""
    row = connection.execute(_claiming_a_suspect(), {"of_bot": bot, "by": worker, "now": now}).first()
    return [] if row is None else [Claimed(*row)]


def suspects_wait(connection: Connection, bot: int, now: float) -> bool:
    """Return whether there is an update to be tried alone."""
    return connection.scalar(_suspects().limit(1), {"of_bot": bot, "now": now}) is not None


def open_partitions(connection: Connection, bot: int, now: float) -> list[str]:
    """List the partitions in which something may be claimed, the one that has waited longest first."""
    key = inbox.c.partition_key
    found = (
        select(key)
        .where(
            inbox.c.bot_id == BOT, inbox.c.finished_at.is_(None), _may_go(inbox.c), ~_is_busy(key), ~_is_held_up(key)
        )
        .group_by(inbox.c.partition_key)
        .order_by(func.min(inbox.c.update_id))
    )
    return list(connection.scalars(found, {"of_bot": bot, "now": now}))


@cache
def _claiming(is_sqlite: bool) -> Executable:
    """Build the statement once, as that takes longer than executing it."""
    return _claiming_the(_chosen(_named_partitions(is_sqlite)))


@cache
def _claiming_a_suspect() -> Executable:
    return _claiming_the(_suspects().limit(1).with_for_update(skip_locked=True))


def _claiming_the(found: Any) -> Executable:
    chosen = found.cte("chosen")
    return (
        update(inbox)
        .where(inbox.c.bot_id == BOT, inbox.c.update_id.in_(select(chosen.c.update_id)))
        .values(state=UpdateState.WORKING, claimed_by=bindparam("by", type_=Integer), claims=inbox.c.claims + 1)
        .returning(*(inbox.c[name] for name in Claimed.__dataclass_fields__))
    )


@cache
def _suspects() -> Any:
    return (
        select(inbox.c.update_id)
        .where(inbox.c.bot_id == BOT, _is_suspected(inbox.c), _may_go(inbox.c), ~_is_busy(inbox.c.partition_key))
        .order_by(inbox.c.crashes, inbox.c.update_id)
    )


def _chosen(partitions: FromClause) -> Any:
    key, waiting = partitions.c.key, inbox.alias()
    head = (
        select(waiting.c.update_id)
        .where(
            waiting.c.bot_id == BOT,
            waiting.c.partition_key == key,
            waiting.c.finished_at.is_(None),
            _may_go(waiting.c),
        )
        .order_by(waiting.c.turn, waiting.c.update_id)
        .limit(1)
        .scalar_subquery()
    )
    heads = select(head).select_from(partitions).where(~_is_busy(key), ~_is_held_up(key))
    return (
        select(inbox.c.update_id)
        # Checked again when the row is locked, for another process may have been quicker.
        .where(inbox.c.bot_id == BOT, inbox.c.update_id.in_(heads), _may_go(inbox.c))
        .order_by(inbox.c.update_id)
        .limit(bindparam("most", type_=Integer))
        .with_for_update(skip_locked=True)
    )


def _named_partitions(is_sqlite: bool) -> FromClause:
    """Make a table of one parameter, so that the statement is the same for any number of partitions."""
    if is_sqlite:
        listed = func.json_each(bindparam("partitions", type_=Text)).table_valued(column("value", Text))
        return select(listed.c.value.label("key")).subquery("partitions")
    named = bindparam("partitions", type_=JSONB)
    each: ColumnElement[str] = func.jsonb_array_elements_text(named).column_valued("each_partition")
    return select(each.label("key")).subquery("partitions")


def _is_busy(key: ColumnElement[str]) -> ColumnElement[bool]:
    other = inbox.alias()
    return exists().where(other.c.bot_id == BOT, other.c.partition_key == key, in_states(other.c, UpdateState.WORKING))


def _is_held_up(key: ColumnElement[str]) -> ColumnElement[bool]:
    """A suspect is tried alone first, so that its partition keeps its order."""
    other = inbox.alias()
    return exists().where(other.c.bot_id == BOT, other.c.partition_key == key, _is_suspected(other.c))


def _is_suspected(columns: Any) -> ColumnElement[bool]:
    """Compare with a number that is written out, as the partial index has it, so that this is used."""
    is_suspected: ColumnElement[bool] = columns.suspected == literal_column("1")
    return is_suspected


def _may_go(columns: Any) -> ColumnElement[bool]:
    is_due = or_(columns.not_before <= NOW, columns.not_before > NOW + FAR_AHEAD)
    return and_(in_states(columns, UpdateState.NEW, UpdateState.FAILED), is_due)
