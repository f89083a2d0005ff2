"""`ask --batch` is timed from outside, with and without a sentence model."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bench import batch
from bot.problems import BotError
from tests.sentence_model import make_model


def test_both_are_run(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Three processes answer every question: by spelling, and twice with the model, first without a cache."""
    monkeypatch.setenv("BENCH_DATA", str(data))
    model = make_model(data / "model")

    assert batch.main(["--phrases", "4", "--questions", "3", "--model", str(model)]) == 0
    lines = capsys.readouterr().out.splitlines()

    assert lines[0] == "4 phrases, 3 questions"
    assert [line.split(":")[0] for line in lines[1:4]] == [
        "by spelling",
        "with the model, first run",
        "with the model",
    ]
    for line in lines[1:4]:
        assert re.search(r"after \d+\.\d s; then \d+\.\d ms of processor .* waited \d+\.\d ms .*; [1-9]\d* MB", line)
    assert re.fullmatch(r"the model adds -?\d+\.\d ms of processor and -?\d+ MB", lines[4])


def test_a_process_that_ends_is_told(data: Path) -> None:
    """A base that does not load is one sentence, not a wait for ever."""
    with pytest.raises(BotError, match="ended before it had answered; run it by hand to see why"):
        batch.run(data, None, ["where?"])


def test_without_sets_it_says_where_they_come_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is one sentence and exit code 2."""
    monkeypatch.setenv("BENCH_DATA", str(tmp_path))

    assert batch.main([]) == 2
    assert capsys.readouterr().err.startswith("error: no question sets in ")
