"""Tests of what is kept of a conversation: what replaces what, and how long it stays."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.config.environment import read_database
from bot.store.conversations import contexts
from bot.store.conversations.contexts import AnswerRecord, DialogueKey, DialogueState
from bot.store.database.engine import open_engine
from bot.store.database.migrate import migrate
from bot.store.erasure import forget_person
from bot.store.intake import inbox
from bot.store.intake.inbox import Arrived, UpdateState
from bot.store.intake.inbox import inbox as table
from bot.store.retention import sweep

BOT, DAY = 100, 86_400.0
PLACE = DialogueKey(-1001, 0, "ann")


@pytest.fixture(name="connection")
def _connection(database_url: str) -> Iterator[Connection]:
    """A connection to an empty store."""
    engine = open_engine(read_database({"DATABASE_URL": database_url}, Path()))
    migrate(engine)
    with engine.begin() as connection:
        yield connection


@pytest.mark.parametrize(
    ("first", "second", "is_newest", "expected"),
    [(7, 8, False, "second"), (7, 7, False, "second"), (8, 7, False, "first"), (8, 7, True, "second")],
)
def test_the_newer_message_counts(
    first: int, second: int, is_newest: bool, expected: str, connection: Connection
) -> None:
    """What comes of an older message, such as its edit, changes nothing; a press of an old button does."""
    contexts.put(connection, BOT, PLACE, DialogueState(("first",), None, 1.0), first, is_newest=False)
    contexts.put(connection, BOT, PLACE, DialogueState(("second",), "thing", 2.0), second, is_newest=is_newest)

    kept = contexts.get(connection, BOT, PLACE)

    assert kept is not None
    assert kept.follows == (expected,)


def test_contexts_are_apart(connection: Connection) -> None:
    """Nobody has what was told in another topic, to another person or by another bot."""
    contexts.put(connection, BOT, PLACE, DialogueState(("fact",), None, 1.0), 7, is_newest=False)

    assert contexts.get(connection, BOT, DialogueKey(-1001, 5, "ann")) is None
    assert contexts.get(connection, BOT, DialogueKey(-1001, 0, "bob")) is None
    assert contexts.get(connection, BOT + 1, PLACE) is None


def test_what_is_kept_long_enough_goes(connection: Connection) -> None:
    """A context goes after three days, what a message told after the days of retention."""
    now = 100 * DAY
    for number, age in enumerate((1, 5, 40)):
        spoken = DialogueState(("fact",), None, now - age * DAY)
        contexts.put(connection, BOT, DialogueKey(number, 0, "ann"), spoken, 7, is_newest=False)
        contexts.record_answer(connection, BOT, AnswerRecord(number, 9, "ann", "{}", spoken))

    sweep(connection, BOT, now, 30 * DAY)

    assert [contexts.get(connection, BOT, DialogueKey(n, 0, "ann")) is not None for n in range(3)] == [
        True,
        False,
        False,
    ]
    assert [contexts.find_answer(connection, BOT, n, 9) is not None for n in range(3)] == [True, True, False]


def test_a_person_is_forgotten(connection: Connection) -> None:
    """What was set aside goes where it names the person, in whatever chat and depth; the rest stays."""
    deep: object = {"from": {"id": 7}}
    for _ in range(400):
        deep = [deep]
    raws = ({"message": {"from": {"id": 7}}}, {"message": {"from": {"id": 77}}}, {"message": deep})
    for number, raw in enumerate(raws):
        inbox.put(connection, BOT, [Arrived(number, "-1001", "message", json.dumps(raw), 1.0)])
    connection.execute(table.update().values(state=UpdateState.DEAD, finished_at=1.0))
    contexts.record_answer(connection, BOT, AnswerRecord(-1001, 9, "ann", "{}", DialogueState((), None, 1.0)))
    contexts.record_answer(connection, BOT, AnswerRecord(-1001, 10, "bob", "{}", DialogueState((), None, 1.0)))

    forget_person(connection, BOT, 7, "ann")

    assert list(connection.scalars(select(table.c.update_id))) == [1]
    assert [contexts.find_answer(connection, BOT, -1001, n) is not None for n in (9, 10)] == [False, True]
