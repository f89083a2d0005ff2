"""The values of a decision: an answer, suggestions or none, with the candidates and the reason."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.factbase.model import Fact, FactBase, PartialDate


class Why(StrEnum):
    """Why a question got no plain answer; the first eight are also the kinds of a violation."""

    YEAR = "year"
    NUMBER = "number"
    ORDINAL = "ordinal"
    DESIGNATOR = "designator"
    NAME = "name"
    ROLES = "roles"
    NEGATION = "negation"
    QUESTION_WORD = "question-word"
    NOT_HELD = "not-held"
    NO_CAUSE = "no-cause"
    WITHDRAWN = "withdrawn"
    OTHER_EDITIONS = "other-editions"  # `held` are there, `asked` is not
    OTHER_EDITIONS_OF = "other-editions-of"  # the same with the `name` of the thing
    WHICH_EDITION = "which-edition"
    SEVERAL_NEAR = "several-near"
    EMPTY = "empty"
    UNREADABLE = "unreadable"
    TOO_LONG = "too-long"  # `limit` characters are read
    NOT_AS_OF = "not-as-of"  # the first of `dates` is asked, the others are there
    DATE_UNREAD = "date-unread"
    THANKED = "thanked"
    BARE = "bare"  # a `name` and nothing that asks; `count` facts tell of it
    NOTHING_ASKED = "nothing-asked"  # `asked` names topics that may be


@dataclass(frozen=True, slots=True)
class Reason:
    """A code and the values that its sentence names; `bot.messages.reasons` holds the sentences."""

    why: Why
    asked: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    name: str = ""
    withdrawn: tuple[PartialDate, ...] = ()
    limit: int = 0
    count: int = 0
    dates: tuple[PartialDate, ...] = ()


@dataclass(frozen=True, slots=True)
class Violation:
    """A constraint of the question that a fact does not meet, so that the fact cannot be the answer.

    `kind` is one of year, number, ordinal, designator, name, roles, negation, question-word; `asked` is what the
    question has, `held` what the fact has instead (empty where it has nothing of the kind).
    """

    kind: str
    asked: str
    held: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact as a possible answer, its phrasing nearest to the question, and the probability that it is right (0–1).

    With `as_of` the reply shows the fact as it held on that date, else the fact that has superseded it.
    """

    fact: str
    confidence: float
    phrase: str
    number: int = -1  # of that phrasing in the index
    violations: tuple[Violation, ...] = ()
    as_of: PartialDate | None = None

    def told(self, base: FactBase) -> Fact:
        """Return the fact that the reply shows."""
        fact = base.by_id[self.fact]
        return base.current(fact) if self.as_of is None else fact


@dataclass(frozen=True, slots=True)
class Answer:
    """The base has the answer: one fact, or several where the question has several parts."""

    question: str
    facts: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]  # the best 0–5 before thresholds, best first
    understood: str | None = None  # the follow-up rewritten as a whole question
    missing: tuple[str, ...] = ()  # parts of the question that have no answer


@dataclass(frozen=True, slots=True)
class Suggest:
    """Two to eight facts are near the question, or it leaves out what tells them apart."""

    question: str
    choices: tuple[Candidate, ...]
    reason: Reason
    candidates: tuple[Candidate, ...]
    understood: str | None = None


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The base has no answer; `nearest` are the facts that come closest, possibly none."""

    question: str
    reason: Reason
    nearest: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]
    understood: str | None = None


Decision: TypeAlias = Answer | Suggest | NoAnswer
