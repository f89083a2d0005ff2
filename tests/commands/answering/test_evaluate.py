"""Tests of `eval`."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copytree
from textwrap import dedent

import pytest

from bot.cli import main


def test_right(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that is all right has its counts, and exit code 0."""
    (place / "q.yaml").write_text("- {ask: the place where DRILL 2018 was held, want: drill-2018-place}")

    assert main(["eval", "q.yaml"]) == 0
    assert capsys.readouterr() == (
        dedent(
            """\
            1 question: 1 right, 0 wrong, 0 suggested, 0 refused
            1 of 1 that want an answer are right (100.0%)
            0 of 0 that want none are answered
            """
        ),
        "",
    )


def test_wrong(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong answer is shown with its top three, and the exit code is 1 whatever the share."""
    (place / "q.yaml").write_text(
        "- {ask: the place where DRILL 2018 was held, want: drill-2019-place}\n"
        "- {ask: the place where DRILL 2019 was held, want: none}\n"
    )

    assert main(["eval", "q.yaml", "--min-right", "0"]) == 1
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0] == (
        "q.yaml:1:9: wrong with drill-2018-place: the place where DRILL 2018 was held (wants drill-2019-place)"
    )
    assert lines[1].startswith("    ")
    assert " drill-2018-place · " in lines[1]
    assert "q.yaml:2:9: wrong with drill-2019-place" in out
    assert lines[-3:] == [
        "2 questions: 0 right, 2 wrong, 0 suggested, 0 refused",
        "0 of 1 that want an answer are right (0.0%)",
        "1 of 1 that want none are answered",
    ]
    assert err == ""


def test_too_few_right(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The exit code follows the least share of right answers."""
    (place / "q.yaml").write_text(
        "- {ask: the place where DRILL 2018 was held, want: drill-2018-place}\n"
        "- {ask: who won the regatta, want: drill-2018-place}\n"
    )

    assert main(["eval", "q.yaml"]) == 1
    assert main(["eval", "q.yaml", "--min-right", "0.5"]) == 0
    assert "q.yaml:2:9: refused: who won the regatta (wants drill-2018-place" in capsys.readouterr().out


def test_json(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--json gives the counts, those of traps apart, and each miss."""
    (place / "q.yaml").write_text(
        "- {ask: the place where DRILL 2018 was held, want: drill-2018-place}\n"
        "- {ask: who won the regatta, want: none}\n"
        "- {ask: the place where DRILL 2019 was held, want: none}\n"
    )

    assert main(["eval", "--json", "q.yaml"]) == 1
    found = json.loads(capsys.readouterr().out)
    (miss,) = found.pop("misses")
    assert found == {
        "questions": 3,
        "right": 2,
        "wrong": 1,
        "suggested": 0,
        "refused": 0,
        "right_rate": 1.0,
        "wanting": {"questions": 1, "right": 1, "wrong": 0, "suggested": 0, "refused": 0},
        "none": {"questions": 2, "right": 1, "wrong": 1, "suggested": 0, "refused": 0},
    }
    assert (miss["line"], miss["outcome"], miss["answered"]) == (3, "wrong", ["drill-2019-place"])
    assert miss["top"][0]["fact"] == "drill-2019-place"


def test_copied_question(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A question that is a phrasing of the base proves nothing: a warning says so."""
    (place / "q.yaml").write_text("- {ask: WHERE WAS DRILL 2018 HELD, want: drill-2018-place}")

    assert main(["eval", "q.yaml"]) == 0
    assert capsys.readouterr().err == (
        "q.yaml:1:9: warning: 'WHERE WAS DRILL 2018 HELD' is a phrasing of 'drill-2018-place'; "
        "ask it as somebody else would [eval-copied]\n"
    )


def test_usual_file(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a name the file is questions.yaml beside the facts, or in tests/eval there."""
    assert main(["eval"]) == 2
    assert "the base has no question file 'questions.yaml'; write one there" in capsys.readouterr().err
    (place / "questions.yaml").write_text("- {ask: who won the regatta, want: none}")
    assert main(["eval"]) == 0
    (place / "tests" / "eval").mkdir(parents=True)
    assert main(["eval"]) == 2
    (place / "tests" / "eval" / "questions.yaml").write_text("- {ask: who won the regatta, want: none}")
    assert main(["eval"]) == 0


def test_the_question_file_of_another_base(
    place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The file belongs to the base that is asked: that of the folder stood in, or beside it, is not taken."""
    (place / "config.yaml").write_text("facts: facts\n")
    (place / "questions.yaml").write_text("- {ask: who won the regatta, want: none}\n")
    other = place / "elsewhere" / "facts"
    copytree(place / "facts", other)
    copytree(place / "facts", place / "trial")

    assert main(["eval", "--facts", str(other)]) == 2
    assert "no question file 'elsewhere/questions.yaml'" in capsys.readouterr().err
    assert main(["eval", "--facts", "trial"]) == 2
    assert "no question file 'trial-questions.yaml'" in capsys.readouterr().err
    (other.parent / "questions.yaml").write_text("- {ask: where was DRILL 2018 held, want: drill-2018-place}\n")
    monkeypatch.chdir(other)
    assert main(["eval", "--facts", "."]) == 0
    assert "1 question: 1 right" in capsys.readouterr().out


def test_broken_file(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A fact that does not exist is told with its place, and the exit code is 2."""
    (place / "q.yaml").write_text("- {ask: x, want: drill-2018-palce}")

    assert main(["eval", "q.yaml"]) == 2
    assert capsys.readouterr() == (
        "",
        "q.yaml:1:18: error: no fact has the id 'drill-2018-palce'; "
        "did you mean 'drill-2018-place'? [eval-fact-unknown]\n1 error\n",
    )


@pytest.mark.parametrize("rate", ["95", "-0.1", "nan", "x"])
def test_share_that_is_none(rate: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The least share is a number from 0 to 1."""
    assert main(["eval", f"--min-right={rate}"]) == 2
    assert f"'{rate}' is not a share; write a number from 0 to 1" in capsys.readouterr().err
