"""Tests of what the store keeps of briefing sessions, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, Engine

from bot.store import briefings
from bot.store.briefings import BriefingStart, LineKind, RecordLine, Room
from bot.store.conversations import chat_migrations
from bot.store.erasure import forget_person

BOT, OPS, OTHER = 1, Room(-5, 7), Room(-5, 0)
BEGUN = BriefingStart("Morning", ("kazind",), 10, "v1", 100.0)
WHERE = RecordLine(briefings.question(11), LineKind.QUESTION, "ann", "Ann", "where?", None, 12, 101.0)


@pytest.fixture(name="connection")
def _connection(engine: Engine) -> Iterator[Connection]:
    """Open a database."""
    with engine.begin() as connection:
        yield connection


def texts(connection: Connection, number: int = 1) -> list[tuple[str | None, str, str | None]]:
    """Give the lines of a session: name, text, answer."""
    return [(line.name, line.text, line.told) for line in briefings.lines(connection, BOT, number)]


def test_one_session_a_room(connection: Connection) -> None:
    """In a room one session runs at a time; the same message begins and ends it once, however often it is tried."""
    first, is_new = briefings.start(connection, BOT, OPS, BEGUN)
    again, is_same = briefings.start(connection, BOT, OPS, replace(BEGUN, at=105.0))
    assert (first, is_new, is_same) == (again, True, True)
    assert briefings.start(connection, BOT, OPS, replace(BEGUN, message=20)) == (first, False)
    assert briefings.start(connection, BOT, OTHER, replace(BEGUN, message=21))[0].number == 2

    ended = briefings.end(connection, BOT, OPS, 30, 200.0)
    assert ended is not None
    assert ended.ended_at == 200.0
    assert briefings.end(connection, BOT, OPS, 30, 300.0) == ended
    assert briefings.end(connection, BOT, OPS, 31, 300.0) is None
    assert briefings.running(connection, BOT, OPS) is None
    assert briefings.start(connection, BOT, OPS, replace(BEGUN, message=40))[1]


def test_a_line_is_there_once(connection: Connection) -> None:
    """What comes twice is one line, an edit changes it, and nothing is kept where no session runs."""
    assert not briefings.record(connection, BOT, OPS, WHERE)
    briefings.start(connection, BOT, OPS, BEGUN)
    for line in (WHERE, WHERE, replace(WHERE, text="where then?", told="[]", at=150.0)):
        assert briefings.record(connection, BOT, OPS, line)
    assert not briefings.record(connection, BOT, OTHER, WHERE)
    assert texts(connection) == [("Ann", "where then?", "[]")]
    assert briefings.lines(connection, BOT, 1)[0].at == 101.0


def test_a_choice_answers_the_question(connection: Connection) -> None:
    """A choice from what was offered makes an open question an answered one, in its room alone."""
    briefings.start(connection, BOT, OPS, BEGUN)
    briefings.record(connection, BOT, OPS, WHERE)
    assert not briefings.chosen(connection, BOT, OTHER, 12, "[1]")
    assert not briefings.chosen(connection, BOT, OPS, 13, "[1]")
    assert briefings.chosen(connection, BOT, OPS, 12, "[1]")
    assert texts(connection) == [("Ann", "where?", "[1]")]


def test_corrections(connection: Connection) -> None:
    """A correction goes to the session that runs there, once a fact and version."""
    assert not briefings.corrected(connection, BOT, OPS, "place", "v2", "no longer Otar", 150.0)
    briefings.start(connection, BOT, OPS, BEGUN)
    for version in ("v2", "v2", "v3"):
        assert briefings.corrected(connection, BOT, OPS, "place", version, "no longer Otar", 150.0)
    assert texts(connection) == [(None, "no longer Otar", None)] * 2


def test_who_wants_to_be_forgotten(connection: Connection) -> None:
    """The name goes and does not come back with an edit; what was asked stays."""
    briefings.start(connection, BOT, OPS, BEGUN)
    briefings.record(connection, BOT, OPS, WHERE)
    forget_person(connection, BOT, 5, "bob")
    assert texts(connection)[0][0] == "Ann"
    forget_person(connection, BOT, 5, "ann")
    briefings.record(connection, BOT, OPS, replace(WHERE, text="where then?"))
    assert texts(connection) == [(None, "where then?", None)]


def test_a_session_moves_with_its_group(connection: Connection) -> None:
    """In the supergroup it goes on, the only one; a message that has the number of an earlier one is another."""
    briefings.start(connection, BOT, OTHER, BEGUN)
    briefings.record(connection, BOT, OTHER, WHERE)
    chat_migrations.move(connection, BOT, -5, -1005)
    assert briefings.record(connection, BOT, Room(-1005, 0), replace(WHERE, text="another"))
    assert not briefings.chosen(connection, BOT, Room(-1005, 0), 99, "[]")
    assert [text for _, text, _ in texts(connection)] == ["where?", "another"]

    briefings.start(connection, BOT, OTHER, replace(BEGUN, message=30, at=300.0))  # by who has not heard of the move
    chat_migrations.move(connection, BOT, -5, -1005)
    (here,) = [briefings.running(connection, BOT, Room(-1005, 0))]
    assert here is not None
    assert here.number == 1


def test_records_end(connection: Connection) -> None:
    """A record goes when it is old, one that nobody ended too, and takes its lines along."""
    briefings.start(connection, BOT, OPS, BEGUN)
    briefings.record(connection, BOT, OPS, WHERE)
    briefings.end(connection, BOT, OPS, 30, 200.0)
    briefings.start(connection, BOT, OTHER, replace(BEGUN, message=21))
    assert briefings.forget(connection, BOT, 150.0) == 1
    assert briefings.running(connection, BOT, OTHER) is None
    assert len(texts(connection)) == 1
    assert briefings.forget(connection, BOT, 201.0) == 1
    assert texts(connection) == []
