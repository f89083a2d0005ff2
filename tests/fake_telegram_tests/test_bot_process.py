"""Tests of BotProcess with an echo bot in place of the real one."""

from __future__ import annotations

import signal
import sys
from pathlib import Path

import pytest

from tests.bot_process import BotProcess, Mode
from tests.fake_telegram import FakeTelegram, Person

ECHO = (sys.executable, str(Path(__file__).with_name("echo_bot.py")))


@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_ask_kill_ask_stop(mode: Mode, telegram: FakeTelegram, ann: Person, tmp_path: Path) -> None:
    """A process answers, is killed, started again, answers what came meanwhile, stops on SIGTERM."""
    with BotProcess(telegram, tmp_path, mode=mode, command=ECHO) as process:
        process.wait_until_ready()
        assert telegram.wait_for_reply(ann.says("one")).text == "one"
        process.kill()
        assert (process.running, process.exit_code) == (False, -signal.SIGKILL)
        asked = ann.says("two")
        process.start().wait_until_ready()
        assert telegram.wait_for_reply(asked).text == "two"
        assert process.stop() == 0


def test_what_it_is_given(telegram: FakeTelegram, ann: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts and config lie in its folder; its environment has the bot's variables and none of ours."""
    monkeypatch.setenv("WEBHOOK_URL", "https://elsewhere.example")
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere")
    show = "import os, sys; print(sys.argv[1:], sorted(os.environ.items()), os.getcwd())"
    process = BotProcess(
        telegram, tmp_path / "x", facts={"a.yaml": "facts: []\n"}, config="language: en\n",
        env={"EXTRA": "1", "PYTHONUNBUFFERED": None}, arguments=["--more"],
        command=(sys.executable, "-c", show),
    )  # fmt: skip
    assert process.start().wait() == 0
    folder = tmp_path / "x"
    assert (folder / "facts/a.yaml").read_text() == "facts: []\n"
    assert (folder / "config.yaml").read_text() == "language: en\n"
    shown = process.stdout
    arguments = [
        "--polling",
        "--config",
        str(folder / "config.yaml"),
        "--facts",
        str(folder / "facts"),
        "--more",
    ]
    assert shown.startswith(str(arguments))
    assert f"('TELEGRAM_API_URL', '{telegram.url}')" in shown
    assert "('EXTRA', '1')" in shown
    assert "elsewhere" not in shown
    assert "PYTHONUNBUFFERED" not in shown


def test_a_start_that_fails(telegram: FakeTelegram, ann: Person, tmp_path: Path) -> None:
    """A process that ends before it is ready fails the wait at once, with what it said."""
    process = BotProcess(telegram, tmp_path, command=ECHO, arguments=["--refuse"]).start()
    with pytest.raises(AssertionError, match=r"(?s)not ready \(exit code 1\).*nothing fits"):
        process.wait_until_ready(timeout=60)
    assert (process.exit_code, process.stdout) == (1, "")


def test_a_leaked_token(telegram: FakeTelegram, ann: Person, tmp_path: Path) -> None:
    """The token in a log fails the test."""
    process = BotProcess(telegram, tmp_path, command=ECHO, arguments=["--leak", "--refuse"])
    with pytest.raises(AssertionError, match=r"the token is in stderr\.txt"), process:
        process.wait()


def test_two_at_once(telegram: FakeTelegram, ann: Person, tmp_path: Path) -> None:
    """Two processes behind one public address share the work."""
    telegram.world.limits_set_webhook = False
    first = BotProcess(telegram, tmp_path / "1", mode="webhook", command=ECHO)
    second = BotProcess(telegram, tmp_path / "2", mode="webhook", command=ECHO)
    with first, second:
        first.wait_until_ready()
        second.wait_until_ready()
        asked = [telegram.user(f"P{number}").says("hello") for number in range(10)]
        for question in asked:
            telegram.wait_for_reply(question)
        assert (first.stop(), second.stop()) == (0, 0)
