"""Erases what the store keeps of a person."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Table, delete, func, select, update

from bot.store import briefings
from bot.store.base import dismissals
from bot.store.conversations import inline_results
from bot.store.conversations.contexts import contexts, told
from bot.store.conversations.votes import votes
from bot.store.events import outgoing
from bot.store.gaps import gaps, proposals
from bot.store.gaps.tables import misses
from bot.store.gaps.tables import proposals as proposals_table
from bot.store.intake.inbox import UpdateState, in_states, inbox
from bot.store.outbound.sends import sends
from bot.store.schedules import schedules


@dataclass(frozen=True, slots=True)
class KeptOfPerson:
    """How much is kept of a person, by what it is."""

    answers: int
    votes: int
    misses: int
    proposals: int
    subscriptions: int  # in the private chat
    lines: int  # of records of briefings


def kept_of(connection: Connection, bot: int, user: int, person: str) -> KeptOfPerson:
    """Count what `forget_person` would delete."""

    def count(table: Table, *which: ColumnElement[bool]) -> int:
        return connection.scalar(select(func.count()).select_from(table).where(table.c.bot_id == bot, *which)) or 0

    return KeptOfPerson(
        answers=count(told, told.c.person == person),
        votes=count(votes, votes.c.person == person),
        misses=count(misses, misses.c.person == person),
        proposals=count(proposals_table, proposals_table.c.person == person),
        subscriptions=count(schedules.schedules, schedules.schedules.c.chat_id == user),
        lines=count(briefings.briefing_lines, briefings.briefing_lines.c.person == person),
    )


def forget_person(connection: Connection, bot: int, user: int, person: str) -> None:
    """Delete what is kept of a person; `person` is the keyed hash of their number, which their private chat has too."""
    for table in (told, contexts, votes):
        connection.execute(delete(table).where(table.c.bot_id == bot, table.c.person == person))
    gaps.forget_person(connection, bot, person)
    proposals.forget_person(connection, bot, person)
    briefings.forget_person(connection, bot, person)
    outgoing.forget_person(connection, bot, person)
    dismissals.forget_person(connection, bot, person)
    connection.execute(delete(sends).where(sends.c.bot_id == bot, sends.c.chat_id == user))
    schedules.remove_chat(connection, bot, user)
    inline_results.forget_chat(connection, bot, user)
    theirs = list(_letters_of(connection, bot, user))
    connection.execute(delete(inbox).where(inbox.c.bot_id == bot, inbox.c.update_id.in_(theirs)))
    # That an update was handled must be known while Telegram may repeat it, but not whose it was.
    handled = (inbox.c.bot_id == bot, inbox.c.partition_key == str(user), inbox.c.finished_at.is_not(None))
    connection.execute(update(inbox).where(*handled).values(partition_key="", message_id=None))


def _letters_of(connection: Connection, bot: int, user: int) -> Iterator[int]:
    """Find dead letters that name a person, in whatever chat."""
    dead = select(inbox.c.update_id, inbox.c.raw).where(inbox.c.bot_id == bot, in_states(inbox.c, UpdateState.DEAD))
    for number, raw in connection.execute(dead):
        if raw is not None and _names(json.loads(raw), user):
            yield number


def _names(raw: object, user: int) -> bool:
    """Return whether the number is an id anywhere in an update; without recursion, as it may be nested deeply."""
    waiting = [raw]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            if value.get("id") == user:
                return True
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
    return False
