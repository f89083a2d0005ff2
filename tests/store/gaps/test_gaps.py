"""Tests of what the store keeps of questions asked in vain, on both databases."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from bot.store.erasure import forget_person
from bot.store.gaps import digests, gaps
from bot.store.gaps import misses as missing
from bot.store.gaps.gaps import GapState
from bot.store.gaps.misses import GapMatch, Miss, MissKind
from bot.store.gaps.tables import misses
from bot.store.outbound import sends
from bot.store.outbound.sends import FinishedSend

BOT, DAY = 1, 86_400.0


def miss(asked: str, at: float = 1.0, person: str = "ann", **fields: Any) -> Miss:
    """Make a miss whose shape is its first word."""
    values: dict[str, Any] = {
        "place": f"place {asked} {person} {at}",
        "kind": MissKind.REFUSED,
        "person": person,
        "room": f"room {person}",
        "question": asked,
        "shape": asked.split()[0],
        "hard": "2031",
        "language": "en",
        "nearest": json.dumps(["fact"]),
        "blocked": json.dumps([["year", "2031", "2018"]]),
        "at": at,
        "chat_id": 5,
        "message_id": 6,
        "topic_id": 7,
    }
    return Miss(**values | fields)


def match_of(connection: Connection, bot: int, one: Miss) -> GapMatch:
    """Find the gap of a miss: the oldest with the same shape."""
    found = missing.candidates(connection, bot, one.hard)
    return GapMatch(min((number for number, shape in found.shapes if shape == one.shape), default=None), found.newest)


def record_miss(connection: Connection, bot: int, one: Miss) -> int | None:
    """Compare a miss with the gaps and record it."""
    return missing.record(connection, bot, one, match_of(connection, bot, one))


@pytest.fixture
def connection(engine: Engine) -> Any:
    """A transaction."""
    with engine.begin() as opened:
        yield opened


def record(connection: Connection, *some: Miss) -> list[int | None]:
    """Record misses."""
    return [record_miss(connection, BOT, one) for one in some]


def test_what_is_alike_is_one_gap(connection: Connection) -> None:
    """Wordings of one thing come together, with how often, by how many and in how many chats it was asked."""
    asked = [miss("where was it", 1.0), miss("where then", 2.0, "bob"), miss("who was it", 3.0), miss("where", 4.0)]
    assert record(connection, *asked, replace(asked[0], hard="2032")) == [1, 1, 2, 1, 3]

    first = gaps.find(connection, BOT, 1)
    assert first is not None
    assert (first.name, first.question, first.times, first.askers, first.chats) == ("G1", "where was it", 3, 2, 2)
    assert (first.first_at, first.last_at) == (1.0, 4.0)
    assert (first.nearest, first.blocked) == (("fact",), (("year", "2031", "2018"),))
    assert (first.wordings, first.kinds) == (("where", "where then"), (("refused", 3),))
    assert [one.gap for one in gaps.top(connection, BOT, 0.0, 9)] == ["G1", "G2", "G3"]
    assert gaps.top(connection, BOT, 3.5, 9) == [gaps.TopGap("G1", "where was it", 2, ("fact",))]
    assert gaps.top(connection, BOT + 1, 0.0, 9) == []


def test_the_same_once_more(connection: Connection) -> None:
    """An update that is handled again after a crash records nothing twice."""
    one = miss("where was it")
    assert record(connection, one, one) == [1, 1]
    assert [gap.times for gap in gaps.listed(connection, BOT)] == [1]


@pytest.mark.parametrize(
    ("state", "expected"),
    [(GapState.IGNORED, GapState.IGNORED), (GapState.ACCEPTED, GapState.ACCEPTED), (GapState.CLOSED, GapState.OPEN)],
)
def test_what_is_asked_again(state: GapState, expected: GapState, connection: Connection) -> None:
    """What a curator wants to see no more of stays so; what the base was thought to answer is open again."""
    record(connection, miss("where was it"))
    assert gaps.put(connection, BOT, 1, state)
    assert not gaps.put(connection, BOT, 1, state)
    assert gaps.listed(connection, BOT) == []
    record(connection, miss("where", 9.0, "bob"))
    found = gaps.find(connection, BOT, 1)
    assert found is not None
    assert (found.state, found.askers) == (expected, 2)


def test_suggestions(connection: Connection) -> None:
    """Suggestions are a miss once nobody has taken one, and none where somebody has."""
    offered = miss("where", kind=MissKind.SUGGESTED, sent=70)
    missing.suggest(connection, BOT, offered)
    missing.suggest(connection, BOT, offered)
    assert gaps.listed(connection, BOT) == []
    missing.take(connection, BOT, 5, 70)
    assert missing.expired_suggestions(connection, BOT, 9.0) == []

    missing.suggest(connection, BOT, offered)
    assert missing.expired_suggestions(connection, BOT, 1.0) == []
    assert missing.recent(connection, BOT, "ann", "room ann", 9.0) == [offered]
    for _ in range(2):
        assert missing.ignore(connection, BOT, offered, match_of(connection, BOT, offered))
    (gap,) = gaps.listed(connection, BOT)
    assert (gap.times, gap.kinds) == (1, (("ignored", 1),))


def test_gaps_that_changed_since_the_comparison(connection: Connection) -> None:
    """Nothing is stored by an outdated comparison, be it that another process opened a gap or that one is gone."""
    asked, offered = miss("where"), miss("where", 2.0, "bob", kind=MissKind.SUGGESTED)
    before = match_of(connection, BOT, asked)
    assert record(connection, miss("where was it", 1.0, "eve")) == [1]
    missing.suggest(connection, BOT, offered)
    for outdated in (before, GapMatch(9, 9)):
        assert missing.record(connection, BOT, asked, outdated) is None
        assert not missing.ignore(connection, BOT, offered, outdated)
    assert [gap.times for gap in gaps.listed(connection, BOT)] == [1]
    assert missing.expired_suggestions(connection, BOT, 9.0) == [offered]

    assert record(connection, asked) == [1]
    assert missing.ignore(connection, BOT, offered, match_of(connection, BOT, offered))
    assert [gap.askers for gap in gaps.listed(connection, BOT)] == [3]


def test_reworded(connection: Connection) -> None:
    """What answered the same question in other words is the nearest to its gap."""
    record(connection, miss("where", 1.0), miss("where", 5.0, "bob"))
    assert missing.recent(connection, BOT, "ann", "room ann", 2.0) == []
    (refused,) = missing.recent(connection, BOT, "ann", "room ann", 1.0)
    for _ in range(2):
        missing.reword(connection, BOT, refused, json.dumps(["told"]))
    (gap,) = gaps.listed(connection, BOT)
    assert (gap.nearest, gap.kinds) == (("told",), (("refused", 1), ("reworded", 1)))


def test_forgetting_a_person(connection: Connection) -> None:
    """Nothing of what a person asked is left but that somebody asked it."""
    record(connection, miss("where is Ann's", 1.0), miss("where is Bob's", 2.0, "bob"), miss("who is Ann's", 3.0))
    missing.suggest(connection, BOT, miss("when", kind=MissKind.SUGGESTED))
    forget_person(connection, BOT, 1, "ann")

    (gap,) = gaps.listed(connection, BOT)
    assert (gap.question, gap.askers, gap.wordings) == ("where is Bob's", 2, ())
    assert list(connection.scalars(select(misses.c.person))) == ["bob"]


def test_what_is_kept_how_long(connection: Connection) -> None:
    """Where it was asked goes first, then what was asked; a gap ends with its last question."""
    record(connection, miss("where was it", DAY), miss("where", 5 * DAY, "bob"))
    assert gaps.forget(connection, BOT, 0.0, 2 * DAY) == 0
    kept = {row.at: (row.chat_id, row.message_id, row.topic_id) for row in missing.rows_of(connection, BOT, 1)}
    assert kept == {DAY: (None, None, None), 5 * DAY: (5, 6, 7)}

    assert gaps.forget(connection, BOT, 2 * DAY, 2 * DAY) == 1
    assert [gap.question for gap in gaps.listed(connection, BOT)] == ["where"]
    assert gaps.forget(connection, BOT, 9 * DAY, 9 * DAY) == 1
    assert gaps.listed(connection, BOT) == []
    assert record(connection, miss("where", 9 * DAY)) == [2]  # for buttons still carry the number of the first


def test_who_waits_for_an_answer(connection: Connection) -> None:
    """Each who asked in vain, and where, is answered once: their newest question, if it is not too old."""
    first, newest = miss("where was it", 1.0), miss("where", 3.0)
    record(
        connection, first, newest, miss("where is it", 2.0, "bob"), miss("where is it", 4.0, "eve", kind=MissKind.DOWN)
    )
    waiting = missing.unanswered(connection, BOT, 1, 0.0)
    assert [(one.question, one.person) for one in waiting] == [("where", "ann"), ("where is it", "bob")]
    assert [one.person for one in missing.unanswered(connection, BOT, 1, 2.5)] == ["ann"]
    assert [missing.claim(connection, BOT, waiting[0]) for _ in range(2)] == [True, False]
    missing.release(connection, BOT, waiting[0])
    assert waiting[0] in missing.unanswered(connection, BOT, 1, 0.0)
    assert missing.claim(connection, BOT, waiting[0])
    assert [one.person for one in missing.unanswered(connection, BOT, 1, 0.0)] == ["bob"]


def test_the_message_of_the_day(connection: Connection) -> None:
    """Curators are told once of what three have asked, in one message a day; one who could not be is told later."""

    def claim(day: int) -> tuple[list[int], list[str]]:
        claimed, found = digests.claim(connection, BOT, [7, 8], f"2026-11-{day}", 86_400.0 * day, 3)
        return [curator for curator, _ in claimed], [gap.name for gap in found]

    people = ("ann", "bob", "eve")
    record(connection, *(miss("where", at, person) for at, person in enumerate(people[:2])))
    assert claim(24) == ([], [])
    record(connection, miss("where", 3.0, "eve"))
    assert claim(24) == ([7, 8], ["G1"])
    record(connection, *(miss("who", at, person) for at, person in enumerate(people)))
    assert claim(24) == ([], [])
    sends.end(connection, BOT, [FinishedSend("gaps 2026-11-24 8", 0, sends.SendState.PUT_OFF)])
    assert [claim(24) for _ in range(2)] == [([8], ["G1"]), ([], [])]
    assert claim(25) == ([7, 8], ["G2"])
    assert claim(26) == ([], [])


@pytest.mark.parametrize(
    ("name", "expected"), [("G12", 12), (" g7 ", 7), ("G", None), ("12", None), ("where", None), ("G1e9", None)]
)
def test_names(name: str, expected: int | None) -> None:
    """A gap is known by a letter and its number."""
    assert gaps.number_of(name) == expected
