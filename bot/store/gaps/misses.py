"""Questions asked in vain → rows, each in the gap of those that are like it, however often it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, and_, case, delete, func, insert, or_, select, update

from bot.store.database import numbering
from bot.store.database.upsert import add, upsert
from bot.store.gaps.gaps import GapState, forget_some
from bot.store.gaps.tables import gaps, misses

IsLike: TypeAlias = Callable[[str, str], bool]  # two shapes
NONE_YET: Final = 0
LOOKED_AT: Final = 300  # gaps that a miss is compared with, the newest of those with the same hard words


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


def record(connection: Connection, bot: int, miss: Miss, is_like: IsLike) -> int:
    """Put a miss into the gap of what is like it, or a new one; return its number. Once more changes nothing.

    Of two processes that open a gap at once the second waits for its number, and finds the other's gap then.
    """
    number = _gap_like(connection, bot, miss, is_like)
    if number is None:
        anew = numbering.take(connection, bot, numbering.NumberedKind.GAP)
        number = _gap_like(connection, bot, miss, is_like)
        if number is None:
            number = _opened(connection, bot, anew, miss)
    row = {**_row(bot, miss), "number": number}
    if add(connection, misses, row):
        _count(connection, bot, number, miss)
    return number


def suggest(connection: Connection, bot: int, miss: Miss) -> None:
    """Keep a question for which choices were offered, until one is taken or none is."""
    upsert(connection, misses, _row(bot, miss))


def take(connection: Connection, bot: int, chat: int, sent: int) -> None:
    """Forget a question of which a choice was taken."""
    connection.execute(
        delete(misses).where(
            misses.c.bot_id == bot, misses.c.number == NONE_YET, misses.c.chat_id == chat, misses.c.sent == sent
        )
    )


def recent(connection: Connection, bot: int, person: str, room: str, since: float) -> list[Miss]:
    """List what a person was refused in a chat since a time, and suggested at any, newest first."""
    is_fresh = and_(misses.c.kind == MissKind.REFUSED, misses.c.at >= since)
    found = (
        select(*COLUMNS)
        .where(misses.c.bot_id == bot, misses.c.person == person, misses.c.room == room)
        .where(or_(is_fresh, misses.c.number == NONE_YET))
        .order_by(misses.c.at.desc(), misses.c.place)
    )
    return [_miss(row) for row in connection.execute(found)]


def overlooked(connection: Connection, bot: int, before: float) -> list[Miss]:
    """List the questions whose suggestions nobody took since before a time, oldest first."""
    found = (
        select(*COLUMNS)
        .where(misses.c.bot_id == bot, misses.c.number == NONE_YET, misses.c.at < before)
        .order_by(misses.c.at, misses.c.place)
    )
    return [_miss(row) for row in connection.execute(found)]


def ignore(connection: Connection, bot: int, miss: Miss, is_like: IsLike) -> None:
    """Count a question whose suggestions were not taken as a miss."""
    if drop(connection, bot, miss):
        record(connection, bot, replace(miss, kind=MissKind.IGNORED), is_like)


def drop(connection: Connection, bot: int, miss: Miss) -> bool:
    """Forget a question whose suggestions are no longer open; say whether it was there."""
    own = (misses.c.bot_id == bot, misses.c.place == miss.place, misses.c.number == NONE_YET)
    return bool(connection.execute(delete(misses).where(*own)).rowcount)


def reword(connection: Connection, bot: int, miss: Miss, nearest: str) -> None:
    """Note that a question which was refused found facts in other words: they are the nearest to its gap."""
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
    """Take back that an answer was voted down."""
    own = and_(misses.c.bot_id == bot, misses.c.place == place, misses.c.kind == MissKind.DOWN)
    found = connection.execute(select(misses.c.number, misses.c.person).where(own)).first()
    if found is None:
        return
    theirs = (misses.c.bot_id == bot, misses.c.number == found.number, misses.c.person == found.person)
    is_only = connection.scalar(select(func.count()).where(*theirs)) == 1
    less = {"times": gaps.c.times - 1, "askers": gaps.c.askers - (1 if is_only else 0)}
    connection.execute(update(gaps).where(gaps.c.bot_id == bot, gaps.c.number == found.number).values(**less))
    forget_some(connection, bot, own)


def _gap_like(connection: Connection, bot: int, miss: Miss, is_like: IsLike) -> int | None:
    """Find the oldest gap whose question is like a miss, whatever has become of the gap."""
    candidates = (
        select(gaps.c.number, gaps.c.shape)
        .where(gaps.c.bot_id == bot, gaps.c.hard == miss.hard)
        .order_by(gaps.c.last_at.desc(), gaps.c.number)
        .limit(LOOKED_AT)
    )
    alike = (number for number, shape in connection.execute(candidates) if is_like(shape, miss.shape))
    return min(alike, default=None)


def _opened(connection: Connection, bot: int, number: int, miss: Miss) -> int:
    row = {name: value for name, value in _row(bot, miss).items() if name in OF_A_GAP}
    row |= {"bot_id": bot, "number": number, "state": GapState.OPEN, "first_at": miss.at, "last_at": miss.at}
    connection.execute(insert(gaps).values(**row))
    return number


def _count(connection: Connection, bot: int, number: int, miss: Miss) -> None:
    """Add a miss to what its gap says; one that was closed is open again."""
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
    """List who asked for a gap since a time, and where, and got no answer: the newest question of each in a chat."""
    found: dict[tuple[str, str], Miss] = {}
    for miss in rows_of(connection, bot, number):
        if miss.kind in (MissKind.REFUSED, MissKind.IGNORED) and miss.chat_id is not None and miss.at >= since:
            found[miss.person, miss.room] = miss
    return list(found.values())


def claim(connection: Connection, bot: int, miss: Miss) -> bool:
    """Take a question over to answer it; say whether nobody had done so before. Where it was asked is forgotten."""
    theirs = (
        misses.c.bot_id == bot,
        misses.c.number == miss.number,
        misses.c.person == miss.person,
        misses.c.room == miss.room,
        misses.c.chat_id.is_not(None),
    )
    return bool(connection.execute(update(misses).where(*theirs).values(chat_id=None, message_id=None)).rowcount)


def release(connection: Connection, bot: int, miss: Miss) -> None:
    """Have a question that was claimed wait again where it was asked."""
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
