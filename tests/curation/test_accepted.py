"""The questions that were accepted stay right; they count in no rate."""

from __future__ import annotations

import pytest

from bot.cli import main
from tests.tree import PROJECT


def test_accepted_questions_stay_right(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each finds its fact in the shipped base, with the shipped settings."""
    monkeypatch.chdir(PROJECT)
    monkeypatch.delenv("BOT_CONFIG", raising=False)

    assert main(["eval", "tests/eval/accepted.yaml", "--min-right", "1"]) == 0, capsys.readouterr().out
