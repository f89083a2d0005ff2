"""Tests of a process that starts on a store that it cannot use, or that will not last."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url

from bot.config import Secret
from bot.store.database.engine import StoreError, StoreUnreachable, open_engine
from bot.store.database.migrate import migrate
from tests.bot_process import BotProcess
from tests.bot_thread import BotThread
from tests.chat.conftest import FACTS
from tests.conftest import StartBot
from tests.fake_telegram import FakeTelegram
from tests.postgres import Postgres


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:////dev/null/var/bot.db", "error: the store's folder '/dev/null/var' cannot be made ("),
        ("sqlite:////proc/bot.db", "error: the store '/proc/bot.db' cannot be used ("),
        ("postgres://bot:hunter2@127.0.0.1:99999/briefings", "error: the database 'briefings' at 127.0.0.1 cannot"),
        ("mysql://bot:hunter2@127.0.0.1/briefings", "error: DATABASE_URL begins with mysql://; use postgresql://"),
    ],
)
def test_a_store_that_cannot_be_used(url: str, expected: str, telegram: FakeTelegram, tmp_path: Path) -> None:
    """At the start it is one sentence and exit code 2, and Telegram is left alone."""
    telegram.bot()
    process = BotThread(telegram, tmp_path, facts=FACTS, env={"DATABASE_URL": url}).start()
    assert process.wait() == 2
    lines = [line for line in process.stderr.splitlines() if " INFO " not in line]
    assert [line[: len(expected)] for line in lines] == [expected]
    assert "hunter2" not in process.stderr
    assert telegram.journal.requests() == []


@pytest.mark.process
def test_a_disk_that_is_full_at_the_start(telegram: FakeTelegram, tmp_path: Path) -> None:
    """A store that cannot be made is one sentence and exit code 2."""
    command = ("sh", "-c", f'ulimit -f 8; exec "{sys.executable}" -m bot run "$@"', "sh")
    telegram.bot()
    process = BotProcess(telegram, tmp_path, facts=FACTS, command=command).start()
    assert process.wait() == 2
    assert "/var/bot.db' cannot be used (" in process.stderr
    assert "Traceback" not in process.stderr


def test_a_disk_that_does_not_last(telegram: FakeTelegram, start_bot: StartBot) -> None:
    """On a Heroku dyno without a database a warning says what will be lost."""
    telegram.bot()
    process = start_bot(facts=FACTS, env={"DYNO": "worker.1"})
    assert "WARNING bot.chat.serving.application: DATABASE_URL is not set on this dyno" in process.stderr


def test_a_database_that_is_away_is_waited_for(telegram: FakeTelegram, tmp_path: Path, postgres: Postgres) -> None:
    """A process that starts while PostgreSQL is down is alive, not ready, and answers once it is back."""
    telegram.bot()
    url = postgres.new_database()
    postgres.stop("immediate")
    with BotThread(telegram, tmp_path, mode="polling", facts=FACTS, env={"DATABASE_URL": url}).start() as bot:
        bot.wait_for_log("; trying again in ", 2)
        assert "hunter2" not in bot.stderr
        assert telegram.journal.requests() == []
        postgres.start()
        bot.wait_until_ready()
        telegram.wait_for_reply(telegram.user("Ann").says("where was KAZIND 2018 held?"))


def test_a_database_that_is_away_keeps_no_process(telegram: FakeTelegram, tmp_path: Path) -> None:
    """A process that waits for its database ends when it is told to, in peace."""
    telegram.bot()
    url = "postgres://bot:hunter2@127.0.0.1:1/briefings"
    bot = BotThread(telegram, tmp_path, facts=FACTS, env={"DATABASE_URL": url}).start()
    bot.wait_for_log("the database 'briefings' at 127.0.0.1 cannot be used")
    assert bot.stop() == 0
    assert "hunter2" not in bot.stderr


@pytest.mark.parametrize(
    ("refusal", "expected"),
    [("password", StoreError), ("database", StoreError), ("port", StoreUnreachable)],
)
def test_what_is_waited_for(refusal: str, expected: type[StoreError], postgres: Postgres) -> None:
    """A server out of reach is waited for; one that refuses is not, for no waiting mends that."""
    url = make_url(postgres.address("postgres"))
    wrong = {
        "password": url.set(username="nobody-here"),
        "database": url.set(database="nothing-here"),
        "port": url.set(port=1),
    }[refusal]
    with pytest.raises(StoreError) as raised:
        migrate(open_engine(Secret(wrong.set(drivername="postgresql+psycopg").render_as_string(hide_password=False))))
    assert type(raised.value) is expected
