"""Tests of `links` and `sources`: what is wrong with addresses, and the bibliography."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from tests.commands.bases import FACTS
from tests.curation.health.test_link_checker import Paper, _paper

__all__ = ["_paper"]


def cite(place: Path, address: str) -> None:
    """Give the source an address."""
    (place / "facts" / "drill.yaml").write_text(FACTS.replace("https://paper.example/a", address))


def test_a_dead_address(place: Path, paper: Paper, capsys: pytest.CaptureFixture[str]) -> None:
    """It is told with the place of its source and what to do; exit code 1, and the count last."""
    cite(place, f"{paper.address}/gone")

    assert main(["links"]) == 1

    shown = capsys.readouterr()
    assert shown.out.splitlines() == [
        f"facts/drill.yaml:9:3: paper: url {paper.address}/gone is dead: it answers 404; "
        "look for its archived copy, and put that in `archived`",
        f"facts/drill.yaml:9:3: paper: there is no archived copy of {paper.address}/gone; "
        "make one, and name it in `archived`",
    ]
    assert shown.err.endswith("1 opened: 0 ok, 0 moved, 0 retitled, 0 closed, 1 dead\n")


def test_as_json(place: Path, paper: Paper, capsys: pytest.CaptureFixture[str]) -> None:
    """One object with what each address came to; a good one is exit code 0."""
    cite(place, f"{paper.address}/moved")

    assert main(["links", "--json"]) == 0

    shown = json.loads(capsys.readouterr().out)
    assert [(link["source"], link["state"], link["told"]) for link in shown["links"]] == [
        ("paper", "moved", f"{paper.address}/fine")
    ]
    assert shown["not_archived"] == ["paper"]


def test_the_bibliography(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal it is a line a source."""
    assert main(["sources"]) == 0

    shown = capsys.readouterr()
    assert shown.out == ("paper: The Paper, 2019-01-02, The third DRILL, https://paper.example/a, 2 facts\n")
    assert shown.err == "1 source\n"


def test_the_bibliography_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json it is a list of objects."""
    assert main(["sources", "--json"]) == 0

    [source] = json.loads(capsys.readouterr().out)
    assert (source["key"], source["published"], source["archived"], source["facts"]) == ("paper", "2019-01-02", None, 2)
