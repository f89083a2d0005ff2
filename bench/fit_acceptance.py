"""Fits how sure the judge of meaning has to be: the weights of Acceptance, and the least probability for each budget.

The questions are those of domains that the judge was not trained on: bench/near_misses.yaml, and what bench/contrasts
keeps back, each domain as a base with one phrasing a fact; and the public question sets, each as a base. The figures
that are printed come from folds by base, so that no base has a say in the weights that it is measured with.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench import near_misses, sets
from bench.judge.groups import read_groups
from bot.factbase.model import FactBase
from bot.matching import Answer, Matcher, NoAnswer, Suggest, Thresholds
from bot.matching.decision import Why
from bot.matching.verification.decision_policy import EXACT
from bot.matching.verification.judgement import FEATURES
from bot.semantics.judge import QuestionJudge

OUT: Final = Path(__file__).parents[1] / "bot" / "matching" / "acceptance.json"
BUDGETS: Final = (0.005, 0.01, 0.02, 0.05)
FOLDS: Final = 6
PUBLIC: Final = (
    "stackfaq",
    "clinc150",
    "banking77_oos",
    "noiseqa",
    "hint3_curekart",
    "deepset_covidsim",
    "disflqa",
    "advising",
)
MOST_PUBLIC: Final = 150  # questions of each public set
PUBLIC_WEIGHT: Final = 0.5  # of a row beside one of a small base
PUBLIC_BUDGET: Final = 2  # wrong answers of all public questions asked, times the budget
ELSEWHERE: Final = {Why.WHICH_EDITION, Why.OTHER_EDITIONS, Why.OTHER_EDITIONS_OF}


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the judge says of one question that the spelling did not settle."""

    base: str
    is_public: bool
    features: list[float]
    is_right: bool
    is_allowed: bool  # no exact condition is broken


def main() -> int:
    """Fit, print what the folds show, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dry-run", action="store_true", help="write nothing")
    arguments = parser.parse_args()
    bases = _bases()
    rows: list[Weighed] = []
    for name, facts in bases.items():
        rows += _weigh(name, near_misses.base_of(facts), list(_questions(facts)))
    asked = 0
    for public in sets.load(sets.folder(), PUBLIC):
        questions = [(one.expect or "", one.text) for one in public.questions]
        random.Random(1).shuffle(questions)
        asked += len(questions[:MOST_PUBLIC])
        base = sets.as_base(public.entries, public.language)
        rows += _weigh(public.name, base, questions[:MOST_PUBLIC], is_public=True)
    same = sum(len(fact.same) for facts in bases.values() for fact in facts)
    other = sum(len(fact.other) for facts in bases.values() for fact in facts)
    public_row = np.array([row.is_public for row in rows])
    right = np.array([row.is_right for row in rows])
    allowed = np.array([row.is_allowed for row in rows])
    held = _left_out(rows) * allowed
    print(f"{len(bases)} bases, {same} rephrasings, {other} near misses; {asked} public questions")
    budgets = {}
    for budget in BUDGETS:
        least = max(
            _least(held[~public_row], right[~public_row], budget * other),
            _least(held[public_row], right[public_row], PUBLIC_BUDGET * budget * asked),
        )
        budgets[str(budget)] = round(least, 4)
        accepted = held >= least
        counts = [int((accepted & kind & of).sum()) for of in (~public_row, public_row) for kind in (right, ~right)]
        print(
            f"budget {budget:.1%}: from {least:.3f} on; small bases: right {counts[0] / same:.3f} of the rephrasings, "
            f"{counts[1]} near misses; public: {counts[2]} more right, {counts[3]} wrong"
        )
    print(f"calibration error {_calibration(held[allowed], right[allowed]):.3f}")
    weights = _fitted(rows)
    named = dict(zip(FEATURES, (round(float(one), 4) for one in weights.coef_[0]), strict=True))
    document = {"weights": {"bias": round(float(weights.intercept_[0]), 4)} | named, "budgets": budgets}
    if not arguments.dry_run:
        OUT.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    return 0


def _bases() -> dict[str, list[near_misses.Fact]]:
    found: dict[str, list[near_misses.Fact]] = defaultdict(list, near_misses.read())
    for group in read_groups():
        if group.is_kept_back:
            found[group.domain].append(near_misses.Fact(group.ask, group.same, group.other))
    return found


def _weigh(
    name: str, base: FactBase, questions: Sequence[tuple[str, str]], *, is_public: bool = False
) -> list[Weighed]:
    """Return what the judge says of the questions to one base that the spelling does not settle."""
    matcher = Matcher(base, thresholds=Thresholds(max_wrong=0.0), judge=QuestionJudge())
    rows = []
    for wanted, question in questions:
        decision = matcher.decide(question)
        candidates = matcher.rank(question)
        free = [one for one in candidates if not one.violations]
        asks_elsewhere = isinstance(decision, NoAnswer | Suggest) and decision.reason.why in ELSEWHERE
        is_settled = isinstance(decision, Answer) or asks_elsewhere or not free or bool(candidates[0].violations)
        if is_settled or matcher.verifier is None:
            continue
        if found := matcher.verifier.weighed(matcher.read(question), free):
            candidate, features, broken = found
            rows.append(Weighed(name, is_public, features, candidate.fact == wanted, EXACT.isdisjoint(broken)))
    return rows


def _questions(facts: Sequence[near_misses.Fact]) -> Iterator[tuple[str, str]]:
    """Yield the id of the fact that a question wants, empty for a near miss, with the question."""
    asked = {fact.ask.lower() for fact in facts}
    for number, fact in enumerate(facts):
        yield from ((f"f{number}", question) for question in fact.same)
        yield from (("", question) for question in fact.other if question.lower() not in asked)


def _left_out(rows: Sequence[Weighed]) -> np.ndarray:
    """Return the probability of each row by weights that were fitted without its base."""
    names = sorted({row.base for row in rows})
    np.random.default_rng(0).shuffle(names)
    folds = {name: at % FOLDS for at, name in enumerate(names)}
    held = np.zeros(len(rows))
    for number in range(FOLDS):
        within = [at for at, row in enumerate(rows) if folds[row.base] == number]
        model = _fitted([row for row in rows if folds[row.base] != number])
        held[within] = model.predict_proba(np.array([rows[at].features for at in within]))[:, 1]
    return held


def _fitted(rows: Sequence[Weighed]) -> LogisticRegression:
    values, right = np.array([row.features for row in rows]), np.array([row.is_right for row in rows])
    weights = np.array([PUBLIC_WEIGHT if row.is_public else 1.0 for row in rows])
    return LogisticRegression(C=0.5, max_iter=5000).fit(values, right, sample_weight=weights)


def _least(held: np.ndarray, right: np.ndarray, allowed: float) -> float:
    """Return the least probability from which no more near misses than allowed are accepted."""
    wrong = np.sort(held[~right])[::-1]
    return float(wrong[int(allowed)]) + 1e-4 if int(allowed) < len(wrong) else 0.0


def _calibration(held: np.ndarray, right: np.ndarray, bins: int = 10) -> float:
    """Return the expected calibration error over bins of equal width."""
    at = np.minimum((held * bins).astype(int), bins - 1)
    gaps = [
        (at == one).mean() * abs(held[at == one].mean() - right[at == one].mean())
        for one in range(bins)
        if (at == one).any()
    ]
    return float(sum(gaps))


if __name__ == "__main__":
    raise SystemExit(main())
