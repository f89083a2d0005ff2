"""Tests of what is counted of questions, on both databases."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine, func, select

from bot.store import usage
from bot.store.conversations import votes
from bot.store.conversations.votes import CastVote, Vote
from bot.store.usage import UsageCount, UsageEvent, UsageKind, counted

BOT = 1
NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.UTC).timestamp()
TODAY = dt.date(2026, 11, 24)


def one(
    number: int, kind: UsageKind = UsageKind.ANSWERED, *facts: str, room: str = "private", at: float = NOON
) -> UsageEvent:
    """Make what came of an update."""
    return UsageEvent(f"update {number}", room, kind, facts, at)


def test_counts(engine: Engine) -> None:
    """Questions are counted by day, chat and what came of them, and each fact that was told."""
    with engine.begin() as connection:
        for told in (
            one(1, UsageKind.ANSWERED, "place"),
            one(2, UsageKind.ANSWERED, "place", "date"),
            one(3, UsageKind.REFUSED, room="group"),
            one(4, UsageKind.SUGGESTED, at=NOON - usage.DAY),
        ):
            assert usage.count(connection, BOT, told)
        yesterday = TODAY - dt.timedelta(days=1)
        assert usage.counts(connection, BOT, yesterday) == [
            UsageCount(yesterday, "private", UsageKind.SUGGESTED, "", 1),
            UsageCount(TODAY, "group", UsageKind.REFUSED, "", 1),
            UsageCount(TODAY, "private", UsageKind.ANSWERED, "", 2),
            UsageCount(TODAY, "private", UsageKind.TOLD, "date", 1),
            UsageCount(TODAY, "private", UsageKind.TOLD, "place", 2),
        ]
        assert len(usage.counts(connection, BOT, TODAY)) == 4
        assert usage.counts(connection, BOT + 1, yesterday) == []
        assert usage.bots(connection) == [BOT]


def test_an_update_counts_once(engine: Engine) -> None:
    """An update that is tried again changes nothing, whatever comes of it then."""
    with engine.begin() as connection:
        assert usage.count(connection, BOT, one(1, UsageKind.ANSWERED, "place"))
    with engine.begin() as connection:
        assert not usage.count(connection, BOT, one(1, UsageKind.REFUSED))
        left = [(row.kind, row.number) for row in usage.counts(connection, BOT, TODAY)]
    assert left == [(UsageKind.ANSWERED, 1), (UsageKind.TOLD, 1)]


def test_a_rollback_takes_the_mark_with_it(engine: Engine) -> None:
    """Where the reply's memory was not written the update is not counted, and is the next time."""
    with engine.connect() as connection:
        assert usage.count(connection, BOT, one(1))
        connection.rollback()
        assert usage.count(connection, BOT, one(1))
        connection.rollback()


def test_thumbs(engine: Engine) -> None:
    """Votes of the days are counted, one a person and message."""
    with engine.begin() as connection:
        for place, vote, at in (("a", Vote.UP, NOON), ("b", Vote.DOWN, NOON), ("c", Vote.UP, NOON - 2 * usage.DAY)):
            votes.cast(connection, BOT, CastVote(place, "ann", (), vote, None, at))
        assert usage.thumbs(connection, BOT, TODAY) == (1, 1)
        assert usage.thumbs(connection, BOT, dt.date(2026, 1, 1)) == (2, 1)


def test_forget(engine: Engine) -> None:
    """Counts go after 400 days, the marks of updates once they cannot come again."""
    with engine.begin() as connection:
        usage.count(connection, BOT, one(1, at=NOON - 400 * usage.DAY))
        usage.count(connection, BOT, one(2, at=NOON - 401 * usage.DAY))
        usage.count(connection, BOT, one(3))
        assert usage.forget(connection, BOT, NOON, NOON - 1) == 3
        assert sum(row.number for row in usage.counts(connection, BOT, dt.date(2020, 1, 1))) == 2
        assert connection.scalar(select(func.count()).select_from(counted)) == 1
