"""Tests of marks around sends."""

from __future__ import annotations

from sqlalchemy import Engine

from bot.store.outbound import sends
from bot.store.outbound.sends import FinishedSend, KnownSend, SendState, StartedSend

BOT = 1


def mark(
    cause: str = "update 1", ordinal: int = 0, reply_to: int | None = 5, asked: str = "a", at: float = 1.0
) -> StartedSend:
    """Make a mark of a send to chat 7."""
    return StartedSend(cause, ordinal, 7, reply_to, asked, at)


def test_begun_and_sent(engine: Engine) -> None:
    """A send is known as begun until it is known how it went."""
    with engine.begin() as connection:
        sends.begin(connection, BOT, [mark(), mark(ordinal=1)])
        sends.end(connection, BOT, [FinishedSend("update 1", 0, SendState.SENT, 9)])
        assert sends.of_cause(connection, BOT, "update 1") == [
            KnownSend(0, SendState.SENT, 9, "a"),
            KnownSend(1, SendState.SENDING, None, "a"),
        ]
        assert sends.of_cause(connection, 2, "update 1") == []


def test_begun_again(engine: Engine) -> None:
    """A send that is begun again after a crash is as a new one."""
    with engine.begin() as connection:
        sends.begin(connection, BOT, [mark()])
        sends.begin(connection, BOT, [mark(asked="b")])
        assert sends.of_cause(connection, BOT, "update 1") == [KnownSend(0, SendState.SENDING, None, "b")]


def test_the_reply_to_a_message(engine: Engine) -> None:
    """The newest reply counts that was surely sent."""
    with engine.begin() as connection:
        assert sends.reply_to(connection, BOT, 7, 5) is None
        sends.begin(connection, BOT, [mark(), mark("update 2", at=2.0), mark("update 3", at=3.0)])
        sends.end(connection, BOT, [FinishedSend(f"update {n}", 0, SendState.SENT, 10 + n) for n in (1, 2)])
        sends.end(connection, BOT, [FinishedSend("update 3", 0, SendState.REFUSED)])
        found = sends.reply_to(connection, BOT, 7, 5)
        assert found is not None
        assert found.message == 12
        assert sends.reply_to(connection, BOT, 8, 5) is None


def test_a_reply_that_was_edited(engine: Engine) -> None:
    """Once edited, it answers another question."""
    with engine.begin() as connection:
        sends.begin(connection, BOT, [mark()])
        sends.end(connection, BOT, [FinishedSend("update 1", 0, SendState.SENT, 9)])
        sends.answers_now(connection, BOT, 7, 9, "b")
        assert sends.reply_to(connection, BOT, 7, 5) == KnownSend(0, SendState.SENT, 9, "b")


def test_old_marks_are_deleted(engine: Engine) -> None:
    """Marks are kept for a time."""
    with engine.begin() as connection:
        sends.begin(connection, BOT, [mark(at=1.0), mark("update 2", at=3.0)])
        assert sends.forget(connection, BOT, before=2.0) == 1
        assert sends.of_cause(connection, BOT, "update 1") == []
