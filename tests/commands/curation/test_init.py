"""Tests of a new base: `init` makes one that answers, `new` and `import` begin one in an empty folder."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main
from bot.factbase.schema import json_schema

FRAME = [".gitignore", "config.yaml", "facts/phrasings.yaml", "facts/schema.json", "questions.yaml"]
TYPED = ["Where is the spring fair?", "", "fairs", "", "", "On the green.", "Fair guide", "The town", "2026-03-01"]
TYPED += ["", "p. 2", "", ""]


@pytest.fixture(name="empty")
def _empty(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in an empty folder."""
    folder = place / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def files_of(folder: Path) -> list[str]:
    """List the files of a base; what the bot computes for itself is left out."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(path.as_posix() for path in found if path.parts[0] != "var")


def test_a_new_base_answers(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`init DIR` makes every file of a base without a problem, and shows an answer from it with its source."""
    assert main(["init", "town", "--topic", "spring-fair"]) == 0

    shown = capsys.readouterr()
    assert shown.out.startswith("Type python -m bot new, and answer what it asks.")
    assert shown.out.endswith("\nThe briefing bot, The briefing bot\n")
    assert files_of(empty / "town") == sorted([*FRAME, "facts/spring-fair.yaml"])
    assert "title: Spring fair\n" in (empty / "town" / "facts" / "spring-fair.yaml").read_text()
    assert (empty / "town" / "facts" / "schema.json").read_text() == json_schema()


@pytest.mark.parametrize("command", [["check"], ["eval"], ["ask", "How do I add a fact?"], ["traps"]])
def test_commands_work_on_a_new_base(
    command: list[str], empty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In the new folder, in its folder of facts and below, each command finds the base."""
    assert main(["init"]) == 0
    for folder in (empty, empty / "facts"):
        monkeypatch.chdir(folder)
        assert main(command) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().err or command != ["check"]


def test_nothing_is_written_over(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is there stays: settings are kept, and a folder that has a base is refused."""
    (empty / "config.yaml").write_text("language: ru\n")
    assert main(["init", "."]) == 0
    assert "kept as it was: config.yaml\n" in capsys.readouterr().err
    assert (empty / "config.yaml").read_text() == "language: ru\n"

    assert main(["init", "."]) == 2
    assert capsys.readouterr().err == (
        "error: there is a base already ('facts/general.yaml'); name another folder, "
        "or add to it with python -m bot new\n"
    )


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (["--topic", "Spring Fair"], "'Spring Fair' is no name for a topic; give another with --topic"),
        (["--topic", "phrasings"], "'phrasings' is no name for a topic"),
        (["a-file"], "'a-file' is no folder; name one that is there or is to be made"),
    ],
)
def test_what_cannot_be_a_base(arguments: list[str], why: str, empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A name that no topic can have and a file in the way are said, and nothing is made."""
    (empty / "a-file").touch()

    assert main(["init", *arguments]) == 2
    assert why in capsys.readouterr().err
    assert files_of(empty) == ["a-file"]


def test_new_begins_a_base(empty: Path, give: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]) -> None:
    """In an empty folder `new` asks for the topic, too, and the base has all it needs."""
    give("".join(f"{line}\n" for line in TYPED).encode())

    assert main(["new"]) == 0
    assert "there is no base here yet: this begins one\n" in capsys.readouterr().err
    assert files_of(empty) == sorted([*FRAME, "facts/fairs.yaml"])
    assert main(["ask", "where is the spring fair"]) == 0
    assert main(["check"]) == 0
    assert main(["eval"]) == 0


def test_import_begins_a_base(empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In an empty folder `import` makes the topic and all else."""
    (empty / "fairs.csv").write_text(
        "question,answer,source,publisher,published\n"
        "Where is the spring fair?,On the green.,Guide,The town,2026-03-01\n"
    )

    assert main(["import", "fairs.csv"]) == 0
    assert files_of(empty) == sorted([*FRAME, "facts/fairs.yaml", "fairs.csv"])
    assert main(["ask", "where is the spring fair"]) == 0
    assert main(["eval"]) == 0


def test_nothing_is_begun_where_something_else_is_named(
    empty: Path, give: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]
) -> None:
    """A folder that is named and is not there is a mistake, not a new base."""
    give(b"")

    assert main(["new", "--facts", "fatcs"]) == 2
    assert "no folder of facts 'fatcs'" in capsys.readouterr().err
    assert files_of(empty) == []


@pytest.mark.parametrize("command", [["ask", "x"], ["check"], ["chat"], ["eval"], ["sources"], ["run"]])
def test_an_empty_folder_says_what_to_do(command: list[str], empty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where there is no base, each command says how one is named or made."""
    assert main(command) == 2
    assert capsys.readouterr().err.endswith(
        "no folder of facts 'facts'; name one with --facts or in config.yaml, "
        "or make a base with python -m bot init DIR\n"
    )


def test_names_itself_as_it_was_called(
    empty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Installed, the program says briefing-bot in its usage, its errors and the files it makes, never python -m bot."""
    monkeypatch.setattr(sys, "argv", ["/usr/local/bin/briefing-bot", "--help"])
    assert main() == 0
    assert main(["ask", "x"]) == 2
    assert main(["init"]) == 0
    shown = capsys.readouterr()
    assert "usage: briefing-bot [-h]" in shown.out
    assert "python -m bot" not in shown.out + shown.err + "".join(
        (empty / name).read_text() for name in files_of(empty) if name != "facts/schema.json"
    )


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` prints the version, which pyproject.toml takes from the same place."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == "briefing-bot 0.1.0\n"
