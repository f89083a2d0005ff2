"""Tests of `import` and `export`: whole or not at all, and each bad row by its number."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.curation.exchange.records import read_records
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
    (
        "Eats?,,I,Atlas,Press,03/04/2019\n",
        "row 3: error: 'published' is '03/04/2019'; write YYYY, YYYY-MM or YYYY-MM-DD, or name the form with --dates",
    ),
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
    ("[1", "error: 'soup.json' is no JSON in line 1, column 3 ("),
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
    assert "written: a.csv; all but the comments of the files is in it\n" in capsys.readouterr().err
    assert main(["export", "--format", "xlsx"]) == 2
    assert "XLSX is no text for standard output" in capsys.readouterr().err

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
        (["a.txt"], "error: there is no form; name a file that ends in .csv, .xlsx, .json, .md, .html, .htm, or give"),
        (["a.csv", "--topic", "dril"], "error: the base has no topic 'dril'; topics are drill\n"),
        (["facts/drill.yaml/a.csv"], "error: 'facts/drill.yaml' cannot be written ("),
    ],
)
def test_export_that_cannot_be_meant(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake is a sentence and exit code 2."""
    assert main(["export", *arguments]) == 2
    assert capsys.readouterr().err.startswith(message)


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_an_export_is_a_whole_base(
    form: str, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Imported in an empty folder an export is the same base, phrasings and titles included; at home nothing is new."""
    name = f"base.{form}"
    assert main(["export", name]) == 0
    assert main(["import", name]) == 0
    assert capsys.readouterr().err.endswith("2 facts there already; nothing is new\n")
    (place / "empty").mkdir()
    monkeypatch.chdir(place / "empty")

    assert main(["import", f"../{name}"]) == 0
    at_home, here = (
        read_records({path.name: path.read_bytes() for path in folder.glob("*.yaml")})
        for folder in (place / "facts", Path("facts"))
    )
    assert here == at_home
    assert main(["check"]) == 0
    assert main(["ask", "where was the third drill held"]) == 0


def test_another_fact_of_the_same_id(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A row whose id a fact has, and which says something else, is refused."""
    row = "id,question,answer,source\ndrill-2018-place,Where was DRILL 2018 held?,In Almaty.,paper ¶6\n"

    assert imported(place, row) == 1
    assert "row 2: error: id 'drill-2018-place' is taken; choose another, or leave it out\n" in capsys.readouterr().out


def test_one_source_for_all_rows(place: Path) -> None:
    """`--source` stands for what rows leave out; what they say of theirs comes first."""
    text = "question,answer,source,published\nWho cooked?,Ann.,,\nWho sang?,Ben.,Song book,\nWho swam?,Eve.,Pool,2019\n"

    assert imported(place, text, "--source", "Camp guide, The Camp, 2 January 2020, https://camp.example/a") == 0
    written = (place / "facts" / "soup.yaml").read_text()
    assert "title: Camp guide\n    publisher: The Camp\n    published: 2020-01-02\n    url: " in written
    assert "title: Song book\n    publisher: The Camp\n    published: 2020-01-02\n  the" in written
    assert "title: Pool\n    publisher: The Camp\n    published: 2019\n" in written
    assert written.count("as_of: 2020-01-02") == 2


def test_one_source_from_two_rows(place: Path) -> None:
    """Rows that name a source in other letters, or with and without its address, cite one source."""
    text = (
        "question,answer,source,publisher,published,url\n"
        "Who cooked?,Ann.,Camp guide,The Camp,2020,\n"
        "Who sang?,Ben.,camp guide,The Camp,2020,https://camp.example/a\n"
        "Who swam?,Eve.,THE THIRD DRILL,The Paper,2019-01-02,\n"
    )

    assert imported(place, text) == 0
    written = (place / "facts" / "soup.yaml").read_text()
    assert written.count("sources: [the-camp-2020]") == 2
    assert "url: https://camp.example/a" in written
    assert "sources: [paper]" in written


def test_dates_in_their_own_form(place: Path) -> None:
    """`--dates` says how the dates of a table are to be read."""
    row = "Who cooked?,,Ann,Guide,The Camp,03/04/2019\n"

    assert imported(place, HEAD + row, "--dates", "MM/DD/YYYY") == 0
    assert "published: 2019-03-04\n" in (place / "facts" / "soup.yaml").read_text()


def test_an_answer_of_two_lines(place: Path) -> None:
    """The line ends of an answer stay."""
    assert imported(place, HEAD + 'Who cooked?,,"Ann,\nof course.",paper,,\n') == 0
    assert 'answer: "Ann,\\nof course."\n' in (place / "facts" / "soup.yaml").read_text()


def test_the_facts_of_another_tool(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An export of QnABot becomes a topic that answers, with the source that is named for it."""
    qna = {"qna": [{"qid": "Camp.Cook", "type": "qna", "q": ["Who cooked?", "camp cook"], "a": "Ann."}]}

    assert imported(place, json.dumps(qna), name="camp.json") == 1
    assert (
        "row 1: error: 'source' is empty; fill it in, or give one for all rows with --source" in capsys.readouterr().out
    )
    assert imported(place, json.dumps(qna), "--source", "Guide, The Camp, 2020", name="camp.json") == 0
    assert main(["ask", "who cooked"]) == 0
    assert "Guide, The Camp, 2020" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [["--current"], ["--public"]])
def test_a_part_is_not_called_whole(arguments: list[str], place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An export of a part leaves out what the part lacks, and does not say that it holds everything."""
    gone = FACTS + "    withdrawn: 2020-01-01\n"
    (place / "facts" / "drill.yaml").write_text(gone)

    assert main(["export", "a.csv", *arguments]) == 0
    assert capsys.readouterr().err == "written: a.csv\n"
    assert ("Pithoragarh" in (place / "a.csv").read_text()) == (arguments != ["--current"])
