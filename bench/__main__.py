"""`make bench`: this bot and its peers on every public question set, side by side, into bench/RESULTS.md."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table as RichTable

from bench import report, sets
from bench.measure import Measured, measure
from bench.systems import NEED_MODEL, SYSTEMS, Setting, read_left_out
from bot.config import load_config
from bot.matching import Thresholds
from bot.problems import BotError
from bot.semantics.embedding import Embedder, ModelError
from bot.semantics.embedding import load as load_model

ROOT = Path(__file__).parents[1]
RESULTS = Path(__file__).with_name("RESULTS.md")
OUTCOMES = ROOT / "var" / "bench" / "outcomes.json"  # for bench/reliability.py
MODEL = "models/all-minilm-l6-v2"
CACHE = ROOT / "var" / "bench" / "embeddings.db"
QUICK = 60  # questions a set
ABOUT = """\
Made by `make bench`; do not edit. The sets are the development parts of public question sets
(docs/benchmark.md).
{environment}. One thread, one question at a time; milliseconds are medians (and 95th percentiles) a question.
{weights}

- top-1: share of the answerable questions whose first candidate is right.
- R@P: recall at 90, 95, 99 % precision: sort all questions by the confidence of the first candidate, take the
  longest prefix of which so many are right (an out-of-scope question never is), count the right ones over the
  answerable ones.
- AUROC: how well that confidence tells answerable from out-of-scope questions.
- right, wrong, suggested (with the right one among the choices): shares of the answerable questions at the
  shipped thresholds (answer from {answer_at}, suggest from {suggest_at}); oos answered: share of the
  out-of-scope questions that got an answer; precision: of all answers given, how many were right.
- ECE: expected calibration error over ten bins of equal counts.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark."""
    chosen = _parser().parse_args(arguments)
    try:
        return _run(chosen)
    except BotError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sets", nargs="+", default=[], metavar="NAME", help="these sets only")
    parser.add_argument(
        "--systems",
        nargs="+",
        default=list(SYSTEMS),
        metavar="NAME",
        choices=SYSTEMS,
        help=f"of {', '.join(SYSTEMS)}",
    )
    parser.add_argument("--quick", action="store_true", help=f"the first {QUICK} questions of each set")
    parser.add_argument(
        "--model", default=MODEL, help="folder or hub name of the sentence model (default: %(default)s)"
    )
    return parser


def _run(chosen: argparse.Namespace) -> int:
    questions = sets.load(sets.folder(), chosen.sets)
    if chosen.quick:
        questions = [replace(each, questions=each.questions[:QUICK]) for each in questions]
    systems = list(chosen.systems)
    embedder = _embedder(chosen.model) if NEED_MODEL & set(systems) else None
    if embedder is None:
        systems = [name for name in systems if name not in NEED_MODEL]
    setting = Setting(thresholds(), embedder, read_left_out())
    measured = _measure_all(questions, systems, setting)
    found = report.tables(report.group(measured))
    console = Console(width=None if sys.stdout.isatty() else 200)
    for table in found:
        console.print(_for_terminal(table))
    if chosen.quick or chosen.sets or systems != list(SYSTEMS):
        print("part of the benchmark: bench/RESULTS.md stays as it is", file=sys.stderr)
        return 0
    _write(found, measured, setting)
    return 0


def thresholds() -> Thresholds:
    """Give the thresholds that the bot ships with."""
    shipped = load_config(ROOT / "config.yaml", {}).settings.thresholds
    return Thresholds(answer_at=shipped.answer_at, suggest_at=shipped.suggest_at)


def _embedder(where: str) -> Embedder | None:
    try:
        return load_model(where, ROOT, CACHE)
    except ModelError as error:
        print(f"without sentence embeddings: {error}", file=sys.stderr)
        return None


def _measure_all(questions: Sequence[sets.QuestionSet], systems: Sequence[str], setting: Setting) -> list[Measured]:
    total = len(systems) * sum(len(each.questions) for each in questions)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    measured = []
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=total)
        for each in questions:
            for name in systems:
                progress.update(task, description=f"{each.name}: {name}")
                system = SYSTEMS[name](each, setting)
                measured.append(measure(name, system, each, lambda: progress.advance(task)))
    return measured


def _for_terminal(table: report.Table) -> RichTable:
    shown = RichTable(title=table.title, title_justify="left")
    for at, name in enumerate(table.head):
        shown.add_column(name, justify="right" if at else "left", no_wrap=not at)
    for row in table.rows:
        shown.add_row(*row)
    return shown


def _write(found: Sequence[report.Table], measured: Sequence[Measured], setting: Setting) -> None:
    names = {each.set_name for each in measured}
    left_out = names <= set(setting.left_out)
    weights = (
        "This bot answers each set with weights fitted on the other sets only."
        if left_out
        else "This bot answers with its shipped weights, which were fitted on these sets."
    )
    about = ABOUT.format(
        environment=report.environment(),
        weights=weights,
        answer_at=setting.thresholds.answer_at,
        suggest_at=setting.thresholds.suggest_at,
    )
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    summaries = [table for table in found if table.head[0] == "set"]
    others = [table for table in found if table.head[0] != "set"]
    text = "\n".join([f"# Results of {day}", "", about, *map(report.markdown, [*summaries, *others])])
    RESULTS.write_text(text, "utf-8")
    OUTCOMES.parent.mkdir(parents=True, exist_ok=True)
    kept = [
        {"set": m.set_name, "system": m.system, "outcomes": [[o.confidence, o.is_right] for o in m.outcomes]}
        for m in measured
        if m.verdicts
    ]
    OUTCOMES.write_text(json.dumps({"weights": weights, "measured": kept}), "utf-8")
    print(f"written: {os.path.relpath(RESULTS)}", file=sys.stderr)


if __name__ == "__main__":
    raise SystemExit(main())
