"""Tests of `traps`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.cli import main
from bot.engine.engine import AnsweringEngine
from bot.engine.files import load_base
from bot.matching import Answer, Candidate, Matcher
from tests.commands.bases import with_lint_error

FACT = "drill-2018-place"


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    """Run the command for its JSON object."""
    code = main(["traps", "--json", *arguments])
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    return code, json.loads(out)


def test_counts_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """The last lines say how many variants there are, and what became of them."""
    main(["traps"])
    lines = capsys.readouterr().out.splitlines()

    assert lines[-3].startswith("2 facts, ")
    assert lines[-3].endswith(" variants, seed 1")
    assert " that must hit do (" in lines[-2]
    assert " that must not be answered are" in lines[-1]


def test_counts_agree(capsys: pytest.CaptureFixture[str]) -> None:
    """Changes, sorts and lists of the JSON object add up."""
    _, found = report(capsys)

    for sort, must_hit in (("must_hit", True), ("must_not", False)):
        counts = found[sort]
        changes = [change for change in found["changes"] if change["must_hit"] is must_hit]
        assert counts["variants"] == counts["right"] + counts["missed"] + counts["wrong"] > 0
        for outcome in ("right", "missed", "wrong"):
            assert counts[outcome] == sum(change[outcome] for change in changes)
    assert len(found["missed"]) == found["must_hit"]["missed"]
    assert len(found["wrong"]) == found["must_hit"]["wrong"] + found["must_not"]["wrong"]
    assert found["must_not"]["missed"] == 0
    assert found["hit_rate"] == round(found["must_hit"]["right"] / found["must_hit"]["variants"], 4)


def test_pairs_have_their_places(capsys: pytest.CaptureFixture[str]) -> None:
    """Facts that are easy to confuse are named with file, line and column of both."""
    _, found = report(capsys)
    main(["traps"])
    lines = capsys.readouterr().out.splitlines()
    (pair,) = found["pairs"]
    at = lines.index("the facts that are easiest to confuse, by how far the right one leads:")

    assert {pair["fact"], pair["other"]} == {"drill-2018-place", "drill-2019-place"}
    assert {pair["place"], pair["other_place"]} == {"facts/drill.yaml:11:9", "facts/drill.yaml:18:9"}
    assert lines[at + 1] == (
        f"    {pair['margin']:+.3f} {pair['place']} {pair['fact']} · {pair['other_place']} {pair['other']}"
    )
    assert lines[at + 2].strip() == pair["question"]


class EagerMatcher(Matcher):
    """Answers everything with one fact."""

    def decide(self, question: str) -> Answer:
        """Answer."""
        return Answer(question, (Candidate(FACT, 1.0, question),), ())


def test_a_wrong_answer_is_shown(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each wrong answer has its line with the question, what was given and what was wanted."""
    base = load_base([place / "facts"])
    monkeypatch.setattr("bot.commands.answering.traps.opened", lambda _: AnsweringEngine(base, EagerMatcher(base)))

    code, found = report(capsys, "--fact", FACT)
    assert main(["traps", "--min-hits", "0"]) == code == 1
    out = capsys.readouterr().out
    made, other = "facts/drill.yaml:11:9", "facts/drill.yaml:18:9"

    assert len(found["wrong"]) == found["must_not"]["variants"]
    assert f"{made}: wrong: Where was DRILL 2018 not held? → {FACT} ({made}) (wants none, made from {FACT}; " in out
    assert f"{other}: wrong: WHERE WAS DRILL 2019 HELD? → {FACT} ({made}) (wants drill-2019-place; " in out


def shy(place: Path) -> list[str]:
    """Write a configuration by which next to nothing is answered."""
    (place / "shy.yaml").write_text("thresholds: {answer_at: 1, suggest_at: 1, unaddressed_answer_at: 1}\nmax_wrong: 0")
    return ["--config", "shy.yaml"]


@pytest.mark.parametrize(("rate", "expected"), [("0", 0), ("1", 1)])
def test_hits_decide_the_exit_code(rate: str, expected: int, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a wrong answer, the share of hits decides."""
    code, found = report(capsys, *shy(place), "--min-hits", rate)

    assert found["wrong"] == []
    assert code == expected


def test_misses_are_listed_on_demand(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What found nothing is told where it is asked for."""
    main(["traps", *shy(place)])
    without = capsys.readouterr().out
    main(["traps", *shy(place), "--misses"])
    out = capsys.readouterr().out

    assert ": missed: " not in without
    assert "facts/drill.yaml:11:9: missed: " in out


def test_one_fact_alone(capsys: pytest.CaptureFixture[str]) -> None:
    """With --fact its variants are all shown, the same as among those of the others."""
    _, whole = report(capsys)
    _, one = report(capsys, "--fact", FACT)
    main(["traps", "--fact", FACT])
    out = capsys.readouterr().out

    assert one["facts"] == 1
    assert [miss for miss in whole["missed"] if miss["fact"] == FACT] == one["missed"]
    assert "hit: WHERE WAS DRILL 2018 HELD? (capitals)" in out
    shown = [line for line in out.splitlines() if line.startswith(("hit: ", "not answered: "))]
    assert len(shown) == one["must_hit"]["right"] + one["must_not"]["right"]


def test_seeds_differ(capsys: pytest.CaptureFixture[str]) -> None:
    """The seed is in the report; the same makes the same."""
    first, again, other = (report(capsys, "--seed", seed)[1] for seed in ("1", "1", "2"))

    assert first == again
    assert (first["seed"], other["seed"]) == (1, 2)
    assert first != other | {"seed": 1}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--fact", "drill-2018-plaice"], "error: no fact has the id 'drill-2018-plaice'; did you mean '"),
        (["--fact", "x"], "error: no fact has the id 'x'; name a fact of the base\n"),
        (["--min-hits", "97"], "'97' is not a share; write a number from 0 to 1, such as 0.97\n"),
        (["--seed", "one"], "invalid int value: 'one'\n"),
    ],
)
def test_a_persons_mistake(arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    """It is one sentence and exit code 2."""
    assert main(["traps", *arguments]) == 2
    assert expected in capsys.readouterr().err


def test_a_fact_that_is_not_current(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A superseded fact has no variants; its successor is named."""
    file = place / "facts" / "drill.yaml"
    file.write_text(
        file.read_text().replace(
            "question: Where was DRILL 2018 held?", "superseded_by: drill-2019-place\n    question: Where?"
        )
    )
    assert main(["traps", "--fact", FACT]) == 2
    assert capsys.readouterr().err.endswith(
        f"error: '{FACT}' is not current, so that nothing is asked of it; name 'drill-2019-place'\n"
    )


def test_lint_errors_stop_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """They are counted on stderr; results alone are on stdout."""
    with_lint_error(place)
    main(["traps", "--json"])
    out, err = capsys.readouterr()

    assert json.loads(out)["facts"] == 2
    assert err.startswith("1 lint error in the facts; ")


def test_never_this_fact(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What stands under `not_for` is asked too, as it is and with slips, and only that fact must not answer it."""
    facts = place / "facts" / "drill.yaml"
    barred = facts.read_text().replace(
        "    asks: place\n", "    asks: place\n    not_for: [where did DRILL 2018 happen]\n", 1
    )
    facts.write_text(barred)

    main(["traps", "--fact", "drill-2018-place"])

    shown = capsys.readouterr().out
    assert "not answered: where did DRILL 2018 happen (not for it)\n" in shown
    assert "(not for it, slip)" in shown
