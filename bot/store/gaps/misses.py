"""Stores questions asked in vain (misses); misses that ask for the same thing belong to one gap.

Whoever records a miss compares it with the gaps first, outside the transaction: `candidates` lists what to compare
with, and `GapMatch` brings the result back. Where another process has opened a gap meanwhile, `record` stores nothing
and returns None, and the caller compares again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, and_, case, delete, func, insert, or_, select, update

from bot.store.database import numbering
from bot.store.database.upsert import add, upsert
from bot.store.gaps.gaps import GapState, forget_some
from bot.store.gaps.tables import gaps, misses

NONE_YET: Final = 0
COMPARED: Final = 300  # gaps that a miss is compared with: the last asked of those with the same hard words


class MissKind(StrEnum):
    """How the base failed a question."""

    REFUSED = "refused"
    IGNORED = "ignored"  # suggestions, none of which was taken
    DOWN = "down"  # an answer that was voted down
    REWORDED = "reworded"  # refused, then asked in other words, which were answered
    SUGGESTED = "suggested"  # suggestions that may still be taken


@dataclass(frozen=True, slots=True)
class Miss:
    """A question, where and by whom it was asked, and what came nearest; texts in JSON and hashes as the tables say."""

    place: str
    kind: MissKind
    person: str
    room: str
    question: str
    shape: str
    hard: str
    language: str
    nearest: str
    blocked: str
    at: float
    told: str | None = None
    chat_id: int | None = None
    message_id: int | None = None
    topic_id: int | None = None
    sent: int | None = None
    number: int = NONE_YET


COLUMNS: Final = [misses.c[name] for name in Miss.__dataclass_fields__]
OF_A_GAP: Final = ("question", "shape", "hard", "language", "nearest", "blocked", "told")


@dataclass(frozen=True, slots=True)
class Candidates:
    """The gaps that a miss is to be compared with: number and shape of each, and the highest number there is."""

    shapes: Sequence[tuple[int, str]]
    newest: int


@dataclass(frozen=True, slots=True)
class GapMatch:
    """What a comparison found: the gap that a miss belongs to, None for a new one; and the newest gap it knew of."""

    number: int | None
    newest: int


def candidates(connection: Connection, bot: int, hard: str) -> Candidates:
    """List the gaps with these hard words, whatever has become of them."""
    own = (gaps.c.bot_id == bot, gaps.c.hard == hard)
    found = select(gaps.c.number, gaps.c.shape).where(*own).order_by(gaps.c.last_at.desc(), gaps.c.number)
    shapes = [(row.number, row.shape) for row in connection.execute(found.limit(COMPARED))]
    return Candidates(shapes, connection.scalar(select(func.max(gaps.c.number)).where(*own)) or 0)


def record(connection: Connection, bot: int, miss: Miss, match: GapMatch) -> int | None:
    """Put a miss into its gap, or into a new one, and return its number; doing so twice counts once.

    Return None, with nothing stored, where the gaps have changed since the comparison.
    """
    number = _gap_for(connection, bot, miss, match)
    if number is not None:
        _add_to_gap(connection, bot, replace(miss, number=number))
    return number


def suggest(connection: Connection, bot: int, miss: Miss) -> None:
    """Store a question for which choices were offered, until one is taken or they count as ignored."""
    upsert(connection, misses, _row(bot, miss))


def take(connection: Connection, bot: int, chat: int, sent: int) -> None:
    """Forget a question of which a choice was taken; `sent` is the message with the choices."""
    connection.execute(
        delete(misses).where(
            misses.c.bot_id == bot, misses.c.number == NONE_YET, misses.c.chat_id == chat, misses.c.sent == sent
        )
    )


def recent(connection: Connection, bot: int, person: str, room: str, since: float) -> list[Miss]:
    """List what a person was refused in a chat since a time, and all that was suggested there, newest first."""
    is_fresh = and_(misses.c.kind == MissKind.REFUSED, misses.c.at >= since)
    found = (
        select(*COLUMNS)
        .where(misses.c.bot_id == bot, misses.c.person == person, misses.c.room == room)
        .where(or_(is_fresh, misses.c.number == NONE_YET))
        .order_by(misses.c.at.desc(), misses.c.place)
    )
    return [_miss(row) for row in connection.execute(found)]


def expired_suggestions(connection: Connection, bot: int, before: float) -> list[Miss]:
    """List the questions asked before a time whose suggestions nobody took, oldest first."""
    found = (
        select(*COLUMNS)
        .where(misses.c.bot_id == bot, misses.c.number == NONE_YET, misses.c.at < before)
        .order_by(misses.c.at, misses.c.place)
    )
    return [_miss(row) for row in connection.execute(found)]


def ignore(connection: Connection, bot: int, miss: Miss, match: GapMatch) -> bool:
    """Count a question whose suggestions were not taken as a miss; one that is counted already is left alone.

    Return False, with nothing stored, where the gaps have changed since the comparison.
    """
    if connection.scalar(select(misses.c.place).where(*_waiting(bot, miss))) is None:
        return True
    number = _gap_for(connection, bot, miss, match)
    if number is None:
        return False
    if drop(connection, bot, miss):
        _add_to_gap(connection, bot, replace(miss, kind=MissKind.IGNORED, number=number))
    return True


def counted_in(connection: Connection, bot: int, miss: Miss) -> int | None:
    """Return the number of the gap in which a miss is counted; None where it is not."""
    own = (misses.c.bot_id == bot, misses.c.place == miss.place, misses.c.kind == miss.kind, misses.c.number > 0)
    return connection.scalar(select(misses.c.number).where(*own))


def drop(connection: Connection, bot: int, miss: Miss) -> bool:
    """Forget a question whose suggestions are no longer open; return whether it was there."""
    return bool(connection.execute(delete(misses).where(*_waiting(bot, miss))).rowcount)


def _waiting(bot: int, miss: Miss) -> tuple[ColumnElement[bool], ...]:
    return misses.c.bot_id == bot, misses.c.place == miss.place, misses.c.number == NONE_YET


def reword(connection: Connection, bot: int, miss: Miss, nearest: str) -> None:
    """Note that a question which was refused found facts in other words; `nearest` lists them, for its gap too."""
    own = (
        misses.c.bot_id == bot,
        misses.c.place == miss.place,
        misses.c.number == miss.number,
        misses.c.kind == MissKind.REFUSED,
    )
    if connection.execute(update(misses).where(*own).values(kind=MissKind.REWORDED, nearest=nearest)).rowcount:
        of_gap = (gaps.c.bot_id == bot, gaps.c.number == miss.number)
        connection.execute(update(gaps).where(*of_gap).values(nearest=nearest))


def withdraw(connection: Connection, bot: int, place: str) -> None:
    """Take back a vote against an answer."""
    own = and_(misses.c.bot_id == bot, misses.c.place == place, misses.c.kind == MissKind.DOWN)
    found = connection.execute(select(misses.c.number, misses.c.person).where(own)).first()
    if found is None:
        return
    theirs = (misses.c.bot_id == bot, misses.c.number == found.number, misses.c.person == found.person)
    is_only = connection.scalar(select(func.count()).where(*theirs)) == 1
    less = {"times": gaps.c.times - 1, "askers": gaps.c.askers - (1 if is_only else 0)}
    connection.execute(update(gaps).where(gaps.c.bot_id == bot, gaps.c.number == found.number).values(**less))
    forget_some(connection, bot, own)


def _gap_for(connection: Connection, bot: int, miss: Miss, match: GapMatch) -> int | None:
    """Return the number of the gap that a miss belongs to, and open a new one where the comparison found none.

    None where that is not certain any more: the gap was deleted, or a newer one has the same hard words. Two processes
    that open a gap at once take their numbers one after the other, so that the second sees the gap of the first.
    """
    own = gaps.c.bot_id == bot
    if match.number is not None:
        return connection.scalar(select(gaps.c.number).where(own, gaps.c.number == match.number))
    number = numbering.take(connection, bot, numbering.NumberedKind.GAP)
    newer = select(gaps.c.number).where(own, gaps.c.hard == miss.hard, gaps.c.number > match.newest)
    if connection.execute(newer.limit(1)).first() is not None:
        return None
    return _open_gap(connection, bot, number, miss)


def _add_to_gap(connection: Connection, bot: int, miss: Miss) -> None:
    if add(connection, misses, _row(bot, miss)):
        _count(connection, bot, miss.number, miss)


def _open_gap(connection: Connection, bot: int, number: int, miss: Miss) -> int:
    row = {name: value for name, value in _row(bot, miss).items() if name in OF_A_GAP}
    row |= {"bot_id": bot, "number": number, "state": GapState.OPEN, "first_at": miss.at, "last_at": miss.at}
    connection.execute(insert(gaps).values(**row))
    return number


def _count(connection: Connection, bot: int, number: int, miss: Miss) -> None:
    """Count a miss in its gap; a gap that was closed is open again."""
    theirs = select(func.count()).where(
        misses.c.bot_id == bot, misses.c.number == number, misses.c.person == miss.person
    )
    is_new = connection.scalar(theirs) == 1
    anew: dict[str, Any] = {
        "times": gaps.c.times + 1,
        "askers": gaps.c.askers + (1 if is_new else 0),
        "last_at": case((gaps.c.last_at < miss.at, miss.at), else_=gaps.c.last_at),
        "state": case((gaps.c.state == GapState.CLOSED, GapState.OPEN.value), else_=gaps.c.state),
    }
    if miss.kind is MissKind.DOWN:
        anew["told"] = miss.told
    connection.execute(update(gaps).where(gaps.c.bot_id == bot, gaps.c.number == number).values(**anew))


def _row(bot: int, miss: Miss) -> dict[str, Any]:
    return {"bot_id": bot, **{name: getattr(miss, name) for name in Miss.__dataclass_fields__}}


def _miss(row: Any) -> Miss:
    return Miss(**{**row._mapping, "kind": MissKind(row.kind)})


def unanswered(connection: Connection, bot: int, number: int, since: float) -> list[Miss]:
    """List the questions of a gap that got no answer since a time: of each person in each chat the newest."""
    found: dict[tuple[str, str], Miss] = {}
    for miss in rows_of(connection, bot, number):
        if miss.kind in (MissKind.REFUSED, MissKind.IGNORED) and miss.chat_id is not None and miss.at >= since:
            found[miss.person, miss.room] = miss
    return list(found.values())


def claim(connection: Connection, bot: int, miss: Miss) -> bool:
    """Take a question over to answer it, and forget where it was asked; return False where that was done before."""
    theirs = (
        misses.c.bot_id == bot,
        misses.c.number == miss.number,
        misses.c.person == miss.person,
        misses.c.room == miss.room,
        misses.c.chat_id.is_not(None),
    )
    return bool(connection.execute(update(misses).where(*theirs).values(chat_id=None, message_id=None)).rowcount)


def release(connection: Connection, bot: int, miss: Miss) -> None:
    """Give back a question that was claimed, so that it waits for an answer again."""
    own = (misses.c.bot_id == bot, misses.c.number == miss.number, misses.c.place == miss.place)
    place = {"chat_id": miss.chat_id, "message_id": miss.message_id}
    connection.execute(update(misses).where(*own, misses.c.kind == miss.kind).values(place))


def rows_of(connection: Connection, bot: int, number: int) -> Iterator[Miss]:
    """Yield the misses of a gap, oldest first."""
    found = (
        select(*COLUMNS)
        .where(misses.c.bot_id == bot, misses.c.number == number)
        .order_by(misses.c.at, misses.c.place, misses.c.kind)
    )
    for row in connection.execute(found):
        yield _miss(row)
