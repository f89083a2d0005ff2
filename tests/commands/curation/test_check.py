"""Tests of `check`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from tests.commands.bases import FACTS, PHRASINGS, breaking, with_lint_error


def test_clean(capsys: pytest.CaptureFixture[str]) -> None:
    """A clean base prints nothing on stdout."""
    assert main(["check"]) == 0
    assert capsys.readouterr() == ("", "0 errors, 0 warnings in 2 facts\n")


@pytest.mark.parametrize("break_it", [breaking, with_lint_error])
def test_errors(break_it: Callable[[Path], None], place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Schema and lint errors are results: a line each on stdout, and exit code 1."""
    break_it(place)

    assert main(["check"]) == 1
    out, err = capsys.readouterr()
    assert out.startswith("facts/drill.yaml:")
    assert out.count("\n") == 1
    assert err.startswith("1 error, 0 warnings in ")


def test_review_by_the_day_given(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--today says from which day a review is overdue; a warning leaves the exit code at 0."""
    (place / "facts" / "drill.yaml").write_text(FACTS + "    review_by: 2030-01-01\n")

    assert main(["check", "--today", "2030-01-01"]) == 0
    assert capsys.readouterr().out == ""
    assert main(["check", "--today", "2030-01-02"]) == 0
    out, err = capsys.readouterr()
    assert out.endswith("[review-overdue]\n")
    assert ": warning: " in out
    assert err == "0 errors, 1 warning in 2 facts\n"


def test_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--json gives one object with the problems and their count, and so does --format json."""
    with_lint_error(place)

    assert main(["check", "--json"]) == 1
    first = capsys.readouterr().out
    assert main(["check", "--format", "json"]) == 1
    assert capsys.readouterr().out == first
    found = json.loads(first)
    assert (found["errors"], found["warnings"]) == (1, 0)
    assert [(one["path"], one["level"], one["rule"]) for one in found["problems"]] == [
        ("facts/drill.yaml", "error", "source-unused")
    ]


def test_github(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--format github gives an annotation for each problem."""
    with_lint_error(place)

    assert main(["check", "--format", "github"]) == 1
    out = capsys.readouterr().out
    assert out.startswith("::error file=facts/drill.yaml,line=")
    assert ",title=source-unused::" in out
    assert out.count("\n") == 1


def test_file_is_a_base_with_the_phrasings_beside_it(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file is checked on its own, but with the phrasings of its folder."""
    other = place / "facts" / "other.yaml"
    other.write_text(FACTS.replace("topic: drill", "topic: other"))

    assert main(["check"]) == 1  # each id stands twice
    assert main(["check", "facts/drill.yaml", str(other)]) == 0
    out, err = capsys.readouterr()
    assert "[id-taken]" in out
    assert err.endswith("0 errors, 0 warnings in 4 facts\n")


def test_folders_are_bases_of_their_own(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same fact in two folders is no clash."""
    (place / "copy").mkdir()
    (place / "copy" / "drill.yaml").write_text(FACTS)
    (place / "copy" / "phrasings.yaml").write_text(PHRASINGS)

    assert main(["check", "facts", "copy"]) == 0
    assert main(["check", "copy", "--facts", "facts"]) == 0
    assert capsys.readouterr() == ("", "0 errors, 0 warnings in 4 facts\n" * 2)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ["--today", "2030-02-30"],
            "argument --today: '2030-02-30' is not a day; write it as YYYY-MM-DD",
        ),
        (["--format", "xml"], "invalid choice: 'xml'"),
    ],
)
def test_usage(arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake in the arguments is exit code 2."""
    assert main(["check", *arguments]) == 2
    assert expected in capsys.readouterr().err


def test_path_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    """A path without a file is a sentence and exit code 2."""
    assert main(["check", "nowhere.yaml"]) == 2
    assert capsys.readouterr().err.startswith("error: no folder of facts 'nowhere.yaml'")
