"""What the cases cannot show: boundaries, other matchers, and what a rule says in full."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest

from bot.checks import RULES, WARNINGS, check
from bot.factbase import load
from bot.factbase.model import FactBase
from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Reason, Suggest, Why
from bot.problems import Level, Problem
from tests.factbase.writing import fact, small_topic

TODAY = date(2026, 11, 24)


@dataclass
class FakeMatcher:
    """Answers each question with the fact it is told, else with the fact that the question names."""

    decisions: dict[str, Decision] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def decide(self, question: str, /) -> Decision:
        self.asked.append(question)
        return self.decisions.get(question, answer(question.removeprefix("What is ").rstrip("?")))

    def phrased(self, question: str, /) -> str | None:
        return None


def answer(fact_id: str) -> Answer:
    """Return an answer of one fact."""
    return Answer("", (Candidate(fact_id, 0.9, ""),), ())


def _base(*facts: str, phrasings: str = "", **fields: str) -> FactBase:
    files = [small_topic(facts="".join(facts), **fields)]
    if phrasings:
        files.append(("facts/phrasings.yaml", phrasings.encode()))
    base, problems = load(files)
    assert problems == []
    assert base is not None
    return base


def _check(
    base: FactBase,
    matcher: FakeMatcher | None = None,
    fold: Callable[[str], str] = str.lower,
    today: date = TODAY,
) -> list[Problem]:
    return check(base, today=today, asks=matcher or FakeMatcher(), fold=fold, missing=lambda _: None)


@pytest.mark.parametrize(
    ("today", "rules"),
    [
        (date(2026, 6, 29), []),
        (date(2026, 6, 30), []),
        (date(2026, 7, 1), ["review-overdue"]),
    ],
)
def test_a_review_is_overdue_the_day_after(today: date, rules: list[str]) -> None:
    """A month covers its last day, and being overdue is only a warning."""
    problems = _check(_base(fact("one", "review_by: 2026-06")), today=today)

    assert [problem.rule for problem in problems] == rules
    assert {problem.level for problem in problems} <= {Level.WARNING}


DECISIONS = [
    (answer("two"), "'What is one?' finds 'two' first"),
    (
        Suggest("", (Candidate("one", 0.5, ""), Candidate("two", 0.5, "")), Reason(Why.SEVERAL_NEAR), ()),
        "'What is one?' is not answered, only brings choices: 'one' and 'two'",
    ),
    (
        NoAnswer("", Reason(Why.NOT_HELD), (), ()),
        "'What is one?' is not answered: I have no sourced answer to that",
    ),
]


@pytest.mark.parametrize(("decision", "message"), DECISIONS)
def test_a_question_that_does_not_find_its_fact(decision: Decision, message: str) -> None:
    """Another answer, choices and no answer are each said as what they are, at the question."""
    problems = _check(_base(fact("one"), fact("two")), FakeMatcher({"What is one?": decision}))

    assert [(problem.rule, problem.what, problem.place.line) for problem in problems] == [("own-question", message, 11)]


def test_every_phrasing_of_current_facts_is_asked() -> None:
    """Question, aliases, translations and what `asks` brings are asked; superseded facts are not."""
    translated = "translations: {ru: {question: Что это?, aliases: [Что за штука?]}}"
    base = _base(
        fact("one", "aliases: [One?]", "about: Thing", "asks: nature", translated),
        fact("old", "superseded_by: one"),
        fact("gone", "withdrawn: 2020"),
        phrasings='asks: {nature: {en: ["nature of {about}"]}}',
        names="{Thing: [Gadget]}",
    )
    phrases = ["What is one?", "One?", "Что это?", "Что за штука?", "nature of Thing"]
    matcher = FakeMatcher({phrase: answer("one") for phrase in phrases})

    assert _check(base, matcher) == []
    assert matcher.asked == phrases


def test_a_phrasing_taken_twice_names_both_places_and_is_reported_once() -> None:
    """The later fact is told where the earlier one stands, and neither is said to miss its question."""
    base = _base(fact("one"), fact("two", "aliases: [what is ONE?]"))
    problems = _check(base, FakeMatcher({"what is ONE?": answer("one")}))

    assert [str(problem) for problem in problems] == [
        "facts/small.yaml:20:15: error: 'what is ONE?' already leads to 'one' (facts/small.yaml:11:15); "
        "leave it to one of the two, or say what tells them apart [phrase-taken]"
    ]


def test_a_phrasing_that_asks_brings_is_reported_at_asks() -> None:
    """A template has one place for many facts, so the fact's own `asks` is shown."""
    base = _base(
        fact("one", question="Nature of thing?"),
        fact("two", "about: Thing", "asks: nature"),
        phrasings='asks: {nature: {en: ["nature of {about}?"]}}',
        names="{Thing: []}",
    )
    problems = _check(base, FakeMatcher({"Nature of thing?": answer("one"), "nature of Thing?": answer("two")}))

    assert [(str(problem.place), problem.rule) for problem in problems] == [("facts/small.yaml:22:11", "phrase-taken")]


def test_the_same_asking_at_different_times_may_find_either() -> None:
    """Facts that share `about` and `asks` share its phrasings too, but not their own questions."""
    shared = ("about: Thing", "asks: nature")
    base = _base(
        fact("one", *shared, "valid_to: 2019-05"),
        fact("two", *shared, "valid_from: 2019-06"),
        phrasings='asks: {nature: {en: ["nature of {about}?"]}}',
        names="{Thing: []}",
    )
    either = FakeMatcher({"nature of Thing?": answer("two")})

    assert _check(base, either) == []
    mixed_up = FakeMatcher({"nature of Thing?": answer("two"), "What is one?": answer("two")})
    assert [problem.what for problem in _check(base, mixed_up)] == ["'What is one?' finds 'two' first"]


def test_a_circle_is_reported_once_and_from_outside_not_at_all() -> None:
    """Three facts in a circle and one that leads into it are one problem, at the first of the circle."""
    base = _base(
        fact("tail", "superseded_by: b"),
        fact("b", "superseded_by: c"),
        fact("c", "superseded_by: a"),
        fact("a", "superseded_by: b"),
    )
    problems = [problem for problem in _check(base) if problem.rule == "supersede-circle"]

    assert [problem.what for problem in problems] == ["superseded_by leads round in a circle: b → c → a → b"]


@pytest.mark.parametrize(
    ("text", "rules"),
    [("a" * 2500, []), ("a" * 2501, ["length"]), ("😀" * 1250, []), ("😀" * 1250 + "a", ["length"])],
)
def test_length_counts_what_telegram_counts(text: str, rules: list[str]) -> None:
    """An emoji counts as two, so that half as many fill a message."""
    base = _base(fact("one").replace("It is one.", text))

    assert [problem.rule for problem in _check(base)] == rules


QUOTES = [
    ("On 10 September.", "on 10 September", ""),
    ("On 10 September.", "on the tenth of September", ""),
    ("In 2018, with 12 tanks.", "twelve tanks in 2018", ""),
    ("1,200 soldiers.", "some 1200 soldiers", ""),
    ("1,200 soldiers.", "some 1300 soldiers", "'1200'"),
    ("The third.", "the fourth edition", "'3'"),
    ("By ISRO.", "by the space agency", "'ISRO'"),
    ("By the Kazakh side.", "Kazakhstan's soldiers", ""),
    ("Kazakhs did.", "they did", ""),
    ("They met. Then they left Otar.", "they left Otar", ""),
    ("They met; Otar was cold.", "it was cold", "'Otar'"),
    ("By Gadget.", "the thing itself", ""),
]


@pytest.mark.parametrize(("text", "quote", "lacking"), QUOTES)
def test_a_quote_bears_out_the_answer(text: str, quote: str, lacking: str) -> None:
    """Numbers in digits or words, and names by stem or by another spelling, are found in the quote."""
    base = _base(fact("one", f"quote: {quote}").replace("It is one.", text), names="{Thing: [Gadget]}")

    found = [problem.what for problem in _check(base) if problem.rule == "quote-support"]
    assert found == ([f"quote lacks {lacking} of the answer"] if lacking else [])


def test_problems_come_in_the_order_of_their_places() -> None:
    """What two rules find comes out from top to bottom."""
    base = _base(fact("one", "see_also: [nothing]"), fact("two", "valid_from: 2020", "valid_to: 2019"))
    problems = _check(base, FakeMatcher({"What is two?": answer("one")}))

    assert [problem.rule for problem in problems] == ["link-unknown", "own-question", "date-order"]


def test_rules_explain_themselves() -> None:
    """Each rule has a manual: a sentence, then how to mend it; and each warning is a rule."""
    manuals = {rule: find.__doc__ or "" for rule, find in RULES.items()}

    assert set(RULES) >= WARNINGS
    assert {rule for rule, manual in manuals.items() if not manual.split("\n")[0].endswith(".")} == set()
    assert {rule for rule, manual in manuals.items() if len(manual.split("\n\n")) < 2} == set()
