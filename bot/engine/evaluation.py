"""Reads files of questions with the facts they want, and counts how many a matcher gets right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import Final

from bot.factbase.loading.nodes import MappingNode, Node, ScalarNode, SequenceNode, is_empty, parse
from bot.factbase.model import FactBase
from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Suggest
from bot.problems import Level, Place, Problem, quoted

NONE: Final = "none"
FIELDS: Final = ("ask", "want", "note")


class Outcome(StrEnum):
    """What became of a question. One that wants no answer is right when it gets none."""

    RIGHT = "right"
    WRONG = "wrong"
    SUGGESTED = "suggested"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question and the facts any of which answers it; with none it must not be answered."""

    ask: str
    want: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Result:
    """What a question came to; `offered` says whether a wanted fact was among the choices."""

    question: AskedQuestion
    outcome: Outcome
    answered: tuple[str, ...]
    offered: bool
    top: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """All results of a file."""

    results: tuple[Result, ...]

    def count(self, outcome: Outcome, *, wanting: bool | None = None) -> int:
        """Count an outcome over all questions, or over those that want an answer or those that want none."""
        counts = Counter(result.outcome for result in self.results if wanting in {None, bool(result.question.want)})
        return counts[outcome]

    @property
    def wanting(self) -> int:
        """How many questions want an answer."""
        return sum(1 for result in self.results if result.question.want)

    @property
    def right_rate(self) -> float:
        """The share of right answers among the questions that want one; 1 where none does."""
        return self.count(Outcome.RIGHT, wanting=True) / self.wanting if self.wanting else 1.0

    @property
    def misses(self) -> tuple[Result, ...]:
        """All results that are not right, in the order of the file."""
        return tuple(result for result in self.results if result.outcome is not Outcome.RIGHT)


def evaluate(
    questions: Sequence[AskedQuestion],
    decide: Callable[[str], Decision],
    base: FactBase,
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Ask each question and compare the decision with what is wanted; tell `progress` how many of how many are done."""
    results = []
    for question in questions:
        results.append(_result(question, decide(question.ask), base))
        if progress is not None:
            progress(len(results), len(questions))
    return Report(tuple(results))


def _result(question: AskedQuestion, decision: Decision, base: FactBase) -> Result:
    current = (base.current(base.by_id[fact]) for fact in question.want)
    wanted = {fact.id for fact in current if fact.withdrawn is None}  # what is withdrawn must not be answered any more
    answered: tuple[str, ...] = ()
    offered: Sequence[Candidate] = ()
    match decision:
        case Answer():
            answered = tuple(_current(candidate.fact, base) for candidate in decision.facts)
            outcome = Outcome.RIGHT if wanted and wanted.issuperset(answered) else Outcome.WRONG
        case Suggest():
            offered = decision.choices
            outcome = Outcome.SUGGESTED if wanted else Outcome.RIGHT
        case NoAnswer():
            offered = decision.nearest
            outcome = Outcome.REFUSED if wanted else Outcome.RIGHT
    is_offered = any(_current(candidate.fact, base) in wanted for candidate in offered)
    return Result(question, outcome, answered, is_offered, decision.candidates[:3])


def _current(fact: str, base: FactBase) -> str:
    return base.current(base.by_id[fact]).id


def read_questions(path: str, content: bytes, base: FactBase) -> tuple[tuple[AskedQuestion, ...], list[Problem]]:
    """Read a list of `ask` and `want`; the facts wanted are looked up in the base."""
    node, problems = parse(path, content)
    if problems:
        return (), problems
    if not isinstance(node, SequenceNode) or not node.items:
        place = node.place if node is not None else Place(path, 1, 1)
        mend = "write '- ask: …' and 'want: …' for each question"
        return (), [Problem(place, Level.SCHEMA, "this is not a list of questions", mend, "eval-type")]
    reading = _Reading(base)
    questions = tuple(question for item in node.items for question in reading.question(item))
    return questions, reading.problems


class _Reading:
    """One pass over the questions of a file."""

    def __init__(self, base: FactBase) -> None:
        self.base = base
        self.problems: list[Problem] = []

    def question(self, node: Node) -> Iterator[AskedQuestion]:
        if not isinstance(node, MappingNode):
            self._note(node.place, "this is not a question with its 'want'", "write 'ask: …' and 'want: …'", "type")
            return
        for name, entry in node.entries.items():
            if name not in FIELDS:
                near = get_close_matches(name, FIELDS, n=1)
                mend = f"did you mean '{near[0]}'?" if near else f"fields are {', '.join(FIELDS)}"
                self._note(entry.key.place, f"unknown field {quoted(name)}", mend, "unknown")
        ask, want = node.get("ask"), node.get("want")
        if ask is None or want is None:
            missing = "ask" if ask is None else "want"
            self._note(node.place, f"'{missing}' is missing", f"write '{missing}: …'", "missing")
            return
        if not isinstance(ask, ScalarNode):
            self._note(ask.place, "'ask' is not one text", "write the question as one text", "type")
            return
        yield AskedQuestion(ask.text, tuple(self._wanted(want)), ask.place)

    def _wanted(self, node: Node) -> Iterator[str]:
        if isinstance(node, ScalarNode) and node.text == NONE:
            return
        items = node.items if isinstance(node, SequenceNode) else (node,)
        if not items or any(not isinstance(item, ScalarNode) or is_empty(item) for item in items):
            self._note(node.place, "'want' names no fact", "write an id, a list of ids, or none", "type")
            return
        for item in items:
            if not isinstance(item, ScalarNode):
                continue
            if item.text in self.base.by_id:
                yield item.text
            else:
                self._unknown(item)

    def _unknown(self, node: ScalarNode) -> None:
        near = get_close_matches(node.text, self.base.by_id, n=1)
        mend = f"did you mean '{near[0]}'?" if near else "name a fact of the base, or none"
        self._note(node.place, f"no fact has the id {quoted(node.text)}", mend, "fact-unknown")

    def _note(self, place: Place, what: str, mend: str, rule: str) -> None:
        self.problems.append(Problem(place, Level.SCHEMA, what, mend, f"eval-{rule}"))


def copied(questions: Iterable[AskedQuestion], base: FactBase, fold: Callable[[str], str]) -> list[Problem]:
    """Find questions that equal a phrasing of the base after normalising, and so prove nothing."""
    owner = {fold(phrase.text): fact.id for fact in base.facts for phrase in base.phrases_of(fact)}
    return [
        Problem(
            question.place,
            Level.WARNING,
            f"{quoted(question.ask)} is a phrasing of '{owner[key]}'",
            "ask it as somebody else would",
            "eval-copied",
        )
        for question in questions
        if (key := fold(question.ask)) in owner
    ]
