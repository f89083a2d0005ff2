"""Tests of `chat`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from bot.messages import chat as chat_words
from bot.messages import explain as explain_words
from bot.messages.reasons import REASONS
from tests.commands.bases import OTAR, QUESTION
from tests.said import opening


def test_lines_from_a_pipe(give: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]) -> None:
    """Each line is answered without a prompt, blank ones passed over; the end is exit code 0."""
    give(f"{QUESTION}\n\n\r\n{QUESTION}".encode())

    assert main(["chat"]) == 0
    assert capsys.readouterr() == (f"{OTAR}\n{OTAR}\n", "")


def test_json(give: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]) -> None:
    """With --json each line, a blank one too, gives an object."""
    give(f"{QUESTION}\n\n1\n".encode())

    assert main(["chat", "--json"]) == 0
    found = [json.loads(line)["decision"] for line in capsys.readouterr().out.splitlines()]
    assert found == ["answer", "none", "none"]


def test_what_asks_nothing(give: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]) -> None:
    """Thanks get a kind word, and a name alone is told how much there is about it."""
    give(b"thanks\ndrill\n")

    assert main(["chat"]) == 0
    thanked, named, _ = capsys.readouterr().out.split("\n\n")
    assert "welcome" in thanked
    assert "2 facts about drill" in named


def test_choice_by_number(give: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]) -> None:
    """A number chooses from the list just shown, and is no question elsewhere."""
    give(b"where was DRILL 2031 held?\n2\n2\n")

    assert main(["chat"]) == 0
    asked, chosen, again, _ = capsys.readouterr().out.split("\n\n")
    second = next(line for line in asked.splitlines() if line.startswith("2. "))
    assert chosen.startswith(second.removeprefix("2. ") + "\nIn ")
    assert "\nas of" not in again


def test_follow_up(give: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]) -> None:
    """A line may follow the answer before it, also one that was chosen; the reply says what it was taken for."""
    give(f"{QUESTION}\nand in 2019?\nwhere was DRILL 2031 held?\n2\nand in 2019?\n".encode())

    assert main(["chat"]) == 0
    _, follows, _, _, again, _ = capsys.readouterr().out.split("\n\n")
    assert follows.startswith("DRILL 2019 — place:\nIn Pithoragarh.\n")
    assert again == follows


def test_follow_up_as_json(give: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]) -> None:
    """With --json too lines follow each other; what was understood is the whole question."""
    give(f"{QUESTION}\nand in 2019?\nthanks\n".encode())

    assert main(["chat", "--json"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [one["understood"] for one in found] == [None, "Where was DRILL 2019 held?", None]
    assert [[answer["fact"] for answer in one["answers"]] for one in found] == [
        ["drill-2018-place"],
        ["drill-2019-place"],
        [],
    ]


@pytest.mark.parametrize(
    ("config", "expected"),
    [
        ("", "as of 2 January 2019"),
        ("language: en\n", "as of 2 January 2019"),
        ("language: ru\n", "по состоянию на 2 января 2019 г."),
    ],
)
def test_language(
    config: str,
    expected: str,
    place: Path,
    give: Callable[[bytes], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The bot's own words are in the language of config.yaml, usually English."""
    (place / "config.yaml").write_text(config)
    give(QUESTION.encode())

    assert main(["chat"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == expected


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("help", "/topics: the topics I cover"),
        ("/topics", "I cover these topics:\n• Drills (2 facts), for example: Where was DRILL 2018 held?"),
        ("/why", "Ask me something first"),
        (f"{QUESTION}\n/why", "It matches “Where was DRILL 2018 held?”. "),
        ("who commanded DRILL 2018?\n/why", explain_words.NOT_SURE),
        ("/source", opening(chat_words.SOURCE_OF_WHAT)),
        (f"{QUESTION}\n/source", "The third DRILL\n"),
        ("thanks", REASONS["thanked"]),
        ("🙏", opening(REASONS["nothing-asked"])),
        ("/whi", "I don’t know /whi. Type help to see what you can do here."),
    ],
)
def test_commands(give: Callable[[bytes], None], capsys: pytest.CaptureFixture[str], lines: str, said: str) -> None:
    """The conversation knows help, /topics, /why, /source and small talk, and says which command it does not know."""
    give(f"{lines}\n".encode())

    assert main(["chat"]) == 0
    assert said in capsys.readouterr().out


def test_quit(give: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]) -> None:
    """After quit nothing more is answered; a pipe gets no colour, and keeps no gap."""
    give(f"who commanded DRILL 2018?\n{QUESTION}\nquit\n{QUESTION}\n".encode())

    assert main(["chat"]) == 0
    out = capsys.readouterr().out
    assert out.count("In Otar.") == 1
    assert "\x1b" not in out
    assert not Path("var", "bot.db").exists()


def test_commands_are_questions_to_a_program(give: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]) -> None:
    """With --json every line is a question, as other programs expect an object for each."""
    give(b"help\nquit\n/topics\n")

    assert main(["chat", "--json"]) == 0
    assert capsys.readouterr().out.count("\n") == 3
