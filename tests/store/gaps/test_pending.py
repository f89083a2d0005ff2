"""Tests of what was accepted as a patch in the store, on both databases."""

from __future__ import annotations

from sqlalchemy import Engine

from bot.store.erasure import forget_person
from bot.store.gaps import gaps, pending, proposals
from bot.store.gaps.pending import Pending
from tests.store.gaps.test_gaps import miss, record_miss

BOT = 1


def test_in_their_order(engine: Engine) -> None:
    """Each is kept only on top of all that there are; taken back, its gap or proposal is open again."""
    with engine.begin() as connection:
        record_miss(connection, BOT, miss("where was it"))
        proposals.put(connection, BOT, "place", "bob", ("Who?", "He.", "paper"), 1.0)
        first, second = Pending(1, "G1", "{}"), Pending(2, "P1", "{}")
        assert pending.put(connection, BOT, [], "G1", "{}", 1.0)
        assert not pending.put(connection, BOT, [], "P1", "{}", 2.0)
        assert pending.put(connection, BOT, [first], "P1", "{}", 2.0)
        assert pending.put(connection, BOT, [first, second], "who was it", "{}", 3.0)
        assert pending.listed(connection, BOT)[:2] == [first, second]
        assert pending.listed(connection, BOT + 1) == []
        assert pending.bots(connection) == [BOT]
        assert (gaps.count(connection, BOT), proposals.listed(connection, BOT)) == (0, [])

        assert pending.take_back(connection, BOT, "G2") is None
        assert pending.take_back(connection, BOT, "P1") == ["who was it"]
        assert pending.take_back(connection, BOT, "G1") == ["who was it"]
        assert (gaps.count(connection, BOT), len(proposals.listed(connection, BOT))) == (1, 1)


def test_its_end(engine: Engine) -> None:
    """It goes with the gap or proposal that it comes from, else after a time."""
    with engine.begin() as connection:
        record_miss(connection, BOT, miss("where was it"))
        proposals.put(connection, BOT, "place", "bob", ("Who?", "He.", "paper"), 1.0)
        for name in ("G1", "P1", "who was it"):
            assert pending.put(connection, BOT, pending.listed(connection, BOT), name, "{}", 5.0)
        forget_person(connection, BOT, 5, "ann")
        assert [one.name for one in pending.listed(connection, BOT)] == ["P1", "who was it"]
        forget_person(connection, BOT, 5, "bob")
        assert pending.forget(connection, BOT, 5.0) == 0
        assert [one.name for one in pending.listed(connection, BOT)] == ["who was it"]
        assert pending.forget(connection, BOT, 6.0) == 1
