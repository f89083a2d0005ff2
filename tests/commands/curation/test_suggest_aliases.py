"""Tests of `suggest-aliases`: what a sibling can be asked, a fact may be asked too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from tests.commands.bases import FACTS


@pytest.fixture(autouse=True)
def _aliases(place: Path) -> None:
    """Give one of two siblings other phrasings."""
    aliases = '    aliases: ["Which camp saw DRILL 2019?", "camp of DRILL 2019, not of 2018", "venue of the thing"]\n'
    text = FACTS.replace("    answer: In Pithoragarh.\n", f"{aliases}    answer: In Pithoragarh.\n")
    (place / "facts" / "drill.yaml").write_text(text)


def test_phrasings_of_a_sibling(capsys: pytest.CaptureFixture[str]) -> None:
    """A phrasing is made the fact's own; one that names nothing, or another year too, is not offered."""
    assert main(["suggest-aliases", "drill-2018-place"]) == 0

    shown = capsys.readouterr()
    assert "Which camp saw DRILL 2018?  (drill-2019-place: Which camp saw DRILL 2019?" in shown.out
    assert "venue of the thing" not in shown.out
    assert "2019?\n" not in shown.out
    assert shown.err.endswith('add one with python -m bot accept "…" --fact drill-2018-place\n')


def test_none_is_offered_twice(capsys: pytest.CaptureFixture[str]) -> None:
    """What the fact has is not offered, so that the sibling itself gets nothing."""
    assert main(["suggest-aliases", "drill-2019-place", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_a_suggestion_can_be_accepted(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Once it is accepted it is offered no more."""
    assert main(["suggest-aliases", "drill-2018-place", "--json"]) == 0
    texts = [each["text"] for each in json.loads(capsys.readouterr().out)]

    assert "Which camp saw DRILL 2018?" in texts
    assert (
        main(
            [
                "accept",
                "Which camp saw DRILL 2018?",
                "--text",
                "Which camp saw DRILL 2018?",
                "--fact",
                "drill-2018-place",
            ]
        )
        == 0
    )
    capsys.readouterr()
    assert main(["suggest-aliases", "drill-2018-place", "--json"]) == 0
    assert "Which camp saw DRILL 2018?" not in [each["text"] for each in json.loads(capsys.readouterr().out)]


def test_a_fact_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """The near one is named."""
    assert main(["suggest-aliases", "drill-2018-plac"]) == 2
    assert capsys.readouterr().err == "error: no fact has the id 'drill-2018-plac'; did you mean 'drill-2018-place'?\n"
