"""Tests of docs/deploy.md: what it names is there, and its commands do what they say."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from prometheus_client.metrics import MetricWrapperBase

from bot import metrics
from bot.chat.web import OWN_PATHS
from tests.bot_process import BotProcess
from tests.fake_telegram import FakeTelegram
from tests.tree import PROJECT, section

PAGE = (PROJECT / "docs" / "deploy.md").read_text("utf-8")
FACTS = Path(__file__).parent / "chat" / "facts"
NAME = re.compile(r"`([a-z_]+)(?:\{([a-z, ]+)\})?`")


def commands_of(heading: str, program: str) -> list[list[str]]:
    """List the commands of a section's console blocks that call a program."""
    lines = re.findall(r"^\$ (.*)$", section(PAGE, heading), re.M)
    return [shlex.split(line) for line in lines if line.startswith(program)]


def test_every_number_is_documented() -> None:
    """The table names each metric of the bot with its labels, and no others."""
    rows = [row for row in section(PAGE, "### Numbers").splitlines() if row.startswith("| `")]
    documented = {
        (name, tuple(labels.split(", ")) if labels else ())
        for row in rows
        for name, labels in NAME.findall(row.split("|")[1])
    }
    kept = [value for value in vars(metrics).values() if isinstance(value, MetricWrapperBase)]
    shown = {
        (
            metric._name.removeprefix("briefing_bot_") + ("_total" if metric._type == "counter" else ""),
            metric._labelnames,
        )
        for metric in kept
    }
    assert documented == shown


def test_every_page_of_the_web_server_is_documented() -> None:
    """The table of checks names each path that the web server keeps for itself, or is to keep."""
    documented = set(re.findall(r"^\| `(/[a-z]+)`", PAGE, re.M))
    assert documented == set(OWN_PATHS) - {"/facts"}


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="the program sqlite3 (package sqlite3) is not there")
def test_backup_and_restore_of_sqlite(telegram: FakeTelegram, tmp_path: Path) -> None:
    """A backup made while the bot runs brings back a store that is lost: what was answered is not again."""
    telegram.bot()
    backup, restore = commands_of("## Backup and restore", "sqlite3")
    store = tmp_path / "var" / "bot.db"
    with BotProcess(telegram, tmp_path, facts=FACTS) as process:
        process.wait_until_ready()
        ann = telegram.user()
        asked = ann.says("where was KAZIND 2018 held?")
        telegram.wait_for_reply(asked)
        telegram.wait_until_confirmed(asked)
        subprocess.run(backup, cwd=tmp_path, check=True, timeout=20)
        assert process.stop() == 0
        for file in store.parent.glob("bot.db*"):
            file.unlink()
        subprocess.run(restore, cwd=tmp_path, check=True, timeout=20)
        telegram.deliver_again(asked)
        process.start().wait_until_ready()
        telegram.wait_for_reply(ann.says("where was KAZIND 2018 held?"))
    assert len(telegram.replies(asked)) == 1
