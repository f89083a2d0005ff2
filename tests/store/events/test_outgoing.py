"""Tests of how events for other programs are kept, on both databases."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Engine, select

from bot.config import EventKind, OutgoingWebhook
from bot.store.events import outgoing
from bot.store.events.outgoing import Event, EventLog, outgoing_events

BOT = 1
NEWS = OutgoingWebhook("news", "https://news.example", "NEWS_KEY")
MISSES = OutgoingWebhook("misses", "https://misses.example", "MISSES_KEY", frozenset({EventKind.MISS}))
LOG = EventLog((NEWS, MISSES))


def event(key: str, kind: EventKind = EventKind.MISS, at: float = 100.0, person: str | None = None) -> Event:
    """Make an event."""
    return Event(kind, key, {"question": f"{key}?"}, at, person)


def due(engine: Engine, webhook: str, now: float = 1000.0, bot: int = BOT) -> list[str]:
    """List the keys of what a webhook is to be told."""
    with engine.begin() as connection:
        return [one.key for one in outgoing.due(connection, bot, webhook, now, 10)]


@pytest.fixture(name="noted")
def _noted(engine: Engine) -> Engine:
    """A store with a correction and two misses, the later one of ann."""
    with engine.begin() as connection:
        for one in (event("b", at=200.0, person="ann"), event("a"), event("c", EventKind.CORRECTION, 300.0)):
            LOG.note(connection, BOT, one)
            LOG.note(connection, BOT, one)
    return engine


def test_each_webhook_is_told_of_its_kinds_once(noted: Engine) -> None:
    """What is noted twice is told once, the oldest first, and only to webhooks of that kind and of that bot."""
    assert due(noted, "news") == ["a", "b", "c"]
    assert due(noted, "misses") == ["a", "b"]
    assert due(noted, "news", now=150.0) == ["a"]
    assert due(noted, "news", bot=2) == []


def test_what_is_sent(noted: Engine) -> None:
    """The body has the kind, the time and what happened, as JSON."""
    with noted.begin() as connection:
        (first, *_) = outgoing.due(connection, BOT, "news", 1000.0, 1)

    assert json.loads(first.body) == {
        "type": "miss", "timestamp": "1970-01-01T00:01:40.000+00:00", "data": {"question": "a?"},
    }  # fmt: skip


def test_what_was_taken_is_erased_and_stays_known(noted: Engine) -> None:
    """An event that was taken holds nothing any more, is not told again, and is not noted again."""
    with noted.begin() as connection:
        (first, *_) = outgoing.due(connection, BOT, "news", 1000.0, 1)
        outgoing.taken(connection, BOT, first)
        LOG.note(connection, BOT, event("a"))
        bodies = connection.scalars(select(outgoing_events.c.body).where(outgoing_events.c.key == "a"))
        assert sorted(bool(body) for body in bodies) == [False, True]  # the other webhook has not taken it

    assert (due(noted, "news"), due(noted, "misses")) == (["b", "c"], ["a", "b"])


def test_what_failed_comes_again(noted: Engine) -> None:
    """An event that was put off is due again at its time, with its number of attempts."""
    with noted.begin() as connection:
        (first, *_) = outgoing.due(connection, BOT, "news", 1000.0, 1)
        outgoing.put_off(connection, BOT, first, 2000.0)

    assert due(noted, "news", 1999.0) == ["b", "c"]
    assert due(noted, "news", 2000.0) == ["a", "b", "c"]
    with noted.begin() as connection:
        assert outgoing.due(connection, BOT, "news", 2000.0, 1)[0].attempts == 1


def test_what_a_person_wrote_is_erased(noted: Engine) -> None:
    """What is erased for a person is told to nobody any more."""
    with noted.begin() as connection:
        outgoing.forget_person(connection, BOT, "ann")
        bodies = connection.scalars(select(outgoing_events.c.body).where(outgoing_events.c.key == "b"))
        assert set(bodies) == {""}

    assert due(noted, "misses") == ["a"]


def test_old_events_go(noted: Engine) -> None:
    """What was kept long enough is deleted, of this bot alone."""
    with noted.begin() as connection:
        LOG.note(connection, 2, event("a"))
        assert outgoing.forget(connection, BOT, 250.0) == 4

    assert (due(noted, "news"), due(noted, "news", bot=2)) == (["c"], ["a"])
