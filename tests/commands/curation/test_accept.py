"""Tests of `accept`: what a question found nothing for is written, kept as a patch, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.cli import main
from tests.commands.bases import FACTS, PHRASINGS, with_lint_error

ODD = "which steppe saw drill eighteen"
ACCEPT = ["accept", ODD, "--fact", "drill-2018-place"]
ALIAS = f"    asks: place\n    aliases: [{ODD}]\n"


def facts(place: Path) -> str:
    """Read the topic file as it is now."""
    return (place / "facts" / "drill.yaml").read_text()


def test_a_question_becomes_a_phrasing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The topic file has one line more, the question is remembered beside the facts, and is answered from now on."""
    assert main(["ask", ODD]) == 1
    assert main(ACCEPT) == 0

    assert facts(place) == FACTS.replace("    asks: place\n", ALIAS, 1)
    assert (place / "accepted.yaml").read_text().endswith(f"- ask: {ODD}\n  want: drill-2018-place\n")
    assert sorted(path.name for path in place.iterdir()) == ["accepted.yaml", "facts", "var"]
    assert sorted(path.name for path in (place / "facts").iterdir()) == ["README.md", "drill.yaml", "phrasings.yaml"]
    assert "written: facts/drill.yaml\nwritten: accepted.yaml\n" in capsys.readouterr().err
    assert main(["ask", ODD]) == 0
    assert main(["eval", "accepted.yaml", "--min-right", "1"]) == 0


def test_where_there_is_a_folder_of_questions(place: Path) -> None:
    """The question is remembered in tests/eval where that is beside the facts."""
    (place / "tests" / "eval").mkdir(parents=True)

    assert main(ACCEPT) == 0
    assert (place / "tests" / "eval" / "accepted.yaml").is_file()


@pytest.mark.parametrize(
    ("arguments", "config", "dyno"),
    [(["--write", "patch"], "", ""), ([], "curation: {write: patch}", ""), ([], "", "web.1")],
)
def test_as_a_patch(
    arguments: list[str],
    config: str,
    dyno: str,
    place: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A patch is printed, told that it is not live yet, and no file changes: asked for, set, or on a dyno."""
    monkeypatch.setenv("DYNO", dyno)
    (place / "config.yaml").write_text(config)

    assert main([*ACCEPT, *arguments]) == 0

    shown = capsys.readouterr()
    assert f"+    aliases: [{ODD}]\n" in shown.out
    assert shown.out.startswith("diff --git a/accepted.yaml b/accepted.yaml\nnew file mode 100644\n--- /dev/null\n")
    assert "not yet live" in shown.err
    assert facts(place) == FACTS
    assert not (place / "accepted.yaml").exists()


def test_files_where_the_disk_is_lost(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line overrules the dyno."""
    monkeypatch.setenv("DYNO", "web.1")

    assert main([*ACCEPT, "--write", "files"]) == 0
    assert ODD in facts(place)


def test_a_name_and_a_synonym(place: Path) -> None:
    """A spelling goes to the fact's name, a synonym into phrasings.yaml."""
    spelling = ["accept", "where was steppe storm held", "--fact", "drill-2018-place", "--as", "name"]
    synonym = ["accept", "where was drill 2018 thrown", "--fact", "drill-2018-place", "--as", "synonym"]
    assert main([*spelling, "--text", "steppe storm"]) == 0
    assert main([*synonym, "--text", "thrown", "--of", "held"]) == 0

    assert "  DRILL 2018: [third DRILL, steppe storm]\n" in facts(place)
    assert (place / "facts" / "phrasings.yaml").read_text() == PHRASINGS + "\nsynonyms:\n  en:\n    thrown: held\n"
    assert main(["ask", "where was steppe storm held?"]) == 0


def test_an_answered_question_needs_no_phrasing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What the fact answers already is only remembered."""
    assert main(["accept", "where was drill 2018 held", "--fact", "drill-2018-place"]) == 0

    assert "answers that already" in capsys.readouterr().err
    assert facts(place) == FACTS
    assert (place / "accepted.yaml").is_file()


def test_what_another_fact_would_lose(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 1, the reason with its place on standard output, and no file has changed."""
    assert main(["accept", "where was DRILL 2019 held", "--fact", "drill-2018-place"]) == 1

    shown = capsys.readouterr()
    assert "'where was DRILL 2019 held' " in shown.out
    assert "; nothing was written\n" in shown.err
    assert facts(place) == FACTS
    assert sorted(path.name for path in place.iterdir()) == ["facts"]


PARTS = [
    (["and in 2019?", "--fact", "drill-2019-place"], "'and in 2019?' names nothing that it is about, so"),
    (["when?", "--fact", "drill-2018-place", "--text", "the date of DRILL 2018"], "'when?' names nothing"),
    (["when did DRILL 2018 begin", "--fact", "drill-2018-place", "--text", "when?"], "'when?' names nothing"),
    (["so DRILL 2018?", "--fact", "drill-2018-place"], "'so DRILL 2018?' names something and asks nothing of it"),
]


@pytest.mark.parametrize(("arguments", "message"), PARTS)
def test_a_follow_up_is_no_phrasing(
    arguments: list[str], message: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What goes on from another question would find one fact whatever was spoken of: it is refused with the reason."""
    assert main(["accept", *arguments]) == 1

    shown = capsys.readouterr()
    assert message in shown.out
    assert "Traceback" not in shown.err
    assert facts(place) == FACTS
    assert sorted(path.name for path in place.iterdir()) == ["facts"]


UNUSABLE = [
    (["--fact", "drill-2018-plac"], "error: no fact has the id 'drill-2018-plac'; did you mean 'drill-2018-place'?\n"),
    (["--fact", "drill-2018-place", "--as", "name"], "error: which part of the question is the name?"),
    (
        ["--fact", "drill-2018-place", "--as", "name", "--text", "steppe", "--of", "DRILL 2108"],
        "error: the base has no name 'DRILL 2108'; did you mean 'DRILL 2018'?\n",
    ),
    (["--fact", "drill-2018-place", "--as", "synonym", "--text", "steppe"], "error: which word does 'steppe'"),
]


@pytest.mark.parametrize(("arguments", "message"), UNUSABLE)
def test_what_cannot_be_meant(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A person's mistake is one sentence and exit code 2."""
    assert main(["accept", ODD, *arguments]) == 2
    assert capsys.readouterr().err.startswith(message)


def test_an_error_of_before(place: Path) -> None:
    """A lint error that was there before stops no phrasing."""
    with_lint_error(place)

    assert main(ACCEPT) == 0


def test_the_folder_of_a_team(place: Path) -> None:
    """Of several folders that with is written to in which the fact stands, and beside that the question."""
    team = place / "team" / "facts"
    team.mkdir(parents=True)
    own = FACTS.replace("topic: drill", "topic: own").replace("DRILL", "MARCH")
    (team / "own.yaml").write_text(own.replace("drill-", "march-").replace("paper", "leaf"))
    (place / "config.yaml").write_text("facts: [facts, team/facts]")

    assert main(["accept", ODD.replace("drill", "march"), "--fact", "march-2018-place"]) == 0

    assert "march eighteen" in (team / "own.yaml").read_text()
    assert facts(place) == FACTS
    assert (place / "team" / "accepted.yaml").is_file()

    synonym = ["accept", "where was march 2018 thrown", "--fact", "march-2018-place", "--as", "synonym"]
    assert main([*synonym, "--text", "thrown", "--of", "held"]) == 0
    assert "thrown: held" in (team / "phrasings.yaml").read_text()
    assert not (place / "phrasings.yaml").exists()

    asked = "in what spot was the third drill held"
    (place / "questions.yaml").write_text(f"- {{ask: {asked}, want: drill-2018-place}}\n")
    assert main(["accept", asked, "--fact", "march-2018-place"]) == 1


WRITTEN = [
    [ODD],
    ["where was drill 2018 set up", "--text", "place where drill 2018 was set up"],
    ["where was steppe storm held", "--as", "name", "--text", "steppe storm"],
    ["where was drill 2018 thrown", "--as", "synonym", "--text", "thrown", "--of", "held"],
    ["where was DRILL 2018 held?"],
]


@pytest.mark.parametrize("way", WRITTEN)
def test_what_was_written_is_taken_back(way: list[str], place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`--take-back` takes the lines out of the files again, whatever was added, and no other byte changes."""
    (place / "facts" / "phrasings.yaml").write_text(f"{PHRASINGS}\n")
    assert main(["accept", "which camp saw drill eighteen", "--fact", "drill-2018-place"]) == 0
    before = {path: path.read_bytes() for path in place.rglob("*.yaml")}
    capsys.readouterr()
    assert main(["accept", *way, "--fact", "drill-2018-place"]) == 0
    assert {path: path.read_bytes() for path in place.rglob("*.yaml")} != before

    assert main(["accept", way[0], "--take-back"]) == 0
    assert "is taken back\n" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in place.rglob("*.yaml")} == before
    assert main(["accept", way[0], "--take-back"]) == 2
    assert "is not waiting to go live" in capsys.readouterr().err


def test_taken_back_as_a_patch(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where changes go into patches, taking back is one, too."""
    assert main(ACCEPT) == 0
    held = facts(place)
    capsys.readouterr()

    assert main(["accept", ODD, "--take-back", "--write", "patch"]) == 0
    assert f"-    aliases: [{ODD}]\n" in capsys.readouterr().out
    assert facts(place) == held
