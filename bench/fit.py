"""Fits the matcher's two logistic models on the public question sets → bot/matching/model.json and bench/left_out.json.

Ranking: logistic regression on the difference between the right fact's features and a wrong one's (pairwise ranking,
Herbrich, Graepel and Obermayer 2000). Confidence: logistic regression on the first candidate's features, right or not.
Every set weighs the same, whatever its size. Each set is also left out once: those weights measure, the others ship.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeAlias

import numpy as np
from sklearn.linear_model import LogisticRegression

from bench import metrics, sets
from bench.metrics import Outcome
from bot.matching.matcher import Matcher, ordering_score
from bot.matching.retrieval.alignment import PreparedQuery as Prepared
from bot.matching.retrieval.alignment import prepare
from bot.matching.retrieval.features import PAIR_NAMES
from bot.matching.retrieval.model import CONFIDENCE_NAMES, weights_from
from bot.matching.retrieval.ranker import Field, RankedFact, rival_features
from bot.matching.verification.constraints import constraints_of
from bot.semantics.embedding import Embedder, ModelError
from bot.semantics.similarity import SentenceMeaning
from bot.semantics.vector_cache import VectorCache

HERE = Path(__file__).parent
MODEL = HERE.parent / "bot" / "matching" / "model.json"
LEFT_OUT = HERE / "left_out.json"
TABLE = HERE / "LEFT_OUT.md"
_WRONG_ONES = 5  # so many wrong facts a question are ranked below the right one
_DIGITS = 4

Model: TypeAlias = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class Row:
    """One fact beside one question."""

    fact: str
    scored: RankedFact
    is_blocked: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, what it wants, and its candidates."""

    expect: str | None
    asked: Prepared
    rows: Sequence[Row]


def collect(questions: sets.QuestionSet, embedder: Embedder | None) -> list[Asked]:
    """Ask the matcher for the candidates and features of every question of a set."""
    base = sets.as_base(questions.entries, questions.language)
    matcher = Matcher(base, meaning=partial(SentenceMeaning, embedder) if embedder else None)
    index = matcher.index
    found = []
    for question in questions.questions:
        query = matcher.read(question.text)
        hard = constraints_of(query)
        asked = prepare(query, index)
        scored = matcher.ranker.rank(question.text, asked)
        rows = [Row(index.facts[s.fact].id, s, bool(matcher.violations(query, hard, s.fact))) for s in scored]
        found.append(Asked(question.expect, asked, rows))
    return found


def fit(data: Mapping[str, Sequence[Asked]]) -> Model:
    """Fit both models on some sets."""
    rank = _fit_rank(data)
    vectors, right, weights = [], [], []
    for asked in data.values():
        firsts = [(a.expect, _first(replace(a, rows=[r for r in a.rows if not r.is_blocked]), rank)) for a in asked]
        kept = [(expect, row, features) for expect, (row, features) in firsts if row]
        for expect, row, features in kept:
            vectors.append(features)
            right.append(row.fact == expect)
            weights.append(1.0 / len(kept))
    model = LogisticRegression(C=1.0, max_iter=5000)
    model.fit(np.array(vectors), np.array(right), sample_weight=_scaled(weights))
    confidence = dict(zip(CONFIDENCE_NAMES, (round(float(c), _DIGITS) for c in model.coef_[0]), strict=True))
    return {
        "rank": dict(zip(PAIR_NAMES, (round(float(c), _DIGITS) for c in rank), strict=True)),
        "confidence": {"bias": round(float(model.intercept_[0]), _DIGITS), **confidence},
    }


def _fit_rank(data: Mapping[str, Sequence[Asked]]) -> np.ndarray:
    differences, weights = [], []
    covered, meaning = PAIR_NAMES.index("both_covered"), PAIR_NAMES.index("meaning")

    def nearness(row: Row) -> float:
        return row.scored.features[covered] + row.scored.features[meaning]

    for asked in data.values():
        found = []
        for question in asked:
            rightly = next((row for row in question.rows if row.fact == question.expect), None)
            if rightly is None:
                continue
            wrong = sorted((r for r in question.rows if r is not rightly), key=nearness, reverse=True)
            found += [np.subtract(rightly.scored.features, row.scored.features) for row in wrong[:_WRONG_ONES]]
        differences += found
        weights += [1.0 / len(found)] * len(found)
    pairs = np.array(differences)
    scaled = _scaled(weights)
    model = LogisticRegression(fit_intercept=False, C=1.0, max_iter=5000)
    labels = np.r_[np.ones(len(pairs)), np.zeros(len(pairs))]
    model.fit(np.vstack([pairs, -pairs]), labels, sample_weight=np.r_[scaled, scaled])
    coefficients: np.ndarray = model.coef_[0]
    return coefficients


def _scaled(weights: Sequence[float]) -> np.ndarray:
    scaled: np.ndarray = np.array(weights) * len(weights) / sum(weights)
    return scaled


def _first(asked: Asked, rank: Sequence[float] | np.ndarray) -> tuple[Row | None, list[float]]:
    """The candidate that the matcher would put first, with all features of the confidence model."""
    scored = [(float(np.dot(rank, row.scored.features)), row) for row in asked.rows]
    scored.sort(key=lambda pair: -ordering_score(pair[0], has_violations=pair[1].is_blocked))
    if not scored:
        return None, []
    score, row = scored[0]
    first = replace(row.scored, score=score)
    others = scored[1:] if row.is_blocked else [pair for pair in scored[1:] if not pair[1].is_blocked]
    rivals = [replace(other.scored, score=value) for value, other in others]
    return row, first.features + rival_features(asked.asked, first, Field.of([first, *rivals]))


def outcomes(asked: Sequence[Asked], model: Model) -> list[Outcome]:
    """Say what the matcher would put first with these weights; a blocked fact is no answer."""
    weights = weights_from(model)
    found = []
    for question in asked:
        row, features = _first(question, weights.rank)
        confidence = weights.probability(features) * (0.3 if row.is_blocked else 1.0) if row else 0.0
        found.append(Outcome(question.expect, row.fact if row else None, confidence))
    return found


def left_out(data: Mapping[str, Sequence[Asked]]) -> dict[str, Model]:
    """Fit once without each set."""
    return {name: fit({other: rows for other, rows in data.items() if other != name}) for name in data}


def table(kind: str, data: Mapping[str, Sequence[Asked]], models: Mapping[str, Model]) -> list[str]:
    """Lay out what each set comes to with the weights that never saw it."""
    lines = [
        f"## {kind.capitalize()}",
        "",
        "| set | top-1 | recall at P95 | out-of-scope AUROC | calibration error |",
        "|---|---|---|---|---|",
    ]
    pooled: list[Outcome] = []
    figures = []
    for name, asked in data.items():
        found = outcomes(asked, models[name])
        pooled += found
        row = (
            metrics.top_1(found),
            metrics.recall_at_precision(found, 0.95),
            metrics.out_of_scope_auroc(found),
            metrics.calibration_error(found),
        )
        figures.append(row)
        lines.append(f"| {name} | " + " | ".join(f"{value:.3f}" for value in row) + " |")
    means = [sum(column) / len(figures) for column in zip(*figures, strict=True)]
    lines.append("| **mean** | " + " | ".join(f"{value:.3f}" for value in means) + " |")
    lines += ["", f"Calibration error over all sets together: {metrics.calibration_error(pooled):.3f}", ""]
    return lines


def main() -> int:
    """Fit, print and keep the tables and the weights."""
    parser = argparse.ArgumentParser(prog="python -m bench.fit", description=__doc__)
    parser.add_argument("--lexical", action="store_true", help="leave the semantic weights as they are")
    parser.add_argument("--model", default="models/all-minilm-l6-v2", help="folder of the sentence model")
    options = parser.parse_args()
    try:
        questions = sets.load(sets.folder())
    except sets.SetsError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    kinds: dict[str, Embedder | None] = {"lexical": None}
    try:
        if not options.lexical:
            kinds["semantic"] = Embedder(Path(options.model), VectorCache(HERE.parent / "var" / "bench" / "vectors.db"))
    except ModelError as error:
        print(f"the semantic weights stay as they are: {error}", file=sys.stderr)
    document = json.loads(MODEL.read_text("utf-8"))
    kept: dict[str, dict[str, Model]] = json.loads(LEFT_OUT.read_text("utf-8")) if LEFT_OUT.is_file() else {}
    lines = [
        "# Left-one-out results",
        "",
        "Written by `python -m bench.fit`; each set with weights that never saw it.",
        "",
    ]
    for kind, embedder in kinds.items():
        data = {q.name: collect(q, embedder) for q in questions}
        models = left_out(data)
        lines += table(kind, data, models)
        document[kind] = fit(data)
        for name, model in models.items():
            kept.setdefault(name, {})[kind] = model
    document["provenance"] = (
        f"fitted by bench/fit.py on {', '.join(sorted(q.name for q in questions))}; "
        "left-one-out results in bench/LEFT_OUT.md"
    )
    print("\n".join(lines))
    TABLE.write_text("\n".join(lines), "utf-8")
    MODEL.write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    LEFT_OUT.write_text(json.dumps(kept) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
