"""Tests of the findings that are set aside."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Engine

from bot.store.base import dismissals
from bot.store.base.dismissals import Dismissal

BOT = 7
DAY = dt.date(2027, 6, 1)
ONE = Dismissal("single-sourced", "drill-2018-place", DAY, "Cora", "no other source")


def test_until_the_day(engine: Engine) -> None:
    """A finding is set aside up to and including its day; said again it is replaced, and afterwards it is deleted."""
    with engine.begin() as connection:
        dismissals.put(connection, BOT, [Dismissal("single-sourced", ONE.name, DAY, "Ann", "why not")])
        dismissals.put(connection, BOT, [ONE], "a hash")
        assert dismissals.listed(connection, BOT, DAY) == [ONE]
        assert dismissals.listed(connection, BOT, DAY + dt.timedelta(days=1)) == []
        assert dismissals.listed(connection, BOT + 1, DAY) == []
        assert dismissals.forget(connection, BOT, DAY) == 0
        assert dismissals.forget(connection, BOT, DAY + dt.timedelta(days=1)) == 1


def test_taken_back_and_forgotten(engine: Engine) -> None:
    """A person who is forgotten leaves no name; what is taken back is no longer set aside."""
    with engine.begin() as connection:
        dismissals.put(connection, BOT, [ONE], "a hash")
        dismissals.forget_person(connection, BOT, "another hash")
        assert dismissals.listed(connection, BOT, DAY)[0].who == "Cora"
        dismissals.forget_person(connection, BOT, "a hash")
        assert dismissals.listed(connection, BOT, DAY)[0].who == ""
        assert dismissals.take_back(connection, BOT, ONE.name) == 1
        assert dismissals.listed(connection, BOT, DAY) == []
