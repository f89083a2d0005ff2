"""Asks a system every question of a set → what came out, and how long each question took."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bench import metrics
from bench.metrics import Mcc, Outcome, Shipped, Verdict
from bench.sets import QuestionSet
from bench.systems import System

PRECISIONS = (0.90, 0.95, 0.99)


@dataclass(frozen=True, slots=True)
class Measured:
    """One system on one set."""

    set_name: str
    system: str
    outcomes: tuple[Outcome, ...]
    verdicts: tuple[Verdict, ...]  # empty for a system without thresholds
    seconds: tuple[float, ...]

    @property
    def top_1(self) -> float:
        """Share of the answerable questions whose first candidate is right."""
        return metrics.top_1(self.outcomes)

    @property
    def recalls(self) -> tuple[float, ...]:
        """Recall at each of PRECISIONS."""
        return tuple(metrics.recall_at_precision(self.outcomes, precision) for precision in PRECISIONS)

    @property
    def recall_95(self) -> float:
        """Recall at 95 % precision."""
        return metrics.recall_at_precision(self.outcomes, 0.95)

    @property
    def auroc(self) -> float:
        """Area under the curve for telling out-of-scope questions."""
        return metrics.out_of_scope_auroc(self.outcomes)

    @property
    def shipped(self) -> Shipped | None:
        """What the thresholds did, where the system has any."""
        return metrics.shipped(self.verdicts) if self.verdicts else None

    @property
    def calibration_error(self) -> float:
        """How far confidence is from accuracy; only means something where confidence is a probability."""
        return metrics.calibration_error(self.outcomes)

    @property
    def mcc(self) -> Mcc:
        """The best Matthews correlation."""
        return metrics.best_mcc(self.outcomes)

    @property
    def milliseconds(self) -> tuple[float, float]:
        """Median and 95th percentile a question."""
        return metrics.milliseconds(self.seconds)


def measure(name: str, system: System, questions: QuestionSet, tick: Callable[[], None]) -> Measured:
    """Ask one question after the other, as a chat does; nothing is batched."""
    outcomes: list[Outcome] = []
    verdicts: list[Verdict] = []
    seconds: list[float] = []
    for question in questions.questions:
        started = time.perf_counter()
        said = system.ask(question.text)
        seconds.append(time.perf_counter() - started)
        first, confidence = said.ranking[0] if said.ranking else (None, 0.0)
        outcomes.append(Outcome(question.expect, first, confidence))
        if system.decides:
            verdicts.append(Verdict(question.expect, said.answered, said.suggested))
        tick()
    return Measured(questions.name, name, tuple(outcomes), tuple(verdicts), tuple(seconds))
