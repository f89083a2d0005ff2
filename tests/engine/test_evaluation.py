"""Tests of question files and of what the questions come to."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.engine.evaluation import AskedQuestion, Outcome, Report, copied, evaluate, read_questions
from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Reason, Suggest, Why
from bot.problems import Place
from tests.replies.bases import base_of, fold

BASE = base_of(
    """
    - {id: plan, question: When will it be?, answer: Soon, sources: [paper], as_of: 2019,
       superseded_by: dates}
    - {id: dates, question: When was it?, answer: In May, sources: [page], as_of: 2019}
    - {id: place, question: Where was it?, aliases: [Which town?],
       answer: Here, sources: [print], as_of: 2019}
    """
)
PLACE = Place("q.yaml", 1, 1)
NEAR, NO = Reason(Why.SEVERAL_NEAR), Reason(Why.NOT_HELD)
DATES, PLAN, TOWN = (Candidate(fact, 0.9, "x") for fact in ("dates", "plan", "place"))


@pytest.mark.parametrize(
    ("want", "decision", "outcome", "answered", "offered"),
    [
        (("dates",), Answer("q", (DATES,), ()), "right", ("dates",), False),
        (("place", "dates"), Answer("q", (DATES,), ()), "right", ("dates",), False),
        (("place", "dates"), Answer("q", (DATES, TOWN), ()), "right", ("dates", "place"), False),
        (("dates",), Answer("q", (DATES, TOWN), ()), "wrong", ("dates", "place"), False),
        (("place",), Answer("q", (DATES,), ()), "wrong", ("dates",), False),
        ((), Answer("q", (DATES,), ()), "wrong", ("dates",), False),
        # An earlier fact and the one that holds now are the same answer.
        (("plan",), Answer("q", (DATES,), ()), "right", ("dates",), False),
        (("dates",), Answer("q", (PLAN,), ()), "right", ("dates",), False),
        (("dates",), Suggest("q", (TOWN, DATES), NEAR, ()), "suggested", (), True),
        (("dates",), Suggest("q", (TOWN,), NEAR, ()), "suggested", (), False),
        ((), Suggest("q", (TOWN, DATES), NEAR, ()), "right", (), False),
        (("dates",), NoAnswer("q", NO, (), ()), "refused", (), False),
        (("dates",), NoAnswer("q", NO, (DATES,), ()), "refused", (), True),
        ((), NoAnswer("q", NO, (DATES,), ()), "right", (), False),
    ],
)
def test_outcome(
    want: tuple[str, ...], decision: Decision, outcome: str, answered: tuple[str, ...], offered: bool
) -> None:
    """A question is right, wrong, suggested or refused by what it wants."""
    (result,) = evaluate([AskedQuestion("q", want, PLACE)], lambda _: decision, BASE).results

    assert (result.outcome, result.answered, result.offered) == (outcome, answered, offered)


def report_of(*outcomes: tuple[bool, Decision]) -> Report:
    """Evaluate questions that want the dates, or none."""
    decisions = iter([decision for _, decision in outcomes])
    questions = [AskedQuestion("q", ("dates",) if wants else (), PLACE) for wants, _ in outcomes]
    return evaluate(questions, lambda _: next(decisions), BASE)


def test_counts() -> None:
    """Right answers are counted among the questions that want one; a trap held back is right as well."""
    no = NoAnswer("q", NO, (), (DATES, TOWN, PLAN, DATES))
    right = Answer("q", (DATES,), ())

    report = report_of((True, right), (True, no), (True, right), (False, no), (False, right))

    assert [report.count(outcome) for outcome in Outcome] == [3, 1, 0, 1]
    assert report.count(Outcome.RIGHT, wanting=True) == 2
    assert report.count(Outcome.WRONG, wanting=False) == 1
    assert report.wanting == 3
    assert report.right_rate == pytest.approx(2 / 3)
    assert [miss.outcome for miss in report.misses] == ["refused", "wrong"]
    assert report.misses[0].top == (DATES, TOWN, PLAN)


def test_rate_without_questions_that_want_an_answer() -> None:
    """A file of traps alone has no answer to miss."""
    assert report_of((False, NoAnswer("q", NO, (), ()))).right_rate == 1


def test_reading() -> None:
    """A file is a list of questions, each with the facts that it wants."""
    content = b"- {ask: when, want: dates}\n- ask: where\n  want: [place, dates]\n  note: two\n- {ask: hm, want: none}"

    questions, problems = read_questions("q.yaml", content, BASE)

    assert problems == []
    assert questions == (
        AskedQuestion("when", ("dates",), Place("q.yaml", 1, 9)),
        AskedQuestion("where", ("place", "dates"), Place("q.yaml", 2, 8)),
        AskedQuestion("hm", (), Place("q.yaml", 5, 9)),
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "",
            "q:1:1: error: this is not a list of questions; "
            "write '- ask: …' and 'want: …' for each question [eval-type]",
        ),
        (
            "ask: x",
            "q:1:1: error: this is not a list of questions; "
            "write '- ask: …' and 'want: …' for each question [eval-type]",
        ),
        (
            "- x",
            "q:1:3: error: this is not a question with its 'want'; write 'ask: …' and 'want: …' [eval-type]",
        ),
        ("- want: none", "q:1:3: error: 'ask' is missing; write 'ask: …' [eval-missing]"),
        ("- ask: x", "q:1:3: error: 'want' is missing; write 'want: …' [eval-missing]"),
        (
            "- {ask: [x], want: none}",
            "q:1:9: error: 'ask' is not one text; write the question as one text [eval-type]",
        ),
        (
            "- {ask: x, want: none, note: y, wnt: z}",
            "q:1:33: error: unknown field 'wnt'; did you mean 'want'? [eval-unknown]",
        ),
        (
            "- {ask: x, want: none, z: y}",
            "q:1:24: error: unknown field 'z'; fields are ask, want, note [eval-unknown]",
        ),
        (
            "- {ask: x, want: datse}",
            "q:1:18: error: no fact has the id 'datse'; did you mean 'dates'? [eval-fact-unknown]",
        ),
        (
            "- {ask: x, want: [dates, zzz]}",
            "q:1:26: error: no fact has the id 'zzz'; name a fact of the base, or none [eval-fact-unknown]",
        ),
        (
            "- {ask: x, want: }",
            "q:1:18: error: 'want' names no fact; write an id, a list of ids, or none [eval-type]",
        ),
        (
            "- {ask: x, want: []}",
            "q:1:18: error: 'want' names no fact; write an id, a list of ids, or none [eval-type]",
        ),
        (
            "- {ask: x, ask: y, want: none}",
            "q:1:12: error: 'ask' stands here and in line 1; keep one of them",
        ),
    ],
)
def test_problems(content: str, expected: str) -> None:
    """What cannot be used is named with its place and how to mend it."""
    _, problems = read_questions("q", content.encode(), BASE)

    assert len(problems) == 1
    assert str(problems[0]).startswith(expected)


@given(st.binary(max_size=200))
def test_no_bytes_raise(content: bytes) -> None:
    """Any bytes give questions or problems."""
    questions, problems = read_questions("q", content, BASE)

    assert questions or problems


def test_copied() -> None:
    """A question that equals a phrasing after normalising is named with the fact."""
    questions = [AskedQuestion(ask, (), PLACE) for ask in ("WHICH  town?", "which town was it")]

    assert [str(problem) for problem in copied(questions, BASE, fold)] == [
        "q.yaml:1:1: warning: 'WHICH  town?' is a phrasing of 'place'; ask it as somebody else would [eval-copied]"
    ]
