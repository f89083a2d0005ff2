"""Tests of `check --confusable`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from tests.commands.bases import FACTS, breaking

CLOSE = """
  - id: drill-2018-place-plan
    question: Where was DRILL 2018 to be held?
    answer: In Bakloh.
    sources: [paper ¶8]
    as_of: 2018
"""


def test_close_facts_are_listed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Both places, the question at which they are closest, and the words that tell them apart; exit code 0."""
    (place / "facts" / "drill.yaml").write_text(FACTS + CLOSE)

    assert main(["check", "--confusable"]) == 0

    shown = capsys.readouterr()
    first, apart = shown.out.splitlines()[:2]
    assert "(facts/drill.yaml:" in first
    assert apart.strip().startswith(("told apart by:", "no word of"))
    assert "pair" in shown.err.splitlines()[-1]


def test_as_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same as a list, of a folder named in the call."""
    (place / "facts" / "drill.yaml").write_text(FACTS + CLOSE)

    assert main(["check", "facts", "--confusable", "--json"]) == 0

    pairs = json.loads(capsys.readouterr().out)
    assert {"fact", "place", "other", "other_place", "margin", "question", "only_fact", "only_other"} == set(pairs[0])
    margins = [pair["margin"] for pair in pairs]
    assert margins == sorted(margins)


def test_a_base_that_does_not_load(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Its problems are told, with exit code 2."""
    breaking(place)

    assert main(["check", "--confusable"]) == 2
    assert "[topic-file]" in capsys.readouterr().err
