"""Puts the variants of all facts to the matcher, and reports which are missed or answered wrongly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random
from typing import Final

from bot.curation.robustness.base_profile import BaseProfile
from bot.curation.robustness.contrast_set import must_not
from bot.curation.robustness.invariance import must_hit, never
from bot.curation.robustness.variant import Variant
from bot.factbase.model import Fact, FactBase
from bot.matching.decision import Answer, Candidate, Decision

LEAST: Final = 8  # variants of either sort that every fact should have


class VariantOutcome(StrEnum):
    """What became of a variant; one that must not be answered is right if it is not."""

    RIGHT = "right"
    MISSED = "missed"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class RobustnessResult:
    """A variant with the decision on it; `answered` holds the facts that were given."""

    variant: Variant
    outcome: VariantOutcome
    answered: tuple[str, ...]
    candidates: tuple[Candidate, ...]

    @property
    def margin(self) -> float:
        """How much surer the matcher is of the right fact than of the best other fact."""
        own = max((c.confidence for c in self.candidates if c.fact == self.variant.fact), default=0.0)
        rival = self.rival
        return own - (rival.confidence if rival else 0.0)

    @property
    def rival(self) -> Candidate | None:
        """The best other fact."""
        return next((c for c in self.candidates if c.fact != self.variant.fact), None)


@dataclass(frozen=True, slots=True)
class ConfusedPair:
    """Two facts that are easy to confuse, and the question with the smallest margin between them."""

    fact: str
    other: str
    margin: float
    text: str


@dataclass(frozen=True, slots=True)
class ChangeCount:
    """What became of all variants with one kind of change."""

    name: str
    must_hit: bool
    right: int
    missed: int
    wrong: int


@dataclass(frozen=True, slots=True)
class RobustnessReport:
    """All results, in the order of the facts."""

    results: tuple[RobustnessResult, ...]
    facts: int
    short: tuple[tuple[str, int, int], ...]  # facts with too few variants: must hit, must not

    def count(self, outcome: VariantOutcome, *, must_hit: bool) -> int:
        """Count an outcome among the variants of one sort."""
        return sum(r.outcome is outcome for r in self.results if r.variant.must_hit is must_hit)

    def total(self, *, must_hit: bool) -> int:
        """Count the variants of one sort."""
        return sum(r.variant.must_hit is must_hit for r in self.results)

    @property
    def hit_rate(self) -> float:
        """The share of hits among the variants that must hit; 1 if there are none."""
        total = self.total(must_hit=True)
        return self.count(VariantOutcome.RIGHT, must_hit=True) / total if total else 1.0

    @property
    def wrong(self) -> tuple[RobustnessResult, ...]:
        """Every wrong answer."""
        return tuple(result for result in self.results if result.outcome is VariantOutcome.WRONG)

    @property
    def missed(self) -> tuple[RobustnessResult, ...]:
        """Every variant that had to hit and got no answer."""
        return tuple(result for result in self.results if result.outcome is VariantOutcome.MISSED)

    def by_change(self) -> list[ChangeCount]:
        """Count the outcomes for each change; changes that must hit come first."""
        counts = Counter((r.variant.must_hit, r.variant.change, r.outcome) for r in self.results)
        changes = {(r.variant.must_hit, r.variant.change) for r in self.results}
        return [
            ChangeCount(name, must_hit, *(counts[must_hit, name, outcome] for outcome in VariantOutcome))
            for must_hit, name in sorted(changes, key=lambda change: (not change[0], change[1]))
        ]

    def pairs(self, most: int) -> list[ConfusedPair]:
        """Return the pairs of facts with the smallest margins, each pair once, smallest first."""
        closest: dict[tuple[str, str], ConfusedPair] = {}
        for result in self.results:
            rival = result.rival
            if not result.variant.must_hit or rival is None:
                continue
            pair = ConfusedPair(result.variant.fact, rival.fact, result.margin, result.variant.text)
            key = (min(pair.fact, pair.other), max(pair.fact, pair.other))
            if key not in closest or pair.margin < closest[key].margin:
                closest[key] = pair
        return sorted(closest.values(), key=lambda p: (p.margin, p.fact, p.other))[:most]


def set_traps(
    base: FactBase,
    decide: Callable[[str], Decision],
    seed: int,
    facts: Sequence[Fact] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> RobustnessReport:
    """Make the variants of all current facts, or of some, and record what is decided on each."""
    chosen = [fact for fact in (facts if facts is not None else base.facts) if fact.is_current]
    same = _answering_the_same(base)
    results: list[RobustnessResult] = []
    short = []
    for number, (fact, made) in enumerate(zip(chosen, variants(base, seed, chosen), strict=True), start=1):
        hits = sum(variant.must_hit for variant in made)
        if min(hits, len(made) - hits) < LEAST:
            short.append((fact.id, hits, len(made) - hits))
        results += [_result(variant, decide(variant.text), same[fact.id], base) for variant in made]
        if progress:
            progress(number, len(chosen))
    return RobustnessReport(tuple(results), len(chosen), tuple(short))


def variants(base: FactBase, seed: int, facts: Sequence[Fact]) -> Iterator[list[Variant]]:
    """Make the variants of each fact; they do not depend on which other facts are asked for."""
    holdings = BaseProfile(base)
    for fact in facts:
        chance = Random(f"{seed} {fact.id}")  # noqa: S311 - variety, not secrecy
        made = [*must_hit(fact, holdings, chance, LEAST), *must_not(fact, holdings, chance, LEAST)]
        yield [*made, *never(fact, holdings, chance)]


def _answering_the_same(base: FactBase) -> dict[str, set[str]]:
    """Return for each fact those that answer its questions: itself, and others with the same about and asks."""
    groups: dict[tuple[str | None, ...], set[str]] = {}
    for fact in base.facts:
        if fact.is_current:
            groups.setdefault(_asked(fact), set()).add(fact.id)
    return {fact.id: groups[_asked(fact)] for fact in base.facts if fact.is_current}


def _asked(fact: Fact) -> tuple[str | None, ...]:
    return (fact.about, fact.asks) if fact.about else (fact.id,)


def _result(variant: Variant, decision: Decision, same: set[str], base: FactBase) -> RobustnessResult:
    answered: tuple[str, ...] = ()
    if isinstance(decision, Answer):
        answered = tuple(base.current(base.by_id[candidate.fact]).id for candidate in decision.facts)
    if variant.never:
        outcome = VariantOutcome.WRONG if variant.fact in answered else VariantOutcome.RIGHT
    elif not variant.must_hit:
        outcome = VariantOutcome.WRONG if answered else VariantOutcome.RIGHT
    elif not answered:
        outcome = VariantOutcome.MISSED
    else:
        outcome = VariantOutcome.RIGHT if same.issuperset(answered) else VariantOutcome.WRONG
    return RobustnessResult(variant, outcome, answered, decision.candidates)
