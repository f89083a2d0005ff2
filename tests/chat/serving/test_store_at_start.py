"""Tests of a process that starts on a store that it cannot use, or that will not last."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.bot_process import BotProcess
from tests.bot_thread import BotThread
from tests.chat.conftest import FACTS
from tests.conftest import StartBot
from tests.fake_telegram import FakeTelegram


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:////dev/null/var/bot.db", "error: the store's folder '/dev/null/var' cannot be made ("),
        ("sqlite:////proc/bot.db", "error: the store '/proc/bot.db' cannot be used ("),
        ("postgres://bot:hunter2@127.0.0.1:1/briefings", "error: the database 'briefings' at 127.0.0.1 cannot"),
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
