"""Tests of `new`: a fact is asked for step by step, and written if it harms no other."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from tests.bot_process import PROJECT
from tests.commands.bases import FACTS

Give = Callable[[bytes], None]
# Question, its wording kept, topic, id, answer, source, day, other phrasings.
KNOWN_SOURCE = ["Who cooked at DRILL 2018?", "", "", "", "Ann, of course", "paper ¶2", "", "Cook of DRILL 2018", ""]
NEW_SOURCE = [
    "Who cooked?",
    "Who cooked at DRILL 2018?",
    "",
    "drill",
    "drill-2018-cook",
    "Ann",
    "The Soup",
    "The Spoon",
]
NEW_SOURCE += ["2020-02-30", "2020-02", "spoon.example", "https://spoon.example/a", "¶3", "2020"]


def lines(*said: str) -> bytes:
    """Write what is typed."""
    return "".join(f"{line}\n" for line in said).encode()


def test_a_fact_with_a_known_source(place: Path, give: Give, capsys: pytest.CaptureFixture[str]) -> None:
    """Enter takes what stands in brackets; the fact is at the end of its topic, and is answered."""
    give(lines(*KNOWN_SOURCE))

    assert main(["new"]) == 0

    shown = capsys.readouterr()
    assert shown.out == ""
    assert "Question:\nNearest:\n" in shown.err
    assert "drill-2018-place: Where was DRILL 2018 held? In Otar. (facts/drill.yaml:11:9)\n" in shown.err
    assert "Id [who-cooked-drill-2018]:\n" in shown.err
    assert (place / "facts" / "drill.yaml").read_text() == FACTS + (
        "  - id: who-cooked-drill-2018\n    question: Who cooked at DRILL 2018?\n    aliases: [Cook of DRILL 2018]\n"
        '    answer: "Ann, of course"\n    sources: [paper ¶2]\n    as_of: 2019-01-02\n'
    )
    assert main(["ask", "who cooked at drill 2018"]) == 0


def test_a_fact_with_a_new_source(place: Path, give: Give, capsys: pytest.CaptureFixture[str]) -> None:
    """The question may be put anew; what is wrong is asked again; the input may end before other phrasings."""
    give(lines(*NEW_SOURCE))

    assert main(["new"]) == 0

    shown = capsys.readouterr().err
    assert shown.count("Another wording, or Enter to keep it") == 2
    assert "'2020-02-30' is no day; write YYYY, YYYY-MM or YYYY-MM-DD; try again\n" in shown
    assert "'spoon.example' does not begin with https:// or http://; try again\n" in shown
    written = (place / "facts" / "drill.yaml").read_text()
    assert "  the-spoon-2020-02:\n    title: The Soup\n    publisher: The Spoon\n    published: 2020-02\n" in written
    assert written.endswith("    sources: [the-spoon-2020-02 ¶3]\n    as_of: 2020\n")
    assert main(["check"]) == 0


def test_what_the_bot_answers_already_is_told(give: Give, capsys: pytest.CaptureFixture[str]) -> None:
    """Before anything else is asked, the fact that answers the question is shown."""
    give(lines("where was DRILL 2018 held?"))

    assert main(["new"]) == 1
    assert "The bot answers that already:\n" in capsys.readouterr().err


def test_the_nearest_facts_are_shown_while_one_types(place: Path) -> None:
    """In a terminal, before Enter is pressed."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 160, 0, 0))
    env = {**os.environ, "PYTHONPATH": str(PROJECT), "TERM": "xterm"}
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "new"], cwd=place, env=env, stdin=theirs, stdout=theirs, stderr=theirs
    )
    try:
        os.close(theirs)
        screen = Screen(ours)
        screen.wait_for("Question:")
        screen.wait_for(">")
        os.write(ours, b"Who cooked at DRILL 2018")
        screen.wait_for("drill-2018-place")
    finally:
        process.kill()
        process.wait()
        os.close(ours)


class Screen:
    """What a program has written to a terminal."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._written = ""

    def wait_for(self, words: str) -> None:
        """Read until some words stand there."""
        until = time.monotonic() + 20
        while words not in self._written:
            assert time.monotonic() < until, self._written
            if select.select([self._descriptor], [], [], 0.1)[0]:
                written = os.read(self._descriptor, 65_536)
                if b"\x1b[6n" in written:
                    os.write(self._descriptor, b"\x1b[1;1R")  # where the cursor is, as terminals say
                self._written += written.decode(errors="replace")


@pytest.mark.parametrize("steps", range(7))
def test_an_end_before_the_last_step(steps: int, place: Path, give: Give, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written, and that is said."""
    give(lines(*KNOWN_SOURCE[:steps]))
    before = (place / "facts" / "drill.yaml").read_text()

    assert main(["new"]) == 1
    assert "the input ended before the fact was whole; nothing was written\n" in capsys.readouterr().err
    assert (place / "facts" / "drill.yaml").read_text() == before


def test_anothers_question(place: Path, give: Give, capsys: pytest.CaptureFixture[str]) -> None:
    """A fact with the question of another is refused with both places, and not written."""
    give(lines("Where was the DRILL 2018 held?", *KNOWN_SOURCE[1:7], ""))

    assert main(["new"]) == 1
    assert capsys.readouterr().out.startswith(
        "facts/drill.yaml:26:15: error: 'Where was the DRILL 2018 held?' already leads to "
        "'drill-2018-place' (facts/drill.yaml:12:15)"
    )
    assert (place / "facts" / "drill.yaml").read_text() == FACTS


def test_as_a_patch(place: Path, give: Give, capsys: pytest.CaptureFixture[str]) -> None:
    """Where files are not to be written, the fact comes as a patch."""
    give(lines(*KNOWN_SOURCE))

    assert main(["new", "--write", "patch"]) == 0
    assert "+  - id: who-cooked-drill-2018\n" in capsys.readouterr().out
    assert (place / "facts" / "drill.yaml").read_text() == FACTS


def test_bytes_that_are_no_text(give: Give, capsys: pytest.CaptureFixture[str]) -> None:
    """They are a sentence and exit code 2."""
    give(b"Who \xff?\n")

    assert main(["new"]) == 2
    assert "is no text; write UTF-8" in capsys.readouterr().err


def test_an_id_is_tried_when_it_is_typed(place: Path, give: Give, capsys: pytest.CaptureFixture[str]) -> None:
    """An id that no fact can have, or that one has, is asked for again at once."""
    said = [*KNOWN_SOURCE]
    said[3:4] = ["Drill Cook", "drill_cook", "d" * 49, "drill-2018-place", "drill-cook"]
    give(lines(*said))

    assert main(["new"]) == 0
    err = capsys.readouterr().err
    assert err.count("is not lower-case words joined by hyphens, at most 48 characters; try again") == 3
    assert "'drill-2018-place' is taken; try again" in err
    assert "- id: drill-cook\n" in (place / "facts" / "drill.yaml").read_text()


def test_a_topic_that_is_new(place: Path, give: Give) -> None:
    """Another name than those of the topics begins a topic, with its schema."""
    give(lines("Who cooked?", "", "cooks", "The cooks", "", "Ann.", "paper ¶2", "", "Who was the cook?", ""))

    assert main(["new"]) == 0
    assert (
        (place / "facts" / "cooks.yaml")
        .read_text()
        .startswith("# yaml-language-server: $schema=schema.json\ntopic: cooks\ntitle: The cooks\nlanguage: en\n")
    )
    assert (place / "facts" / "schema.json").is_file()


def test_a_source_is_not_written_twice(place: Path, give: Give) -> None:
    """The title of a source that the base has, with its publisher and day, cites that source."""
    said = [
        "Who cooked at DRILL 2018?",
        "",
        "",
        "",
        "Ann.",
        "the third DRILL",
        "The Paper",
        "2019-01-02",
        "",
        "¶9",
        "",
        "",
    ]
    give(lines(*said))

    assert main(["new"]) == 0
    assert "sources: [paper ¶9]" in (place / "facts" / "drill.yaml").read_text()


@pytest.mark.parametrize("entered", [1, 4, 5, len(KNOWN_SOURCE)])
def test_nothing_entered_is_lost(entered: int, place: Path, give: Give, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the input ends, or the fact is refused, what was entered is kept; `--resume` goes on with it by Enter."""
    said = [*KNOWN_SOURCE]
    said[0] = said[1] = "Where was DRILL 2018 held?"  # a question that a fact has
    give(lines(*said[:entered]))
    assert main(["new"]) == 1
    assert "kept in var/new-fact.json; go on with it: python -m bot new --resume\n" in capsys.readouterr().err
    assert (place / "facts" / "drill.yaml").read_text() == FACTS

    give(
        lines(
            "Who cooked at DRILL 2018?",
            "",
            "",
            "who-cooked",
            *("" if at < entered else KNOWN_SOURCE[at] for at in (4, 5, 6)),
            "",
        )
    )
    assert main(["new", "--resume"]) == 0
    written = (place / "facts" / "drill.yaml").read_text()
    assert "question: Who cooked at DRILL 2018?\n" in written
    assert 'answer: "Ann, of course"\n    sources: [paper ¶2]\n' in written
    assert ("aliases: [Cook of DRILL 2018]" in written) == (entered == len(KNOWN_SOURCE))
    assert main(["new", "--resume"]) == 2
    assert "no fact was left unfinished" in capsys.readouterr().err


def test_a_second_fact_keeps_the_first_draft(place: Path, give: Give, capsys: pytest.CaptureFixture[str]) -> None:
    """A fact that is begun while another is unfinished has a file of its own."""
    for question in ("Who cooked?", "Who sang?"):
        give(lines(question, ""))
        assert main(["new"]) == 1
    assert "1 fact entered earlier and not written" in capsys.readouterr().err
    assert "Who cooked?" in (place / "var" / "new-fact.json").read_text()
    assert "Who sang?" in (place / "var" / "new-fact-2.json").read_text()
