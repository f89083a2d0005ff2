"""Tests of what one process asks of all, on both databases."""

from __future__ import annotations

from sqlalchemy import Engine

from bot.store.base import reload_requests

BOT = 1


def test_the_last_wish_counts(engine: Engine) -> None:
    """A wish is known to every process of the bot by the time at which it was last made, and to no other bot."""
    with engine.begin() as connection:
        assert reload_requests.wished_at(connection, BOT, reload_requests.RELOAD) is None
        reload_requests.wish(connection, BOT, reload_requests.RELOAD, 1.0)
        reload_requests.wish(connection, BOT, reload_requests.RELOAD, 2.0)
        assert reload_requests.wished_at(connection, BOT, reload_requests.RELOAD) == 2.0
        assert reload_requests.wished_at(connection, BOT + 1, reload_requests.RELOAD) is None
