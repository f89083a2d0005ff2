"""Puts rephrasings and near misses to small bases with one phrasing a fact, and counts what is answered rightly.

The bases stand in near_misses.yaml; each domain is a base of its own. A near miss that is answered breaks the first
promise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from bench.sets import Entry, as_base
from bot.factbase.model import FactBase
from bot.matching import Answer, Matcher, Suggest
from bot.matching.verification.judgement import Judge
from bot.semantics.judge import QuestionJudge

FILE: Final = Path(__file__).with_name("near_misses.yaml")


@dataclass(frozen=True, slots=True)
class Fact:
    """A phrasing of the base, questions that ask the same, and near misses."""

    ask: str
    same: tuple[str, ...]
    other: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many questions of each kind there are, and what came of them."""

    same: int = 0
    right: int = 0
    first: int = 0  # not answered, and the right fact is the first choice or the nearest
    wrong: int = 0  # another fact was the answer
    other: int = 0
    answered: tuple[str, ...] = ()  # the near misses that were answered

    def __add__(self, more: Tally) -> Tally:
        return Tally(
            self.same + more.same,
            self.right + more.right,
            self.first + more.first,
            self.wrong + more.wrong,
            self.other + more.other,
            self.answered + more.answered,
        )


def read(path: Path = FILE) -> dict[str, list[Fact]]:
    """Read the bases, by domain."""
    document = yaml.safe_load(path.read_text("utf-8"))
    return {
        domain: [Fact(row["ask"], tuple(row["same"]), tuple(row["other"])) for row in rows]
        for domain, rows in document.items()
    }


def base_of(facts: Iterable[Fact]) -> FactBase:
    """Make a base of one phrasing a fact; ids are f0, f1 … in their order."""
    return as_base([Entry(f"f{number}", fact.ask, (), "It is so.") for number, fact in enumerate(facts)])


def measure(facts: Iterable[Fact], judge: Judge | None = None) -> Tally:
    """Build the matcher of one base and put all its questions."""
    held = list(facts)
    matcher = Matcher(base_of(held), judge=judge)
    return sum((_put(matcher, f"f{n}", fact) for n, fact in enumerate(held)), Tally())


def _put(matcher: Matcher, wanted: str, fact: Fact) -> Tally:
    right = first = wrong = 0
    for question in fact.same:
        decision = matcher.decide(question)
        if isinstance(decision, Answer):
            is_right = [one.fact for one in decision.facts] == [wanted]
            right, wrong = right + is_right, wrong + (not is_right)
        else:
            offered = decision.choices if isinstance(decision, Suggest) else decision.candidates
            first += bool(offered) and offered[0].fact == wanted
    answered = tuple(question for question in fact.other if isinstance(matcher.decide(question), Answer))
    return Tally(len(fact.same), right, first, wrong, len(fact.other), answered)


def lines(tallies: dict[str, Tally]) -> Iterator[str]:
    """Write a line a domain, the sum, and each near miss that was answered."""
    for name, tally in (*tallies.items(), ("all", sum(tallies.values(), Tally()))):
        yield (
            f"{name:16} rephrased {tally.same:4}: {tally.right:3} right, {tally.first:3} as first choice, "
            f"{tally.wrong} wrong; near misses {tally.other:4}: {len(tally.answered)} answered"
        )
    yield from (f"  {question}" for tally in tallies.values() for question in tally.answered)


def main() -> None:
    """Measure every base by spelling alone and with the judge, and print what came out."""
    for name, judge in (("by spelling alone", None), ("with the judge", QuestionJudge())):
        print(f"-- {name}")
        print("\n".join(lines({domain: measure(facts, judge) for domain, facts in read().items()})))


if __name__ == "__main__":
    main()
