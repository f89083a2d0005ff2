"""Why a question got no plain answer: a code with what it is about, put in words where it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from bot.factbase.model import Fact, FactBase, PartialDate
from bot.messages.catalogue import Message


class Why(StrEnum):
    """What stands between a question and an answer; the first eight are the kinds of a block."""

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


SENTENCES: Final[Mapping[Why, Message]] = {
    Why.YEAR: Message("I don’t hold that for {asked}."),
    Why.NUMBER: Message("I don’t hold that with {asked}."),
    Why.ORDINAL: Message("I don’t hold that for number {asked}."),
    Why.DESIGNATOR: Message("I don’t hold that for {asked}."),
    Why.NAME: Message("I don’t hold that about {asked}."),
    Why.ROLES: Message("I hold only the other way round."),
    Why.NEGATION: Message("I hold what was so, not what was not."),
    Why.QUESTION_WORD: Message("I don’t hold {asked} here."),
    Why.NOT_HELD: Message("I don’t hold that."),
    Why.NO_CAUSE: Message("I don’t hold a reason for that."),
    Why.WITHDRAWN: Message("I no longer hold an answer to that: {withdrawn}."),
    Why.OTHER_EDITIONS: Message("I hold this for {held}, not {asked}."),
    Why.OTHER_EDITIONS_OF: Message("I hold {name} {held}, not {asked}."),
    Why.WHICH_EDITION: Message("Which one do you mean?"),
    Why.SEVERAL_NEAR: Message("Did you mean one of these?"),
    Why.EMPTY: Message("There is no question in it."),
    Why.UNREADABLE: Message("It is not text in UTF-8."),
    Why.TOO_LONG: Message("It is longer than {limit} characters."),
    Why.NOT_AS_OF: Message("I don’t hold that as of {date}; what I hold is as of {dates}."),
    Why.DATE_UNREAD: Message("Ask as of one date, written as 2019-03-01, March 2019 or 2019."),
    Why.BARE: Message("About {name} I hold {held}."),
    Why.THANKED: Message("You are welcome."),
    Why.NOTHING_ASKED: Message("Ask me about {asked}; /topics lists all that I hold."),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence for a person, before it is put in words; as text it is English."""

    why: Why
    asked: tuple[str, ...] = ()
    held: tuple[str, ...] = ()
    name: str = ""
    withdrawn: tuple[PartialDate, ...] = ()
    limit: int = 0
    count: int = 0
    dates: tuple[PartialDate, ...] = ()

    def __str__(self) -> str:
        return SENTENCES[self.why].format(
            asked=", ".join(self.asked),
            held=", ".join(self.held) or f"{self.count} facts",
            name=self.name,
            withdrawn=", ".join(f"withdrawn {date}" for date in self.withdrawn),
            limit=f"{self.limit:,}",
            date=str(self.dates[0]) if self.dates else "",
            dates=", ".join(map(str, self.dates[1:])),
        )


@dataclass(frozen=True, slots=True)
class Violation:
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
    blocks: tuple[Violation, ...] = ()
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
