"""Tests of docs/deploy.md: what it names is there, and its commands do what they say."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from prometheus_client.metrics import MetricWrapperBase

from bot import metrics
from bot.chat.serving.http_app import OWN_PATHS
from bot.replies import LANGUAGES
from tests.bot_thread import BotThread
from tests.fake_telegram import FakeTelegram
from tests.tree import PROJECT, section

PAGE = (PROJECT / "docs" / "deploy.md").read_text("utf-8")
QUESTION = "where was KAZIND 2018 held?"
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
    """The table of checks names each path that the web server keeps for itself."""
    documented = set(re.findall(r"^\| `(/[a-z]+)`", PAGE, re.M))
    assert documented == set(OWN_PATHS)


def survives(
    telegram: FakeTelegram, folder: Path, url: str, lose: Callable[[], object], program: tuple[str, str]
) -> None:
    """Back up while the bot runs, lose the store, restore it: what was answered is not answered again."""
    telegram.bot()
    backup, restore = (
        [part.replace("$DATABASE_URL", url) for part in commands_of("## Backup and restore", name)[which]]
        for which, name in zip((0, -1), program, strict=True)
    )
    with BotThread(telegram, folder, facts=FACTS, env={"DATABASE_URL": url}) as process:
        process.wait_until_ready()
        ann = telegram.user()
        asked = ann.says(QUESTION)
        telegram.wait_for_reply(asked)
        # Once the next one is answered, this one is finished in the store.
        telegram.wait_for_reply(ann.says(QUESTION))
        subprocess.run(backup, cwd=folder, check=True, timeout=20)
        assert process.stop() == 0
        lose()
        subprocess.run(restore, cwd=folder, check=True, timeout=20)
        telegram.deliver_again(asked)
        process.start().wait_until_ready()
        telegram.wait_for_reply(ann.says(QUESTION))
    assert len(telegram.replies(asked)) == 1


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="there is no sqlite3; install the package `sqlite3`")
def test_backup_and_restore_of_sqlite(telegram: FakeTelegram, tmp_path: Path) -> None:
    """The two commands bring back a file that is gone."""
    store = tmp_path / "var" / "bot.db"

    def lose() -> None:
        assert store.exists()
        for file in store.parent.glob("bot.db*"):
            file.unlink()

    survives(telegram, tmp_path, "", lose, ("sqlite3", "sqlite3"))


@pytest.mark.skipif(not shutil.which("pg_dump"), reason="there is no pg_dump; install `postgresql-client`")
def test_backup_and_restore_of_postgresql(telegram: FakeTelegram, tmp_path: Path, postgres_url: str) -> None:
    """The two commands bring back a database that was emptied."""

    def lose() -> None:
        with psycopg.connect(postgres_url) as connection:
            connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    survives(telegram, tmp_path, postgres_url, lose, ("pg_dump", "pg_restore"))


def test_web_and_worker_together(telegram: FakeTelegram, tmp_path: Path, postgres_url: str) -> None:
    """A worker beside a web process leaves its webhook alone, and fetches updates when the web is gone."""
    bot = telegram.bot()
    env = {"DATABASE_URL": postgres_url, "TELEGRAM_LIMITS": "off"}
    ann = telegram.user()
    web = BotThread(telegram, tmp_path / "web", mode="webhook", facts=FACTS, env=env)
    worker = BotThread(telegram, tmp_path / "worker", facts=FACTS, env=env)
    with web:
        web.wait_until_ready()
        with worker:
            telegram.wait_until(
                lambda: telegram.journal.count("setMyCommands") == 2 * len(LANGUAGES),
                "the worker's start",
                20,
            )
            telegram.wait_for_reply(ann.says(QUESTION))
            had_webhook = bot.webhook is not None
            web.stop()
            telegram.wait_for_reply(ann.says(QUESTION), timeout=20)
            assert worker.stop() == 0
    assert (had_webhook, bot.webhook) == (True, None)
