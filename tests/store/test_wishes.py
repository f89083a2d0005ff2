"""Tests of what one process asks of all, on both databases."""

from __future__ import annotations

from sqlalchemy import Engine

from bot.store import wishes

BOT = 1


def test_the_last_wish_counts(engine: Engine) -> None:
    """A wish is known to every process of the bot by the time at which it was last made, and to no other bot."""
    with engine.begin() as connection:
        assert wishes.wished_at(connection, BOT, wishes.RELOAD) is None
        wishes.wish(connection, BOT, wishes.RELOAD, 1.0)
        wishes.wish(connection, BOT, wishes.RELOAD, 2.0)
        assert wishes.wished_at(connection, BOT, wishes.RELOAD) == 2.0
        assert wishes.wished_at(connection, BOT + 1, wishes.RELOAD) is None
