"""Tests of the wheel as the product: installed where there is no checkout."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.test_dockerfile import clean_environment
from tests.fake_telegram import FakeTelegram
from tests.tree import PROJECT


def run(*command: object, cwd: Path, timeout: float = 600, **env: str) -> str:
    """Run a program to its end, and return what it writes."""
    words = [str(word) for word in command]
    done = subprocess.run(
        words,
        cwd=cwd,
        env=clean_environment(**env),
        capture_output=True,
        text=True,
        timeout=timeout,
        stdin=subprocess.DEVNULL,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.long
@pytest.mark.process
def test_install_init_run(telegram: FakeTelegram, tmp_path: Path) -> None:
    """In an empty environment the wheel installs, `init` makes a base, `ask` and a running bot answer from it."""
    source, desk, python = tmp_path / "source", tmp_path / "desk", tmp_path / "venv" / "bin" / "python"
    desk.mkdir()
    source.mkdir()
    tracked = subprocess.run(["git", "ls-files", "-z", "bot", "pyproject.toml", "README.md", "LICENSE"],
                             cwd=PROJECT, check=True, capture_output=True, text=True).stdout  # fmt: skip
    for name in filter(None, tracked.split("\0")):
        target = source / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((PROJECT / name).read_bytes())
    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=tmp_path)
    run(python, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", tmp_path / "dist", source, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("briefing_bot-*.whl")
    run(python, "-m", "pip", "install", "--quiet", wheel, cwd=tmp_path)

    bot = python.with_name("briefing-bot")
    run(bot, "init", cwd=desk)
    base = (desk / "facts" / "general.yaml").read_text("utf-8")
    question = base.partition("question:")[2].splitlines()[0].strip()
    answered = run(bot, "ask", question, cwd=desk)
    assert run(bot, "check", cwd=desk) is not None

    env = clean_environment(**telegram.bot().environment)
    with (
        (tmp_path / "log").open("w") as log,
        subprocess.Popen([bot, "run"], cwd=desk, env=env, stderr=log, stdin=subprocess.DEVNULL) as process,
    ):
        try:
            reply = telegram.wait_for_reply(telegram.user().says(question), timeout=60)
        finally:
            process.send_signal(signal.SIGTERM)
            code = process.wait(40)

    assert code == 0
    assert reply.parts("bold")[0] in answered
