"""What a rule is: a generator that goes through a loaded base, as seen on a given day, and yields what it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeAlias

from bot.factbase.model import Fact, FactBase
from bot.matching.decision import Decision
from bot.matching.dialogue.ellipsis import MissingPart
from bot.problems import Place

Progress: TypeAlias = Callable[[int, int], None]


def no_progress(done: int, total: int) -> None:
    """Do nothing: nobody is told."""


class Asks(Protocol):
    """The matcher, built on the base that is checked."""

    def decide(self, question: str, /) -> Decision:
        """Decide about one question on its own."""
        ...

    def phrased(self, question: str, /) -> str | None:
        """Return the fact that is sure to be the answer, as the question is a phrasing of it alone, or None."""
        ...


@dataclass(frozen=True, slots=True)
class RuleContext:
    """All that a rule may look at.

    `fold` gives phrasings that the matcher cannot tell apart the same key, `missing` says what a question leaves to the
    one before it, and `progress` is told how many steps of how many are done.
    """

    base: FactBase
    today: date
    asks: Asks
    fold: Callable[[str], str]
    missing: Callable[[str], MissingPart | None]
    progress: Progress


@dataclass(frozen=True, slots=True)
class RuleFinding:
    """A problem, before the name and level of its rule are added."""

    place: Place
    what: str
    mend: str


Rule: TypeAlias = Callable[[RuleContext], Iterator[RuleFinding]]


def place_of(fact: Fact, *fields: str) -> Place:
    """Return where the first of the fields that the fact has stands, else where its id stands."""
    return next((fact.places[field] for field in fields if field in fact.places), fact.place)


def utf16_units(text: str) -> int:
    """Count what Telegram counts: characters beyond the first 65,536 are two."""
    return len(text.encode("utf-16-le")) // 2
