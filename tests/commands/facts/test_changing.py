"""Tests of `edit`, `supersede` and `withdraw`: judged, kept as a patch or written, and no comment is lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.cli import main
from tests.commands.bases import FACTS, QUESTION

REMARKED = FACTS.replace("    answer: In Otar.\n", "    # read twice\n    answer: In Otar.  # not Astana\n")
OTHER = "where was DRILL 2019 held?"


@pytest.fixture(name="facts", autouse=True)
def _facts(place: Path) -> Path:
    """Give the facts comments, and return their file."""
    path = place / "facts" / "drill.yaml"
    path.write_text(REMARKED)
    return path


@pytest.mark.parametrize(
    ("arguments", "before", "after"),
    [
        (["answer", "Near Otar."], "answer: In Otar.  # not", "answer: Near Otar.  # not"),
        (["answer", "Otar: the area"], "answer: In Otar.  # not", 'answer: "Otar: the area"  # not'),
        (["aliases", "Which range?"], "    # read", "    aliases: [Which range?]\n    # read"),
        (["tags", "land", "steppe", "--add"], "¶6]\n    as_of: 2019-01-02\n",
         "¶6]\n    as_of: 2019-01-02\n    tags: [land, steppe]\n"),
        (["as_of", "2019-01-03"], "¶6]\n    as_of: 2019-01-02", "¶6]\n    as_of: 2019-01-03"),
        (["sources", "paper ¶8"], "[paper ¶6]", "[paper ¶8]"),
        (["sources", "paper ¶8", "--add"], "[paper ¶6]", "[paper ¶6, paper ¶8]"),
        (["translations.ru.answer", "В Отаре."], "¶6]\n    as_of: 2019-01-02\n",
         "¶6]\n    as_of: 2019-01-02\n    translations:\n      ru:\n        answer: В Отаре.\n"),
    ],
)  # fmt: skip
def test_a_field_gets_another_value(facts: Path, arguments: list[str], before: str, after: str) -> None:
    """Only the value changes; every comment and every other byte stays, and the base still answers."""
    assert main(["edit", "drill-2018-place", *arguments]) == 0

    assert facts.read_text() == REMARKED.replace(before, after, 1)
    assert main(["ask", QUESTION]) == 0


def test_what_was_added_is_taken_out(facts: Path) -> None:
    """Items of a list and whole fields go again, and the file is as it was."""
    edit = ["edit", "drill-2018-place", "tags"]
    assert main([*edit, "land", "steppe"]) == 0
    assert main([*edit, "land", "--remove"]) == 0
    assert "tags: [steppe]\n" in facts.read_text()
    assert main([*edit, "--remove"]) == 0

    assert facts.read_text() == REMARKED


def test_a_new_source_with_the_answer(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A source that the base lacks is written beside the others, and the fact cites it."""
    source = "Where the DRILL was, The Gazette, 2026-05-01, https://gazette.example/b"
    assert main(["edit", "drill-2018-place", "answer", "At Gvardeysky.", "--source", source]) == 0

    assert "sources: [the-gazette-2026-05-01]" in facts.read_text()
    capsys.readouterr()
    assert main(["ask", QUESTION]) == 0
    assert "Where the DRILL was, The Gazette, 1 May 2026" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["drill-2018-plase", "answer", "X"], "did you mean 'drill-2018-place'?"),
        (["drill-2018-place", "anser", "X"], "a fact has no field 'anser'; did you mean 'answer'?"),
        (["drill-2018-place", "id", "x"], "an id stays for ever"),
        (["drill-2018-place", "claims.1.answer", "X"], "the fact has no claims.1"),
        (["drill-2018-place", "claims", "X"], "name one claim and its field, such as claims.1.answer"),
        (["drill-2018-place", "answer"], "what is the new value of 'answer'?"),
        (["drill-2018-place", "answer", " "], "the new value of 'answer' is empty"),
        (["drill-2018-place", "answer", "In", "Otar."], "'answer' has one value; put it in quotation marks"),
        (["drill-2018-place", "tags", "--remove"], "there is no 'tags'"),
        (["drill-2018-place", "answer", "X", "--add"], "'answer' is no list"),
        (["drill-2018-place", "answer", "X", "--source", "some page"], "the source 'some page' is no key of the base"),
    ],
)
def test_what_cannot_be_meant(facts: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    """One sentence says what is wrong, and nothing is written."""
    assert main(["edit", *arguments]) == 2

    assert said in capsys.readouterr().err
    assert facts.read_text() == REMARKED


@pytest.mark.parametrize(
    ("arguments", "rule"),
    [
        (["as_of", "soon"], "date-format"),
        (["question", "Where was DRILL 2019 held?"], "phrase-taken"),
        (["about", "--remove"], "field-clash"),
        (["answer", "--remove"], "field-missing"),
    ],
)
def test_it_is_judged(facts: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], rule: str) -> None:
    """What would break the base is refused with the rule that it breaks, and nothing is written."""
    assert main(["edit", "drill-2018-place", *arguments]) == 1

    assert f"[{rule}]" in capsys.readouterr().out
    assert facts.read_text() == REMARKED


def test_a_claim_is_edited(facts: Path) -> None:
    """Claims count from 1, and each field of one can be changed."""
    claims = """\
    claims:
      - answer: In Otar.  # says the paper
        sources: [paper ¶6]
        as_of: 2019-01-02
      - answer: In Almaty.
        sources: [paper ¶9]
        as_of: 2019-01-02
"""
    one = "    # read twice\n    answer: In Otar.  # not Astana\n    sources: [paper ¶6]\n    as_of: 2019-01-02\n"
    facts.write_text(REMARKED.replace(one, claims))
    assert main(["edit", "drill-2018-place", "claims.2.answer", "Near Almaty."]) == 0

    assert facts.read_text() == REMARKED.replace(one, claims.replace("In Almaty", "Near Almaty"))


SUPERSEDE = ["supersede", "drill-2018-place", "--answer", "At Gvardeysky.", "--source"]


@pytest.mark.parametrize("source", ["paper ¶8", "News of it, The Gazette, 2026-05-01, https://gazette.example/b"])
def test_a_fact_gets_its_successor(facts: Path, capsys: pytest.CaptureFixture[str], source: str) -> None:
    """The old fact names the new one, which is asked for in the same ways and answers from now on."""
    assert main([*SUPERSEDE, source]) == 0

    year = "2026" if "2026" in source else "2019"
    assert f"    superseded_by: drill-2018-place-{year}\n" in facts.read_text()
    assert "    # read twice\n    answer: In Otar.  # not Astana\n" in facts.read_text()
    capsys.readouterr()
    assert main(["ask", QUESTION]) == 0
    assert capsys.readouterr().out.startswith("At Gvardeysky.")
    assert main(["check"]) == 0


def test_a_successor_that_is_there(facts: Path) -> None:
    """With --by only the link is written; a second successor is refused."""
    by = ["supersede", "drill-2018-place", "--by", "drill-2019-place"]
    assert main(by) == 0

    assert facts.read_text() == REMARKED.replace(
        "¶6]\n    as_of: 2019-01-02\n", "¶6]\n    as_of: 2019-01-02\n    superseded_by: drill-2019-place\n"
    )
    assert main(by) == 2


def test_a_successor_needs_answer_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    """What is missing is said, with how to give it."""
    assert main(["supersede", "drill-2018-place", "--answer", "X"]) == 2
    assert "a successor needs its answer and its source" in capsys.readouterr().err


def test_a_fact_is_withdrawn(place: Path, facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The day and the reason are written, the question is refused, and its line of the question file stays right."""
    (place / "questions.yaml").write_text(f'- ask: "{QUESTION}"\n  want: drill-2018-place\n')
    assert main(["withdraw", "drill-2018-place", "--why", "The paper: it was a mistake."]) == 0

    assert '    withdrawn_because: "The paper: it was a mistake."\n' in facts.read_text()
    capsys.readouterr()
    assert main(["ask", QUESTION]) == 1
    assert "no longer have an answer" in capsys.readouterr().out
    assert main(["eval", "--min-right", "1"]) == 0
    assert main(["withdraw", "drill-2018-place", "--why", "again"]) == 2


def test_a_question_that_would_be_lost(place: Path, facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An edit after which a question of the question file is no longer answered is refused, as with accept."""
    assert main(["edit", "drill-2018-place", "aliases", "Which range saw those soldiers?"]) == 0
    (place / "questions.yaml").write_text("- ask: which range saw these soldiers\n  want: drill-2018-place\n")
    before = facts.read_text()

    assert main(["edit", "drill-2018-place", "aliases", "Whose steppe?"]) == 1

    assert "[question-lost]" in capsys.readouterr().out
    assert facts.read_text() == before


@pytest.mark.parametrize(
    "change",
    [
        ["edit", "drill-2018-place", "answer", "Near Otar."],
        [*SUPERSEDE, "paper ¶8"],
        ["withdraw", "drill-2018-place", "--why", "It was a mistake."],
    ],
)
def test_as_a_patch(facts: Path, capsys: pytest.CaptureFixture[str], change: Sequence[str]) -> None:
    """A patch is printed, told that it is not live yet, and no file changes."""
    assert main([*change, "--write", "patch"]) == 0

    shown = capsys.readouterr()
    assert shown.out.startswith("diff --git a/facts/drill.yaml b/facts/drill.yaml\n")
    assert "not yet live" in shown.err
    assert facts.read_text() == REMARKED
    assert main([*change, "--json", "--write", "patch"]) == 0
    assert json.loads(capsys.readouterr().out)["patch"]


def test_the_same_again_changes_nothing(facts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A value that is there already is no change."""
    assert main(["edit", "drill-2018-place", "answer", "In Otar."]) == 0
    assert "all of it is there already" in capsys.readouterr().err
    assert facts.read_text() == REMARKED
