"""Tests of patches that are made on top of those nobody has applied yet."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from shutil import copytree

import pytest

from bot.cli import main
from bot.config import Secret
from bot.store.database.engine import open_engine
from bot.store.database.migrate import migrate
from bot.store.gaps import pending, proposals
from tests.store.gaps.test_gaps import miss, record_miss

BOT = 12
FACT = ["--fact", "drill-2018-place"]
WAYS = [
    ["G1", *FACT],
    ["P1"],
    ["which grassland saw drill eighteen", *FACT],
    ["where was steppe storm held", *FACT, "--as", "name", "--text", "steppe storm"],
    ["where was drill 2018 thrown", *FACT, "--as", "synonym", "--text", "thrown", "--of", "held"],
]
PROPOSAL = ("Who commanded DRILL 2018?", "Colonel Tester.", "Orders, The Paper, 2019-01-03, https://paper.example/b")


@pytest.fixture
def checkout(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A git checkout of the base with tests/eval, and beside it a configuration with a store, where one stands."""
    home, stand = place / "checkout", place / "stand"
    (home / "tests" / "eval").mkdir(parents=True)
    (place / "facts").rename(home / "facts")
    stand.mkdir()
    (stand / "config.yaml").write_text(f"facts: [{home / 'facts'}]\n")
    subprocess.run(["git", "init", "-q"], cwd=home, check=True)
    monkeypatch.chdir(stand)
    engine = open_engine(Secret(f"sqlite:///{stand / 'var' / 'bot.db'}"))
    migrate(engine)
    with engine.begin() as connection:
        record_miss(connection, BOT, miss("which steppe saw drill eighteen"))
        proposals.put(connection, BOT, "place", "person", PROPOSAL, 1.0)
    return home


def accepted(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, list[str]]:
    """Accept as a patch; give the patch and what it builds on."""
    assert main(["accept", *arguments, "--write", "patch", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    return told["patch"], told["builds_on"]


def contents(folder: Path) -> dict[str, bytes]:
    """Read all files of a checkout."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


def open_ones(told: dict[str, list[dict[str, str]]]) -> list[str]:
    """Name the gaps and proposals that wait for a decision."""
    return [*(one["gap"] for one in told["gaps"]), *(one["proposal"] for one in told["proposals"])]


def apply(patch: str, folder: Path) -> None:
    """Apply a patch as a curator does."""
    subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=folder, check=True)


def test_patches_apply_in_order(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Accepted one after the other before any is live, they give to the byte what the files would have become."""
    found = [accepted(capsys, *way) for way in WAYS]
    names = ["G1", "P1", WAYS[2][0], WAYS[3][0]]
    assert [on for _, on in found] == [names[:count] for count in range(5)]
    assert found[0][0].startswith("diff --git a/facts/drill.yaml b/facts/drill.yaml\n")

    files = checkout.parent / "files"
    copytree(checkout, files)
    for patch, _ in found:
        apply(patch, checkout)
    for way in WAYS:
        text, rest = way[0], way[1:]
        question = "which steppe saw drill eighteen" if text == "G1" else text
        if text == "P1":
            with open_engine(Secret(f"sqlite:///{Path('var/bot.db').resolve()}")).begin() as connection:
                pending.take_back(connection, BOT, "P1")
        assert main(["accept", question, *rest, "--write", "files", "--facts", str(files / "facts")]) == 0
    assert contents(checkout) == contents(files)


def test_what_is_applied_drops_out(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A patch builds on none that the base at hand has; one that is had again is made on what is left."""
    first, _ = accepted(capsys, *WAYS[0])
    accepted(capsys, *WAYS[1])
    apply(first, checkout)
    second, on = accepted(capsys, "P1")
    assert on == []
    third, on = accepted(capsys, *WAYS[2])
    assert on == ["P1"]
    apply(second, checkout)
    apply(third, checkout)
    assert main(["accept", "P1", "--write", "patch"]) == 0
    assert "all of it is there already" in capsys.readouterr().err


def test_a_patch_is_had_again_and_taken_back(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same once more gives the same; something else is refused until the first is taken back."""
    first, _ = accepted(capsys, *WAYS[0])
    second, on = accepted(capsys, *WAYS[1])
    assert accepted(capsys, *WAYS[0]) == (first, [])
    assert accepted(capsys, "G1") == (first, [])
    assert accepted(capsys, "P1") == (second, on)
    assert main(["accept", "G1", "--fact", "drill-2019-place", "--write", "patch"]) == 2
    assert "accept 'G1' --take-back" in capsys.readouterr().err

    assert main(["gaps", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["gaps"], told["proposals"]) == ([], [])
    assert [(one["name"], one["becomes"], one["of"]) for one in told["not_live"]] == [
        ("G1", "phrase", "drill-2018-place"),
        ("P1", "new fact", "who-commanded-drill-2018"),
    ]
    assert told["not_live"][0]["askers"] == 1
    assert main(["gaps"]) == 0
    assert "2 accepted and not yet live" in capsys.readouterr().err

    assert main(["accept", "G1", "--take-back"]) == 0
    assert "get these patches anew, which were made on top of it: P1" in capsys.readouterr().err
    assert main(["accept", "G1", "--take-back"]) == 2
    alone, on = accepted(capsys, "P1")
    assert on == []
    apply(alone, checkout)
    assert main(["accept", "P1", "--take-back"]) == 0
    capsys.readouterr()
    assert main(["gaps", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["gap"] for one in told["gaps"]] == ["G1"]
    assert [one["question"] for one in told["proposals"]] == [PROPOSAL[0]]


def test_what_no_longer_fits(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the base has lost the fact of what is pending, the refusal says how to go on."""
    accepted(capsys, *WAYS[0])
    topic = checkout / "facts" / "drill.yaml"
    topic.write_text(topic.read_text().replace("drill-2018-place", "drill-2018-where"))
    assert main(["accept", "P1", "--write", "patch"]) == 2
    shown = capsys.readouterr().err
    assert "'G1' was accepted, is not live yet, and no longer fits the base" in shown
    assert "python -m bot accept 'G1' --take-back" in shown


def test_without_a_store(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where no bot has run nothing is kept: each patch is made on the base at hand."""
    first = accepted(capsys, *WAYS[2])
    assert accepted(capsys, *WAYS[2]) == first
    assert not (place / "var").exists()


def test_where_there_is_no_git(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files are named from the folder of config.yaml, wherever one stands."""
    (place / "config.yaml").write_text("facts: facts\n")
    (place / "elsewhere").mkdir()
    monkeypatch.chdir(place / "elsewhere")
    patch, _ = accepted(capsys, *WAYS[2], "--config", str(place / "config.yaml"))
    assert [line for line in patch.splitlines() if line.startswith("+++")] == [
        "+++ b/accepted.yaml",
        "+++ b/facts/drill.yaml",
    ]


def test_a_patch_is_given_again_where_files_are_written(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was made as a patch is given as one again, though changes usually go into files; nothing is written."""
    first, _ = accepted(capsys, *WAYS[0])
    before = contents(checkout)

    assert main(["accept", "G1"]) == 0
    assert capsys.readouterr().out == first
    assert contents(checkout) == before


@pytest.mark.parametrize("way", WAYS)
def test_nothing_live_is_listed_as_not_live(way: list[str], checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Once a patch is applied it leaves the list, and `--take-back` takes its lines out of the files."""
    before = contents(checkout)
    patch, _ = accepted(capsys, *way)
    apply(patch, checkout)
    assert main(["gaps", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["not_live"] == []

    assert main(["accept", way[0], "--take-back"]) == 0
    after = contents(checkout)
    assert {name: text for name, text in after.items() if "accepted" not in name and "phrasings" not in name} == {
        name: text for name, text in before.items() if "phrasings" not in name
    }
    assert b"- ask" not in after.get("tests/eval/accepted.yaml", b"")
    capsys.readouterr()
    assert main(["gaps", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert way[0] in [*open_ones(told), *(name for name in way[:1] if name not in ("G1", "P1"))]


@pytest.mark.parametrize("way", WAYS[:2])
def test_written_files_are_taken_back_by_name(
    way: list[str], checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A gap or proposal that went into the files is taken out of them, and is open again."""
    before = contents(checkout)
    assert main(["accept", *way, "--write", "files"]) == 0
    assert contents(checkout) != before

    assert main(["accept", way[0], "--take-back"]) == 0
    after = contents(checkout)
    assert after["facts/drill.yaml"] == before["facts/drill.yaml"]
    capsys.readouterr()
    assert main(["gaps", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert way[0] in open_ones(told)
