"""Tests of `import` and `export`: whole or not at all, and each bad row by its number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from tests.commands.bases import FACTS

HEAD = "question,aliases,answer,source,publisher,published\n"
GOOD = 'Who cooked at the camp?,Camp cook | Whose soup was it,"Ann, of course",paper ¶2,,\n'
OTHER = "Why was it cold?,,Snow,The Weather,The Gazette,2020-01\n"


def imported(place: Path, text: str | bytes, *arguments: str, name: str = "soup.csv") -> int:
    """Import what a file holds."""
    (place / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return main(["import", name, *arguments])


def names(place: Path) -> list[str]:
    """List the facts folder."""
    return sorted(path.name for path in (place / "facts").iterdir())


def test_rows_become_a_topic(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A new topic file holds the facts, with a source of the base and a new one; the bot answers from it."""
    assert imported(place, HEAD + GOOD + OTHER, "--title", "Soup") == 0

    assert (place / "facts" / "soup.yaml").read_text() == (
        "# yaml-language-server: $schema=schema.json\ntopic: soup\ntitle: Soup\nlanguage: en\n\n"
        "sources:\n  gazette-2020-01:\n    title: The Weather\n    publisher: The Gazette\n    published: 2020-01\n\n"
        "facts:\n  - id: who-cooked-camp\n    question: Who cooked at the camp?\n"
        "    aliases: [Camp cook, Whose soup was it]\n"
        '    answer: "Ann, of course"\n    sources: [paper ¶2]\n    as_of: 2019-01-02\n'
        "  - id: why-it-cold\n    question: Why was it cold?\n    answer: Snow\n"
        "    sources: [gazette-2020-01]\n    as_of: 2020-01\n"
    ).replace("gazette-2020-01", "the-gazette-2020-01")
    assert capsys.readouterr().err.endswith("written: facts/soup.yaml\n2 facts taken over\n")
    assert main(["ask", "who cooked at the camp"]) == 0
    assert main(["check"]) == 0


def test_other_headings_and_another_topic(place: Path) -> None:
    """Headings are mapped, a semicolon parts cells, and a topic that is there takes the facts at its end."""
    text = "\ufeffFrage;Antwort;Quelle\nWho cooked at the camp?;Ann;paper\n"
    mapped = [each for pair in ("question=Frage", "answer=Antwort", "source=Quelle") for each in ("--map", pair)]

    assert imported(place, text, "--topic", "drill", *mapped) == 0

    written = (place / "facts" / "drill.yaml").read_text()
    assert written.startswith(FACTS)
    assert written.removeprefix(FACTS).startswith("  - id: who-cooked-camp\n")


def test_json(place: Path) -> None:
    """A list of objects is taken as rows are."""
    rows = [{"question": "Who cooked?", "aliases": ["Cook"], "answer": "Ann", "source": ["paper ¶1", "paper ¶2"]}]

    assert imported(place, json.dumps(rows), name="soup.json") == 0
    assert "sources: [paper ¶1, paper ¶2]" in (place / "facts" / "soup.yaml").read_text()


BAD_ROWS = [
    ("Eats?,,,paper,,\n", "row 3: error: 'answer' is empty; fill it in\n"),
    ("Eats?,,I,Atlas,,\n", "row 3: error: source 'Atlas' is no key of the base, and lacks its publisher or date"),
    ("Eats?,,I,Atlas,Press,2019-13\n", "row 3: error: 'published' is '2019-13'; write YYYY, YYYY-MM or YYYY-MM-DD\n"),
    ("Where was DRILL 2018 held?,,I,paper,,\n", "row 3: error: 'Where was DRILL 2018 held?' already leads to"),
    ("Eats?,,I,paper ¶x,,\n", "row 3: error: "),
]


@pytest.mark.parametrize(("row", "message"), BAD_ROWS)
def test_one_bad_row_keeps_all_out(row: str, message: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The row is named as a spreadsheet counts it, with what to mend, and nothing is written."""
    before = names(place)

    assert imported(place, HEAD + GOOD + row) == 1

    shown = capsys.readouterr()
    assert message in shown.out
    assert shown.err.endswith("1 error in 2 rows; nothing was written\n")
    assert names(place) == before


def test_all_bad_rows_are_named_at_once(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Cells too many, an empty answer and a question that another fact has, each with its row."""
    rows = "Eats?,,I,paper,,,more\nSleeps?,,,paper,,\nWhere was DRILL 2018 held?,,I,paper,,\n"

    assert imported(place, HEAD + GOOD + rows) == 1

    shown = capsys.readouterr()
    assert [line[:12] for line in shown.out.splitlines()] == [f"row {number}: error" for number in (3, 4, 5)]
    assert shown.err.endswith("3 errors in 4 rows; nothing was written\n")


@pytest.mark.parametrize("name", ["../evil", "phrasings", "Soup of the day", "-"])
def test_what_is_no_name_of_a_topic(name: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing is written beside the facts, or over what is none."""
    before = sorted(place.rglob("*"))

    assert imported(place, HEAD + GOOD, f"--topic={name}") == 2

    assert "is no name for a topic; give another with --topic" in capsys.readouterr().err
    assert sorted(place.rglob("*")) == sorted([*before, place / "soup.csv"])


UNREADABLE = [
    (b"question,answer\n", "error: 'soup.csv' holds no row"),
    (b"question,answer\na,b\n", "error: 'soup.csv' has no column 'source' among 'question', 'answer'; say which"),
    (b"question,answer,source\n\xff,b,c\n", "error: 'soup.csv' is not UTF-8 at byte 23; save it as UTF-8\n"),
    (b'question,answer,source\n"a"b,b,c\n', "error: 'soup.csv' is no CSV in line 2"),
]


@pytest.mark.parametrize(("content", "message"), UNREADABLE)
def test_what_is_no_table(content: bytes, message: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that cannot be read as a table is a sentence and exit code 2."""
    assert imported(place, content) == 2
    assert capsys.readouterr().err.startswith(message)


JSON_UNREADABLE = [
    ("[1", "error: soup.json:1:3: error: this is no JSON"),
    ("{}", "error: 'soup.json' is not a list of objects"),
    ("[1]", "error: item 1 of 'soup.json' is not an object"),
    ("[" * 100_000, "error: 'soup.json' is nested too deep"),
]


@pytest.mark.parametrize(("text", "message"), JSON_UNREADABLE)
def test_what_is_no_list(text: str, message: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same for JSON, with its place."""
    assert imported(place, text, name="soup.json") == 2
    assert capsys.readouterr().err.startswith(message)


def test_nothing_is_left_half_written(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the last step fails, the folder is as it was."""
    before = names(place)

    def fail(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", fail)

    assert imported(place, HEAD + GOOD) == 2
    assert names(place) == before


def test_export_to_files(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The ending says the form; without a file it goes to standard output."""
    for name in ("a.csv", "a.json", "a.md", "a.html"):
        assert main(["export", name]) == 0
        assert "In Otar." in (place / name).read_text()
    capsys.readouterr()

    assert main(["export", "--format", "csv"]) == 0
    assert capsys.readouterr().out.startswith("topic,id,question,")


def test_export_of_what_everybody_may_see(place: Path) -> None:
    """A topic for some chats only is left out of a public export; topics can be chosen."""
    own = FACTS.replace("topic: drill", "topic: own\naudience: [-1007]").replace("DRILL", "MARCH")
    (place / "facts" / "own.yaml").write_text(own.replace("drill-", "march-").replace("paper", "leaf"))

    assert main(["export", "all.csv"]) == 0
    assert main(["export", "public.csv", "--public"]) == 0
    assert main(["export", "own.csv", "--topic", "own"]) == 0

    texts = [(place / f"{name}.csv").read_text() for name in ("all", "public", "own")]
    assert [("DRILL" in text, "MARCH" in text) for text in texts] == [(True, True), (True, False), (False, True)]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.txt"], "error: there is no form; name a file that ends in .csv, .json, .md, .html, .htm, or give"),
        (["a.csv", "--topic", "dril"], "error: the base has no topic 'dril'; topics are drill\n"),
        (["facts/drill.yaml/a.csv"], "error: 'facts/drill.yaml' cannot be written ("),
    ],
)
def test_export_that_cannot_be_meant(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake is a sentence and exit code 2."""
    assert main(["export", *arguments]) == 2
    assert capsys.readouterr().err.startswith(message)
