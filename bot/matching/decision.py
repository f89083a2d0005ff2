"""What the matcher decides about a question: an answer, choices, or that the base does not hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from bot.factbase.model import Fact, FactBase, PartialDate
from bot.matching.reason import Reason


@dataclass(frozen=True, slots=True)
class Block:
    """A hard token that keeps a fact from being the answer.

    `kind` is one of year, number, ordinal, designator, name, roles, negation, question-word; `asked` is what the
    question has, `held` what the fact has instead (empty where it has nothing of the kind).
    """

    kind: str
    asked: str
    held: str = ""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A fact as a possible answer, the phrasing that came closest, and how sure the matcher is (0–1).

    With `as_of` the fact is told as it held then, else the one that has superseded it.
    """

    fact: str
    confidence: float
    phrase: str
    number: int = -1  # of the phrasing in the matcher's index
    blocks: tuple[Block, ...] = ()
    as_of: PartialDate | None = None

    def told(self, base: FactBase) -> Fact:
        """Give the fact that is told."""
        fact = base.by_id[self.fact]
        return base.current(fact) if self.as_of is None else fact


@dataclass(frozen=True, slots=True)
class Answer:
    """The base holds it: one fact, or several for a question of several parts."""

    question: str
    facts: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]  # the best 0–5 before thresholds, best first
    understood: str | None = None  # the question as completed from context
    missing: tuple[str, ...] = ()  # parts that are not answered


@dataclass(frozen=True, slots=True)
class Suggest:
    """The question is near two to eight facts, or lacks what tells them apart."""

    question: str
    choices: tuple[Candidate, ...]
    reason: Reason
    candidates: tuple[Candidate, ...]
    understood: str | None = None


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The base does not hold it; `nearest` are the facts that come closest, possibly none."""

    question: str
    reason: Reason
    nearest: tuple[Candidate, ...]
    candidates: tuple[Candidate, ...]
    understood: str | None = None


Decision: TypeAlias = Answer | Suggest | NoAnswer
