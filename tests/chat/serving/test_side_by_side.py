"""Tests of a web and a worker process side by side: which of them gets the updates, and that it is one at a time."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest

from bot.chat.inbound.intake import row_of
from bot.store.intake import inbox
from tests.bot_process import BotProcess
from tests.chat.conftest import FACTS
from tests.conftest import StartProcess
from tests.fake_telegram import FakeTelegram, Person
from tests.store.conftest import engine_of

QUESTION = "where was KAZIND 2018 held?"
OTAR = "In the Otar military area."


@contextmanager
def cut_off(process: BotProcess, database: str) -> Iterator[None]:
    """Have a process stand still, and lose its connection meanwhile."""
    process.send(signal.SIGSTOP)
    with psycopg.connect(database, autocommit=True) as connection:
        # Its connections are those that lock what says that a web process lives.
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ShareLock'"
        )
    try:
        yield
    finally:
        process.send(signal.SIGCONT)


@pytest.fixture
def ann(telegram: FakeTelegram) -> Person:
    """Somebody who asks the first bot."""
    telegram.bot()
    return telegram.user("Ann")


def hook(telegram: FakeTelegram) -> str:
    """Give the address at which Telegram delivers, as it sees it."""
    told = [r for r in telegram.journal.requests() if r.method in ("setWebhook", "deleteWebhook") and r.ok]
    return str(told[-1].params["url"]) if told and told[-1].method == "setWebhook" else ""


def hand_over(update: Mapping[str, Any], bot: int, database: str) -> None:
    """Put an update into the store, as a process would that ends before it is at work on it."""
    found = row_of(update, time.time())
    assert found is not None
    with engine_of(database).begin() as connection:
        assert inbox.put(connection, bot, [found])


def settle(database: str) -> None:
    """Wait until nothing is at work."""
    deadline = time.monotonic() + 10
    with psycopg.connect(database, autocommit=True) as connection:
        while connection.execute("SELECT 1 FROM inbox WHERE finished_at IS NULL").fetchone() is not None:
            assert time.monotonic() < deadline, "something is at work for too long"
            time.sleep(0.05)


def test_web_comes_before_worker(
    telegram: FakeTelegram, ann: Person, start_process: StartProcess, postgres_url: str
) -> None:
    """A worker fetches updates only while no web process lives, whichever began first or was cut off meanwhile."""
    bot = telegram.world.only_bot()
    public = f"https://{bot.username.lower()}.example"
    env = {"DATABASE_URL": postgres_url, "TELEGRAM_LIMITS": "off", "WEBHOOK_URL": f"{public}/telegram"}
    worker = start_process(facts=FACTS, env=env)
    assert telegram.wait_for_reply(ann.says(QUESTION)).parts("bold") == [OTAR]
    assert telegram.wait_for_reply(ann.says("/topics")).buttons == []

    web = start_process(mode="webhook", facts=FACTS, env=env)
    telegram.wait_until(lambda: hook(telegram) == f"{public}/telegram", "the webhook")
    assert telegram.wait_for_reply(ann.says(QUESTION)).parts("bold") == [OTAR]

    settle(postgres_url)
    web.send(signal.SIGSTOP)
    topics = ann.says("/topics")
    *_, pending = bot.queue.pending.values()
    hand_over(pending.body, bot.id, postgres_url)
    (button,) = telegram.wait_for_reply(topics).buttons  # the worker's, which knows of the web process
    assert button.data["web_app"] == {"url": f"{public}/facts"}
    web.send(signal.SIGCONT)

    telegram.wait_until(lambda: not bot.queue.pending, "the delivery that the web process had not taken")
    settle(postgres_url)

    with cut_off(web, postgres_url):
        telegram.wait_until(lambda: hook(telegram) == "", "the worker in place of the web process")
        assert telegram.wait_for_reply(ann.says(QUESTION)).parts("bold") == [OTAR]
    telegram.wait_until(lambda: hook(telegram) == f"{public}/telegram", "the webhook again")
    assert telegram.wait_for_reply(ann.says(QUESTION)).parts("bold") == [OTAR]
    for told in ("somebody else changed", "another process fetches", "Traceback"):
        assert told not in web.stderr + worker.stderr
    assert (web.stop(), worker.stop()) == (0, 0)
