"""Tests of trying a change: a harmless one gives a plan, one that harms another fact is refused with the reason."""

from __future__ import annotations

import datetime as dt
import subprocess
from pathlib import Path

import pytest

from bot.curation.editing.operations import AddAlias, AddFacts, AddSpelling, EditOperation
from bot.curation.editing.regression_check import ChangePlan, Criteria, ExpectedAnswer, try_change
from bot.matching import Matcher
from bot.problems import FactsError
from tests.curation.bases import FACTS, PHRASINGS

FILES = {"facts/drill.yaml": FACTS.encode(), "facts/phrasings.yaml": PHRASINGS.encode()}
ODD = "which steppe saw tandem eighteen"
FILE = "accepted.yaml"
QUESTIONS = b"- {ask: who built saryarka-2, want: saryarka-maker}\n- {ask: which parade had presidents, want: none}\n"
HELD = {"questions.yaml": QUESTIONS}


def planned(
    change: EditOperation | None, asked: ExpectedAnswer | None = None, **questions: bytes
) -> ChangePlan | list[str]:
    """Plan on the small base; problems as text."""
    files = {f"{name}.yaml": content for name, content in questions.items()}
    made = try_change(FILES, change, Criteria(Matcher, dt.date(2026, 11, 24), files), asked)
    return made if isinstance(made, ChangePlan) else [str(problem) for problem in made]


def test_a_phrasing_is_planned_with_its_question() -> None:
    """The topic file gets the phrasing and the file of accepted questions the question; nothing else changes."""
    made = planned(AddAlias("tandem-2018-place", ODD, "en"), ExpectedAnswer(ODD, "tandem-2018-place", FILE))

    assert isinstance(made, ChangePlan)
    assert sorted(made.after) == [FILE, "facts/drill.yaml"]
    assert made.after[FILE].decode().endswith(f"- ask: {ODD}\n  want: tandem-2018-place\n")
    assert f"aliases: [{ODD}]" in made.after["facts/drill.yaml"].decode()
    assert list(made.before) == ["facts/drill.yaml"]


def test_a_question_is_kept_once() -> None:
    """A question that was accepted before is not written again."""
    asked = ExpectedAnswer("venue of TANDEM 2018", "tandem-2018-place", FILE)
    made = planned(None, asked, accepted=b"- {ask: venue of TANDEM 2018, want: tandem-2018-place}")

    assert isinstance(made, ChangePlan)
    assert made.after == {}


REFUSED = [
    pytest.param(
        AddAlias("trade-2018", "Who built the Saryarka 2?", "en"),
        None,
        "'Who built the Saryarka 2?' already leads to 'saryarka-maker' (facts/drill.yaml:",
        id="a phrasing of another fact",
    ),
    pytest.param(
        AddAlias("parade-absence", "who was it", "en"),
        ExpectedAnswer("who built saryarka-2", "parade-absence", FILE),
        "'who built saryarka-2' would find 'saryarka-maker', not 'parade-absence'",
        id="the question still finds another fact",
    ),
    pytest.param(
        AddAlias("parade-absence", "which parade had presidents", "en"),
        None,
        "questions.yaml:2:9: error: 'which parade had presidents' wants none and would find 'parade-absence'",
        id="a question that must not be answered",
    ),
    pytest.param(
        AddSpelling("TANDEM", "Saryarka-2"),
        None,
        "already is a spelling of 'TANDEM'",
        id="a spelling of another name",
    ),
    pytest.param(
        AddFacts("facts/drill.yaml", [{"id": "trade-2018", "question": "Q", "answer": "A"}]),
        None,
        "id 'trade-2018' is taken at facts/drill.yaml:41:9",
        id="a fact that is there",
    ),
    pytest.param(
        AddFacts(
            "facts/drill.yaml",
            [
                {
                    "id": "b",
                    "question": "Who built the Saryarka-2?",
                    "answer": "A",
                    "sources": ["paper"],
                    "as_of": "2020",
                }
            ],
        ),
        None,
        "'Who built the Saryarka-2?' already leads to 'saryarka-maker' (facts/drill.yaml:36:",
        id="a new fact with another's question",
    ),
]


@pytest.mark.parametrize(("change", "asked", "reason"), REFUSED)
def test_what_would_harm_another_fact_is_refused(
    change: EditOperation, asked: ExpectedAnswer | None, reason: str
) -> None:
    """The reason names what would be lost and where it stands, and nothing is written."""
    made = planned(change, asked, questions=QUESTIONS)

    assert isinstance(made, list)
    assert any(reason in problem for problem in made), made


def test_old_errors_stop_nothing() -> None:
    """An error that the base had before is not held against a change, though its line has moved."""
    spare = FACTS.replace("sources:\n", "sources:\n  spare: {title: T, publisher: P, published: 2019}\n")
    made = try_change(
        {**FILES, "facts/drill.yaml": spare.encode()},
        AddSpelling("TANDEM", "Tan Dem Ex"),
        Criteria(Matcher, dt.date(2026, 11, 24)),
    )

    assert isinstance(made, ChangePlan)


def test_a_base_that_does_not_load() -> None:
    """There is nothing to add to a base that does not load."""
    with pytest.raises(FactsError):
        try_change({"t.yaml": b"["}, AddSpelling("A", "B"), Criteria(Matcher, dt.date(2026, 11, 24)))


def test_the_patch_is_one_for_git(tmp_path: Path) -> None:
    """`git apply` makes of the old files just the planned ones, new files and missing line ends included."""
    files = {"facts/drill.yaml": FACTS.rstrip("\n").encode(), "facts/phrasings.yaml": PHRASINGS.encode()}
    criteria = Criteria(Matcher, dt.date(2026, 11, 24))
    asked = ExpectedAnswer(ODD, "tandem-2018-place", "tests/eval/accepted.yaml")
    made = try_change(files, AddAlias("tandem-2018-place", ODD, "en"), criteria, asked)
    assert isinstance(made, ChangePlan)
    for path, content in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)

    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    subprocess.run(["git", "apply"], cwd=tmp_path, input=made.patch().encode(), check=True)

    assert {path: (tmp_path / path).read_bytes() for path in made.after} == dict(made.after)
