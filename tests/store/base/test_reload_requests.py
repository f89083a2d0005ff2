"""Tests of the requests for a reload that processes share."""

from __future__ import annotations

from sqlalchemy import Engine

from bot.store.base.reload_requests import request_reload, requested_at

BOT = 1


def test_the_last_request_of_a_bot_counts(engine: Engine) -> None:
    """A request is known with its time until a later one; other bots know nothing of it."""
    with engine.begin() as connection:
        assert requested_at(connection, BOT) is None

        request_reload(connection, BOT, 1.0)
        request_reload(connection, BOT, 2.0)

        assert requested_at(connection, BOT) == 2.0
        assert requested_at(connection, BOT + 1) is None
