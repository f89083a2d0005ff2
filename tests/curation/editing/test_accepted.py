"""The questions that were accepted stay right; they count in no rate."""

from __future__ import annotations

import pytest

from bot.cli import main
from bot.engine.evaluation import copied, read_questions
from tests.shipped import shipped_engine
from tests.tree import PROJECT


def test_accepted_questions_stay_right(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Each finds its fact in the shipped base, with the shipped settings."""
    monkeypatch.chdir(PROJECT)
    monkeypatch.delenv("BOT_CONFIG", raising=False)

    assert main(["eval", "tests/eval/accepted.yaml", "--min-right", "1"]) == 0, capsys.readouterr().out


def test_no_question_is_a_phrasing() -> None:
    """What counts in a rate asks otherwise than the shipped base does."""
    base, fold = shipped_engine().base, shipped_engine().matcher.fold
    for name in ("questions.yaml", "held_out.yaml"):
        questions, problems = read_questions(name, (PROJECT / "tests" / "eval" / name).read_bytes(), base)
        assert problems == []
        assert [str(problem) for problem in copied(questions, base, fold)] == []
