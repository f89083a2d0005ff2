"""Finds the pairs of facts that a small change of the question would confuse, and the words that distinguish them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.curation.robustness.lexicon import SMALL_WORDS
from bot.curation.robustness.report import RobustnessReport
from bot.curation.robustness.text import words
from bot.factbase.model import Fact, FactBase

CLOSE: Final = 0.6  # of a lead that is 1 at most
_MOST: Final = 6


@dataclass(frozen=True, slots=True)
class Confusable:
    """Two facts, the question with the smallest margin between them, and the words that only one of them has."""

    fact: str
    other: str
    margin: float
    text: str
    only_fact: tuple[str, ...]
    only_other: tuple[str, ...]

    def told_apart(self) -> str:
        """Say in a sentence what distinguishes them."""
        if not self.only_fact and not self.only_other:
            return "no word of their phrasings tells them apart: give each a phrasing with what it alone is about"
        first, second = (" / ".join(each) or "none of these" for each in (self.only_fact, self.only_other))
        return f"told apart by: {first} · {second}"


def confusable(report: RobustnessReport, base: FactBase, most: int) -> Iterator[Confusable]:
    """Return the pairs with the smallest margins, smallest first."""
    for pair in report.pairs(most):
        if pair.margin < CLOSE:
            fact, other = base.by_id[pair.fact], base.by_id[pair.other]
            ours, theirs = _telling(fact), _telling(other)
            yield Confusable(
                pair.fact,
                pair.other,
                pair.margin,
                pair.text,
                tuple(word for word in ours if word not in theirs)[:_MOST],
                tuple(word for word in theirs if word not in ours)[:_MOST],
            )


def _telling(fact: Fact) -> list[str]:
    return [word for word in dict.fromkeys(words(fact.question.text)) if word not in SMALL_WORDS]
