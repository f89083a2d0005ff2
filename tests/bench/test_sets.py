"""Public question sets become fact bases, in memory and on disk alike."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench import sets
from bench.sets import Entry, SetsError
from bot.factbase import load
from bot.factbase.model import Fact
from bot.matching import Answer, Decision, Matcher, Suggest, Thresholds

HARD_TO_WRITE = (
    Entry("a", "yes: no?", ("# not a comment", "a 'quoted' \"word\"", "- 2019-01-02"), "{an: answer}"),
    Entry("b", "Где прошли учения? 🇰🇿", ("*star & anchor",), "x" * 300),
    Entry("c", "twice", (), "{an: answer}"),
)


def shown(fact: Fact) -> tuple[object, ...]:
    """What a matcher and a reader see of a fact."""
    return (
        fact.id,
        fact.question.text,
        fact.question.language,
        [a.text for a in fact.aliases],
        fact.answer,
        fact.as_of,
    )


def test_a_set_is_read_with_ids_that_a_topic_file_may_have(data: Path) -> None:
    """Facts and expectations get the same new ids; an empty answer is filled in and outer spaces are cut."""
    (small,) = sets.load(data)
    assert [entry.id for entry in small.entries] == ["kz-place", "kz-start", "kz-aim"]
    assert [question.expect for question in small.questions] == ["kz-place", "kz-start", "kz-aim", None]
    assert small.entries[1].question == "When did the exercise begin?"
    assert small.entries[2].answer == sets.NO_ANSWER
    assert len(small.phrases) == 4


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        ("Refund_not_showing_up", "refund-not-showing-up"),
        ("adv000:587", "adv000-587"),
        ("?", "8a8de823"),  # nothing is left of it but its hash
        ("x" * 60, "x" * 39 + "-42f2d973"),
    ],
)
def test_ids_become_kebab_case(id: str, expected: str) -> None:
    """An id keeps what a topic file allows of it."""
    assert sets.kebab_ids([id]) == {id: expected}


def test_ids_that_would_meet_are_told_apart() -> None:
    """Two ids that differ in what kebab-case drops stay two, the same in every run."""
    made = sets.kebab_ids(["A_B", "a-b", "c"])
    assert len(set(made.values())) == 3
    assert made["c"] == "c"
    assert made == sets.kebab_ids(["c", "a-b", "A_B"])


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_base_in_memory_is_the_one_that_loads_from_disk(language: str, tmp_path: Path) -> None:
    """Texts full of what means something in YAML come back from the topic file as they are in memory."""
    path = sets.write_topic(HARD_TO_WRITE, tmp_path / "facts", language)
    base, problems = load([(path.name, path.read_bytes())])
    assert problems == []
    assert base is not None
    assert [shown(fact) for fact in base.facts] == [shown(f) for f in sets.as_base(HARD_TO_WRITE, language).facts]


def test_the_command_line_gives_what_the_benchmark_measures(data: Path, tmp_path: Path) -> None:
    """`ask --batch` over the set on disk decides and ranks as the matcher in this process does."""
    (small,) = sets.load(data)
    sets.write_topic(small.entries, tmp_path / "facts")
    config = tmp_path / "config.yaml"
    config.write_text("thresholds: {answer_at: 0.5, suggest_at: 0.1}\nsemantic: off\n")
    matcher = Matcher(sets.as_base(small.entries), thresholds=Thresholds(answer_at=0.5, suggest_at=0.1))
    command = [
        sys.executable,
        "-m",
        "bot",
        "ask",
        "--batch",
        "--facts",
        str(tmp_path / "facts"),
        "--config",
        str(config),
    ]
    questions = "".join(question.text + "\n" for question in small.questions)
    lines = subprocess.run(command, input=questions, capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(lines) == len(small.questions)
    for question, line in zip(small.questions, lines, strict=True):
        seen, decision = json.loads(line), matcher.decide(question.text)
        assert seen["decision"] == _word(decision)
        assert [c["fact"] for c in seen["candidates"]] == [c.fact for c in decision.candidates]
        expected = [c.confidence for c in decision.candidates]
        assert [c["confidence"] for c in seen["candidates"]] == pytest.approx(expected, abs=1e-4)


def _word(decision: Decision) -> str:
    return "answer" if isinstance(decision, Answer) else "suggest" if isinstance(decision, Suggest) else "none"


def test_without_the_sets_one_sentence_says_where_they_come_from(tmp_path: Path) -> None:
    """An empty folder is named, with the variable that names another and the page that lists the sets."""
    with pytest.raises(SetsError) as caught:
        sets.load(tmp_path)
    assert str(tmp_path) in str(caught.value)
    assert "BENCH_DATA" in str(caught.value)
    assert "docs/benchmark.md" in str(caught.value)


def test_an_unknown_set_is_named_with_those_there_are(data: Path) -> None:
    """A slip in a name is answered with the names."""
    with pytest.raises(SetsError, match=r"no question set 'smal' in .*; there are small"):
        sets.load(data, ["smal"])


def test_a_broken_file_is_named(data: Path) -> None:
    """A line that is no JSON stops the run with the file's path, not with a traceback."""
    (data / "small" / "queries.jsonl").write_text("{")
    with pytest.raises(SetsError, match=r"cannot read '.*queries\.jsonl'"):
        sets.load(data)
