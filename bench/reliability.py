"""Draws how often this bot is right at each confidence: the last `make bench` → bench/reliability.svg."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl

from bench import metrics
from bench.metrics import Outcome

DIAGRAM = Path(__file__).with_name("reliability.svg")
OUTCOMES = Path(__file__).parents[1] / "var" / "bench" / "outcomes.json"
BINS = 15
COLOURS = ("#1b6ca8", "#c05a1c")


def main() -> int:
    """Draw the diagram."""
    argparse.ArgumentParser(prog="python -m bench.reliability", description=__doc__).parse_args()
    if not OUTCOMES.is_file():
        print("error: no results to draw; run make bench first", file=sys.stderr)
        return 2
    pooled = read(OUTCOMES)
    draw(pooled, DIAGRAM, json.loads(OUTCOMES.read_text("utf-8"))["weights"])
    for system, outcomes in pooled.items():
        print(f"{system}: expected calibration error {metrics.calibration_error(outcomes, BINS):.3f}")
    return 0


def read(path: Path) -> Mapping[str, Sequence[Outcome]]:
    """Pool each system's outcomes over all sets; of each only confidence and rightness are known."""
    pooled: dict[str, list[Outcome]] = {}
    for row in json.loads(path.read_text("utf-8"))["measured"]:
        outcomes = pooled.setdefault(row["system"], [])
        outcomes += [Outcome("fact" if right else None, "fact", confidence) for confidence, right in row["outcomes"]]
    return pooled


def draw(pooled: Mapping[str, Sequence[Outcome]], path: Path, title: str) -> None:
    """Draw accuracy over confidence in bins of equal counts; on the diagonal, confidence is what it says."""
    # Without these, two runs over the same figures would differ in ids and dates.
    mpl.rcParams.update({"svg.hashsalt": "reliability", "font.size": 10})
    from matplotlib.figure import Figure

    figure = Figure(figsize=(5, 5), layout="constrained")
    axes = figure.subplots()
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--", label="as sure as right")
    for (system, outcomes), colour in zip(pooled.items(), COLOURS, strict=False):
        bins = metrics.reliability(outcomes, BINS)
        error = metrics.calibration_error(outcomes, BINS)
        x, y = [b.confidence for b in bins], [b.accuracy for b in bins]
        axes.plot(x, y, marker="o", markersize=4, color=colour, label=f"{system} (error {error:.3f})")
    axes.set(xlim=(0, 1), ylim=(0, 1), xlabel="confidence of the first candidate", ylabel="share that is right")
    axes.set_title(title, fontsize=9)
    axes.legend(loc="lower right", frameon=False)
    figure.savefig(path, metadata={"Date": None})


if __name__ == "__main__":
    raise SystemExit(main())
