"""Tests of what the README shows, and of the questions that the whole bot is for."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from typing import Any

import pytest

from bot.cli import main
from tests.bot_process import OURS
from tests.tree import PROJECT

README = (PROJECT / "README.md").read_text("utf-8")
SHOWN = re.findall(r"^```console\n\$ python -m (bot ask [^\n]*)\n(.*?)^```$", README, re.M | re.S)

Decided = dict[str, Any]  # one object of `ask --json`
OTAR = "kazind-2018-place"
ARTICLE = "fe-2019-01-02"
ASKED = [
    "where was KAZ-IND 2018?",
    "Wher was kazind 18 held",
    "venue of the third India-Kazakhstan exercise",
    "hey @briefbot, which place hosted Kaz Ind 2018 🙏",
    "где прошли учения КАЗИНД 2018",
]
TRAPS = [
    "where was KAZ-IND 2031?",
    "where was Cobra Gold 2018?",
    "where was KAZ-IND 2018 not held?",
    "how much did KAZ-IND 2018 cost?",
    "thanks everyone",
]


@pytest.fixture(autouse=True)
def _shipped(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand where a clone stands, with the shipped base and settings."""
    monkeypatch.chdir(PROJECT)
    for name in os.environ:
        if name.startswith(OURS):
            monkeypatch.delenv(name)


def test_the_readme_shows_a_reply() -> None:
    """There is at least one picture of a reply to compare."""
    assert SHOWN


@pytest.mark.parametrize(("command", "reply"), SHOWN)
def test_a_reply_is_as_the_readme_shows_it(command: str, reply: str, capsys: pytest.CaptureFixture[str]) -> None:
    """What the README shows below a question is what the bot prints, to the letter."""
    main(shlex.split(command)[1:])

    assert capsys.readouterr().out == reply


@pytest.fixture(name="decisions", scope="module")
def _decisions() -> dict[str, Decided]:
    """Ask all questions at once, and give for each what is printed."""
    questions = [*ASKED, *TRAPS]
    asked = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--batch"],
        input="".join(f"{question}\n" for question in questions),
        capture_output=True,
        check=True,
        cwd=PROJECT,
        encoding="utf-8",
        env={name: value for name, value in os.environ.items() if not name.startswith(OURS)},
        timeout=60,
    )
    return dict(zip(questions, map(json.loads, asked.stdout.splitlines()), strict=True))


@pytest.mark.parametrize("question", ASKED)
def test_the_place_of_kazind_2018(question: str, decisions: dict[str, Decided]) -> None:
    """However it is asked, the answer is the Otar area, with the article as its source."""
    (answer,) = decisions[question]["answers"]
    assert answer["fact"] == OTAR
    assert "Otar" in answer["answer"]
    assert [source["key"] for source in answer["sources"]] == [ARTICLE]


@pytest.mark.parametrize("question", TRAPS)
def test_what_must_not_be_answered(question: str, decisions: dict[str, Decided]) -> None:
    """Another year, exercise or question word, a negation and small talk get no answer."""
    decision = decisions[question]
    assert decision["decision"] in {"suggest", "none"}
    assert decision["answers"] == []


def test_ask_as_a_process() -> None:
    """The same as somebody types it: the answer and its source on standard output, nothing else anywhere."""
    asked = subprocess.run(
        [sys.executable, "-m", "bot", "ask", ASKED[0]], capture_output=True, encoding="utf-8", timeout=60
    )

    assert (asked.returncode, asked.stderr) == (0, "")
    assert asked.stdout.splitlines()[1] == "In the Otar military area."
    assert "Financial Express Online, 2 January 2019" in asked.stdout
