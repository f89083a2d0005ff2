"""Stores gaps of the base: lists them for curators, and records what became of each."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, and_, delete, distinct, func, or_, select, update

from bot.store.database import numbering
from bot.store.gaps.tables import gaps, misses, pending

SUMMED: Final = ("number", "question", "language", "state", "times", "askers", "first_at", "last_at", "told")
OF_A_MISS: Final = ("question", "shape", "hard", "language", "nearest", "blocked")


class GapState(StrEnum):
    """What has become of a gap."""

    OPEN = "open"
    ACCEPTED = "accepted"  # a phrasing or fact was accepted for it, and is not live yet
    IGNORED = "ignored"  # a curator wants to see no more of it
    CLOSED = "closed"  # the base answers it


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that people ask and the base does not answer."""

    number: int
    question: str
    language: str
    state: GapState
    times: int
    askers: int
    first_at: float
    last_at: float
    nearest: tuple[str, ...]  # facts, the nearest first
    blocked: tuple[tuple[str, str, str], ...]  # kind, what the question has, what the nearest fact has instead
    told: str | None = None
    kinds: tuple[tuple[str, int], ...] = ()  # of its misses, with how many there are
    chats: int = 0
    wordings: tuple[str, ...] = ()  # other questions than its own, the newest first

    @property
    def name(self) -> str:
        """The name by which people write it."""
        return f"G{self.number}"

    @property
    def mark(self) -> str:
        """A short hash of its question, to tell whether it was changed meanwhile."""
        return numbering.mark_of(self.question)


@dataclass(frozen=True, slots=True)
class TopGap:
    """A gap in a list of those asked most."""

    gap: str
    question: str
    askers: int
    near: tuple[str, ...]  # facts, the nearest first

    @property
    def nearest(self) -> str | None:
        """Return the fact that comes nearest."""
        return next(iter(self.near), None)


def number_of(name: str) -> int | None:
    """Read the number of a gap as people type it: G12, g12."""
    text = name.strip().lower().removeprefix("g")
    return int(text) if name.strip()[:1] in ("g", "G") and text.isdecimal() and len(text) < 10 else None


def top(connection: Connection, bot: int, since: float, most: int) -> list[TopGap]:
    """List the open gaps that were asked since a time, those of most people first."""
    found = (
        select(gaps.c.number, gaps.c.question, gaps.c.askers, gaps.c.nearest)
        .where(gaps.c.bot_id == bot, gaps.c.state == GapState.OPEN, gaps.c.last_at >= since)
        .order_by(gaps.c.askers.desc(), gaps.c.times.desc(), gaps.c.last_at.desc(), gaps.c.number)
        .limit(most)
    )
    return [
        TopGap(f"G{number}", question, askers, tuple(json.loads(nearest)))
        for number, question, askers, nearest in connection.execute(found)
    ]


def listed(
    connection: Connection, bot: int, states: Collection[GapState] = (GapState.OPEN,), most: int = 50, after: int = 0
) -> list[Gap]:
    """List gaps, those of most people first; `after` so many of them."""
    found = (
        select(gaps)
        .where(gaps.c.bot_id == bot, gaps.c.state.in_(states))
        .order_by(gaps.c.askers.desc(), gaps.c.times.desc(), gaps.c.last_at.desc(), gaps.c.number)
        .limit(most)
        .offset(after)
    )
    return _whole(connection, bot, connection.execute(found).all())


def find(connection: Connection, bot: int, number: int) -> Gap | None:
    """Return a gap."""
    found = select(gaps).where(gaps.c.bot_id == bot, gaps.c.number == number)
    return next(iter(_whole(connection, bot, connection.execute(found).all())), None)


def count(connection: Connection, bot: int) -> int:
    """Count the open gaps."""
    found = select(func.count()).where(gaps.c.bot_id == bot, gaps.c.state == GapState.OPEN)
    return connection.scalar(found) or 0


def put(connection: Connection, bot: int, number: int, state: GapState) -> bool:
    """Set the state of a gap; return whether it changed."""
    changing = update(gaps).where(gaps.c.bot_id == bot, gaps.c.number == number, gaps.c.state != state)
    return bool(connection.execute(changing.values(state=state)).rowcount)


def bots(connection: Connection) -> list[int]:
    """List the bots that have gaps."""
    return list(connection.scalars(select(gaps.c.bot_id).distinct().order_by(gaps.c.bot_id)))


def forget_person(connection: Connection, bot: int, person: str) -> None:
    """Delete the misses of a person; their counts in the gaps stay."""
    forget_some(connection, bot, and_(misses.c.bot_id == bot, misses.c.person == person))


def forget(connection: Connection, bot: int, before: float, follow_before: float) -> int:
    """Delete misses from before a time, and for those before `follow_before` in which chat and message they stood."""
    ids = {"chat_id": None, "message_id": None, "topic_id": None, "sent": None}
    is_known = or_(misses.c.chat_id.is_not(None), misses.c.sent.is_not(None))
    old = update(misses).where(misses.c.bot_id == bot, misses.c.number > 0, misses.c.at < follow_before, is_known)
    connection.execute(old.values(**ids))
    return forget_some(connection, bot, and_(misses.c.bot_id == bot, misses.c.at < before))


def forget_some(connection: Connection, bot: int, which: Any) -> int:
    """Delete misses; a gap goes on with the question of the oldest that is left, or ends with the last."""
    touched = set(connection.scalars(select(misses.c.number).where(which)))
    if not touched:
        return 0
    gone = connection.execute(delete(misses).where(which)).rowcount
    for number in sorted(touched - {0}):
        oldest = (
            select(*(misses.c[name] for name in OF_A_MISS))
            .where(misses.c.bot_id == bot, misses.c.number == number)
            .order_by(misses.c.at, misses.c.place)
            .limit(1)
        )
        left = connection.execute(oldest).first()
        own = (gaps.c.bot_id == bot, gaps.c.number == number)
        if left is None:
            connection.execute(delete(gaps).where(*own))
            connection.execute(delete(pending).where(pending.c.bot_id == bot, pending.c.name == f"G{number}"))
        else:
            connection.execute(update(gaps).where(*own).values(**left._mapping))
    return gone


def _whole(connection: Connection, bot: int, rows: Sequence[Any]) -> list[Gap]:
    """Add to gaps what their misses say."""
    numbers = [row.number for row in rows]
    of_these = (misses.c.bot_id == bot, misses.c.number.in_(numbers))
    kinds: dict[int, list[tuple[str, int]]] = {}
    by_kind = select(misses.c.number, misses.c.kind, func.count()).where(*of_these)
    for number, kind, many in connection.execute(by_kind.group_by(misses.c.number, misses.c.kind)):
        kinds.setdefault(number, []).append((kind, many))
    by_room = select(misses.c.number, func.count(distinct(misses.c.room))).where(*of_these)
    rooms = {row[0]: row[1] for row in connection.execute(by_room.group_by(misses.c.number))}
    wordings: dict[int, dict[str, None]] = {}
    asked = select(misses.c.number, misses.c.question).where(*of_these).order_by(misses.c.at.desc(), misses.c.place)
    for number, question in connection.execute(asked):
        wordings.setdefault(number, {})[question] = None
    return [
        Gap(
            **{name: row._mapping[name] for name in SUMMED if name != "state"},
            state=GapState(row.state),
            nearest=tuple(json.loads(row.nearest)),
            blocked=tuple((kind, asked, held) for kind, asked, held in json.loads(row.blocked)),
            kinds=tuple(sorted(kinds.get(row.number, ()))),
            chats=rooms.get(row.number, 0),
            wordings=tuple(one for one in wordings.get(row.number, ()) if one != row.question),
        )
        for row in rows
    ]
