"""Tests of `ask`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from bot.messages import reasons as reasons_words
from tests.commands.bases import OTAR, QUESTION, with_lint_error


def test_answer(capsys: pytest.CaptureFixture[str]) -> None:
    """An answer is plain text, and the exit code 0."""
    assert main(["ask", QUESTION]) == 0
    assert capsys.readouterr() == (OTAR, "")


def test_words_are_one_question(capsys: pytest.CaptureFixture[str]) -> None:
    """A question without quotation marks is taken as one."""
    assert main(["ask", *QUESTION.split()]) == 0
    assert capsys.readouterr().out == OTAR


@pytest.mark.parametrize("question", ["", " ", "who won the regatta?", "\udcff"])
def test_none(question: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Without an answer the exit code is 1, and there is something to read."""
    assert main(["ask", question]) == 1
    out, err = capsys.readouterr()
    assert out.strip()
    assert err == ""


def test_json(capsys: pytest.CaptureFixture[str]) -> None:
    """With --json the decision is one object on one line."""
    assert main(["ask", "--json", QUESTION]) == 0
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert out.count("\n") == 1
    assert err == ""
    assert found["question"] == QUESTION
    assert found["decision"] == "answer"
    assert [one["fact"] for one in found["answers"]] == ["drill-2018-place"]
    assert found["answers"][0]["sources"][0]["locator"] == "¶6"


def test_several_questions(give: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]) -> None:
    """Two questions in one are answered in one, in a batch as alone; a batch line follows no other."""
    both = "where was DRILL 2018 held, and where was DRILL 2019 held?"
    assert main(["ask", "--json", both]) == 0
    alone = capsys.readouterr().out
    give(f"{both}\nand in 2018?\n".encode())
    assert main(["ask", "--batch"]) == 0
    first, second = capsys.readouterr().out.splitlines()

    assert [one["fact"] for one in json.loads(alone)["answers"]] == ["drill-2018-place", "drill-2019-place"]
    assert first + "\n" == alone
    assert json.loads(second)["answers"] == []


def test_batch(give: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]) -> None:
    """A batch gives one object a line, in order, for every line whatever it holds."""
    long = b"where was DRILL 2018 held? " * 1_000
    give(b"\xef\xbb\xbf" + QUESTION.encode() + b"\r\n\n \xff\n" + long + b"\nwhere was DRILL 2019 held?\nx\x00y")

    assert main(["ask", "--batch"]) == 0
    out, err = capsys.readouterr()
    found = [json.loads(line) for line in out.splitlines()]
    assert err == ""
    assert [(one["decision"], [told["fact"] for told in one["answers"]]) for one in found] == [
        ("answer", ["drill-2018-place"]),
        ("none", []),
        ("none", []),
        ("none", []),
        ("answer", ["drill-2019-place"]),
        ("none", []),
    ]
    assert [one["reason"] for one in found[1:4]] == [
        reasons_words.REASONS["empty"],
        reasons_words.REASONS["unreadable"],
        reasons_words.REASONS["too-long"].format(limit="4,096"),
    ]
    assert found[0]["question"] == QUESTION
    assert found[2]["question"] == " �"
    assert found[3]["question"] == long.decode()[:4096]


def test_batch_of_very_long_lines(give: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]) -> None:
    """A line of megabytes is one line, and the next one is answered."""
    give(b"\xd0\xb6" * 1_000_000 + b"\n" + QUESTION.encode() + b"\n" + b"\xff" * 16_386)

    assert main(["ask", "--batch"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["decision"] for one in found] == ["none", "answer", "none"]


def test_batch_without_lines(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A standard input that is closed holds no lines."""
    monkeypatch.setattr(sys, "stdin", None)

    assert main(["ask", "--batch"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["ask"], "there is no question; give one, or --batch to read them from standard input"),
        (
            ["ask", "--batch", "x"],
            "--batch reads its questions from standard input; leave out the question",
        ),
        (["ask", "--facts"], "argument --facts: expected one argument"),
        (["ask", "x", "--jsn"], "unrecognized arguments: --jsn"),
    ],
)
def test_usage(arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake in the arguments is said with the usage, and the exit code is 2."""
    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("usage: python -m bot")
    assert err.endswith(f"error: {expected}\n")


def test_lint_errors_are_counted(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lint errors stop no answer; stderr says how many there are."""
    with_lint_error(place)

    assert main(["ask", QUESTION]) == 0
    assert capsys.readouterr() == (
        OTAR,
        "1 lint error in the facts; see them with python -m bot check facts\n",
    )


def test_language(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Replies are in the language of config.yaml; JSON reads the same in every language."""
    (place / "config.yaml").write_text("language: ru\n")

    assert main(["ask", "where was DRILL 2031 held?"]) == 1
    assert capsys.readouterr().out.startswith("У меня нет ответа с источником для «2031».\n")
    assert main(["ask", "--json", "where was DRILL 2031 held?"]) == 1
    assert json.loads(capsys.readouterr().out)["reason"] == reasons_words.REASONS["year"].format(asked="2031")
