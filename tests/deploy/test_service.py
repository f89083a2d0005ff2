"""Tests of the unit for systemd, with systemd's own tools where they are."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.tree import PROJECT

UNIT = PROJECT / "deploy" / "briefing-bot.service"
needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="there is no systemd-analyze")


@pytest.fixture(name="unit")
def _unit(tmp_path: Path) -> Path:
    """The unit with a program and a user that every machine has."""
    text = UNIT.read_text("utf-8").replace("User=briefing-bot", "User=root")
    path = tmp_path / UNIT.name
    path.write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.M), "utf-8")
    return path


def analyse(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Call systemd-analyze."""
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60)


@needs_systemd
def test_systemd_takes_it(unit: Path) -> None:
    """systemd reads every line without a remark."""
    found = analyse("verify", "--man=no", str(unit))

    assert (found.returncode, found.stderr) == (0, "")


@needs_systemd
def test_systemd_finds_it_closed(unit: Path) -> None:
    """By systemd's own measure of exposure, from 0 to 10, the service is at 2 or below."""
    path = unit.with_name("closed.service")
    path.write_text(unit.read_text("utf-8").replace("User=root", "User=daemon"), "utf-8")
    found = analyse("security", "--offline=true", "--no-pager", "--threshold=20", str(path))

    assert found.returncode == 0, found.stdout[-500:]


def test_it_says_how_it_is() -> None:
    """The bot tells systemd when it is ready and that it lives, and has the time that it takes to end."""
    text = UNIT.read_text("utf-8")

    assert re.search(r"^Type=notify$", text, re.M)
    assert re.search(r"^WatchdogSec=\d+$", text, re.M)
    assert re.search(r"^TimeoutStopSec=30$", text, re.M)
    assert re.search(r"^ExecStart=\S+/python -m bot run$", text, re.M)
    assert "TELEGRAM_BOT_TOKEN=" not in text
