"""Tests of the Procfile: each process type, started by name as a platform starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bot_process import OURS, PROJECT, free_port
from tests.fake_telegram import FakeTelegram

FACTS = Path(__file__).parent / "chat" / "facts"
PUBLIC = "https://procfile.example"

pytestmark = pytest.mark.process


def surroundings(telegram: FakeTelegram, folder: Path) -> dict[str, str]:
    """Set what a platform sets; `python` is the one that runs this test."""
    config = folder / "config.yaml"
    config.write_text(f"facts: {FACTS}\n", encoding="utf-8")
    around = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    path = os.pathsep.join([str(Path(sys.executable).parent), around.get("PATH", "")])
    bot = telegram.bot()
    return around | bot.environment | {"PATH": path, "BOT_CONFIG": str(config), "WEBHOOK_URL": PUBLIC}


@pytest.mark.parametrize("name", ["web", "worker"])
def test_process_type(name: str, telegram: FakeTelegram, tmp_path: Path) -> None:
    """The process type answers a question and finishes when it is told to stop."""
    around, port = surroundings(telegram, tmp_path), free_port()
    telegram.route(PUBLIC, f"http://127.0.0.1:{port}")
    honcho = (sys.executable, "-m", "honcho", "--no-colour", "-e", os.devnull, "start", "-p", str(port), name)
    with (tmp_path / "output").open("wb") as output:
        process = subprocess.Popen(honcho, cwd=PROJECT, env=around, stdout=output, stderr=output)
    try:
        reply = telegram.wait_for_reply(telegram.user().says("where was KAZIND 2018 held?"), timeout=20)
    finally:
        process.terminate()
        process.wait(20)
    assert reply.parts("bold") == ["In the Otar military area."]
    assert (telegram.world.only_bot().webhook is not None) == (name == "web")
    assert "bot.chat.serving.application: stopped" in (tmp_path / "output").read_text()


def test_release(telegram: FakeTelegram, tmp_path: Path) -> None:
    """The release makes the tables, and the processes that come after it have nothing left to do."""
    around = surroundings(telegram, tmp_path)
    honcho = (sys.executable, "-m", "honcho", "--no-colour", "-e", os.devnull, "start", "release")
    done = subprocess.run(honcho, cwd=PROJECT, env=around, capture_output=True, text=True, timeout=30, check=False)
    assert "the store was brought to step" in done.stdout
    assert (tmp_path / "var" / "bot.db").exists()


def test_process_types() -> None:
    """The Procfile names those that are tried above, each with its way of fetching updates."""
    lines = (PROJECT / "Procfile").read_text().splitlines()
    assert lines == [
        "release: python -m bot migrate",
        "web: python -m bot run --webhook",
        "worker: python -m bot run --polling",
    ]
