"""Tests of what every command does with the configuration and the base."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from tests.commands.bases import FACTS, OTAR, QUESTION, breaking


@pytest.mark.parametrize("arguments", [["ask", "x"], ["ask", "--batch"], ["chat"], ["eval"], ["run"]])
def test_base_that_does_not_load(
    arguments: list[str],
    place: Path,
    give: Callable[[bytes], None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A schema error stops every command with exit code 2 and its place on stderr."""
    give(b"")
    breaking(place)

    assert main(arguments) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "facts/drill.yaml:2:8: error: " in err
    assert err.endswith("[topic-file]\n1 error\n")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (
            ["--facts", "nowhere"],
            "error: no folder of facts 'nowhere'; name one with --facts or in config.yaml, "
            "or make a base with python -m bot init DIR\n",
        ),
        (
            ["--facts", "empty"],
            "error: folder 'empty' holds no .yaml file; name one with --facts or in config.yaml, "
            "or make a base with python -m bot init DIR\n",
        ),
        (["--config", "c.yaml"], "error: no configuration file 'c.yaml'; name one that is there\n"),
    ],
)
def test_nothing_to_read(arguments: list[str], expected: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder or file that is not there is one sentence and exit code 2."""
    (place / "empty").mkdir()

    for command in (["ask", "x"], ["chat"], ["check"], ["eval"]):
        assert main([*command, *arguments]) == 2
        assert capsys.readouterr() == ("", expected)


def test_broken_configuration(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake in config.yaml is told with its place, and the exit code is 2."""
    (place / "config.yaml").write_text("fact: facts")

    assert main(["ask", "x"]) == 2
    assert capsys.readouterr() == (
        "",
        "config.yaml:1:1: error: unknown key 'fact'; did you mean 'facts'? [config-unknown]\n1 error\n",
    )


def test_facts_of_the_configuration(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The configuration names the facts, relative to itself; --facts goes before it."""
    (place / "conf").mkdir()
    (place / "conf" / "c.yaml").write_text("facts: ../facts")

    assert main(["ask", QUESTION, "--config", "conf/c.yaml"]) == 0
    (place / "conf" / "c.yaml").write_text("facts: gone")
    assert main(["ask", QUESTION, "--config", "conf/c.yaml", "--facts", "facts"]) == 0
    assert capsys.readouterr() == (OTAR * 2, "")


def test_several_folders_are_one_base(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--facts may be given again: a fact may cite a source of another folder."""
    more = place / "more" / "below"
    more.mkdir(parents=True)
    (more / "ship.yaml").write_text(
        "{topic: ship, title: S, language: en, facts: [{id: ship, question: Which ship sank?,"
        " answer: The Aurora., sources: [paper], as_of: 2019}]}"
    )

    assert main(["ask", "Which ship sank?", "--facts", "facts", "--facts", "more"]) == 0
    assert capsys.readouterr().out.startswith("The Aurora.\n")


@pytest.mark.parametrize("sort", ["pipe", "device", "loop", "folder"])
def test_what_is_no_file(sort: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A pipe, an endless device or a link to itself that is named like a file of facts is told at once, not read."""
    path = place / "facts" / "odd.yaml"
    match sort:
        case "pipe":
            os.mkfifo(path)
        case "device":
            path.symlink_to("/dev/zero")
        case "loop":
            path.symlink_to(path)
        case _:
            (place / "config.yaml").mkdir()

    for command in (["ask", "x"], ["check"]):
        assert main(command) == 2
        shown = capsys.readouterr()
        assert shown.err.count("error:") == 1
        assert ("odd.yaml" in shown.err) == (sort != "folder")


def test_the_name_of_a_topic_without_its_ending(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the case of the ending, a topic is called after the file without it."""
    (place / "facts" / "z.YAML").write_text("")

    assert main(["check"]) == 1
    assert "begin with topic: z [" in capsys.readouterr().out


def test_unknown_ways_to_ask(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Who writes a kind of `asks` that is not there learns where it is added."""
    path = place / "facts" / "drill.yaml"
    path.write_text(FACTS.replace("asks: place", "asks: zzz", 1))

    assert main(["check"]) == 1
    assert "unknown 'asks' kind 'zzz'; add it under asks: in phrasings.yaml, or use one of place [" in (
        capsys.readouterr().out
    )
