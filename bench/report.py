"""Turns measurements into tables: for the terminal, and as bench/RESULTS.md."""

from __future__ import annotations

import math
import platform
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import fmean
from typing import TypeAlias

from bench.measure import Measured
from bench.systems import LEXICAL, LEXICAL_PEERS, MINILM, SEMANTIC

# In-scope accuracy, out-of-scope recall and MCC at each system's best threshold, on the whole published test;
# from the results files of the HINT3 repository.
PUBLISHED: Mapping[str, Mapping[str, tuple[float, float, float]]] = {
    "hint3_curekart": {
        "Haptik": (60.4, 86.8, 60.3),
        "Dialogflow": (57.3, 86.5, 57.8),
        "LUIS": (50.9, 87.9, 53.9),
        "Rasa": (73.9, 55.8, 51.1),
        "BERT": (80.3, 52.3, 55.3),
    },
    "hint3_sofmattress": {
        "Haptik": (65.4, 66.9, 58.8),
        "Dialogflow": (71.9, 64.5, 63.8),
        "LUIS": (59.3, 75.3, 58.1),
        "Rasa": (48.1, 85.5, 52.6),
        "BERT": (63.6, 76.5, 61.7),
    },
    "hint3_powerplay11": {
        "Haptik": (61.5, 61.7, 42.5),
        "Dialogflow": (47.6, 67.7, 35.3),
        "LUIS": (41.5, 72.9, 35.9),
        "Rasa": (31.6, 87.3, 34.0),
        "BERT": (43.6, 75.4, 34.7),
    },
}
PACKAGES = ("rapidfuzz", "scikit-learn", "bm25s", "onnxruntime", "tokenizers", "numpy")

Row: TypeAlias = list[str]


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table of text, its first column the name of the row."""

    title: str
    head: Row
    rows: list[Row]


Groups: TypeAlias = Mapping[str, Mapping[str, Measured]]  # set → system → measurement


def group(measured: Iterable[Measured]) -> Groups:
    """Sort measurements by set and system, both in the order they came in."""
    groups: dict[str, dict[str, Measured]] = {}
    for each in measured:
        groups.setdefault(each.set_name, {})[each.system] = each
    return groups


def tables(groups: Groups) -> list[Table]:
    """Make every table of the report."""
    found = [set_table(name, systems) for name, systems in groups.items()]
    found += [summary(groups, "Top-1 among answerable", lambda m: m.top_1)]
    found += [summary(groups, "Recall at 95 % precision", lambda m: m.recall_95)]
    ours = {name: {s: m for s, m in by.items() if m.verdicts} for name, by in groups.items()}
    found += [summary(ours, "Expected calibration error", lambda m: m.calibration_error)]
    pairs = ((LEXICAL, LEXICAL_PEERS), (SEMANTIC, (*LEXICAL_PEERS, MINILM)), (SEMANTIC, (MINILM,)))
    found += [against(groups, mine, others) for mine, others in pairs]
    hint3 = {name: systems for name, systems in groups.items() if name in PUBLISHED}
    return [table for table in [*found, *map(hint3_table, hint3, hint3.values())] if table.rows]


def set_table(name: str, systems: Mapping[str, Measured]) -> Table:
    """Put the systems side by side on one set."""
    some = next(iter(systems.values()))
    outside = sum(o.expect is None for o in some.outcomes)
    head = [
        "system",
        "top-1",
        "R@P90",
        "R@P95",
        "R@P99",
        "AUROC",
        "right",
        "wrong",
        "suggested",
        "oos answered",
    ]
    head += ["precision", "ECE", "ms", "ms p95"]
    rows = []
    for system, m in systems.items():
        said = m.shipped
        shares = (said.right, said.wrong, said.suggested, said.out_of_scope_answered, said.precision) if said else ()
        row = [system, *map(share, (m.top_1, *m.recalls, m.auroc))]
        row += [*map(share, shares), share(m.calibration_error)] if said else ["–"] * 6
        rows.append([*row, *(f"{value:.2f}" for value in m.milliseconds)])
    return Table(f"{name}: {len(some.outcomes)} questions, {outside} out of scope", head, rows)


def summary(groups: Groups, title: str, figure: Callable[[Measured], float]) -> Table:
    """Show one figure of every system on every set, and its mean."""
    systems = list(dict.fromkeys(system for by_system in groups.values() for system in by_system))
    rows: list[Row] = []
    if not systems:
        return Table(title, ["set"], rows)
    columns: dict[str, list[float]] = {system: [] for system in systems}
    for name, by_system in groups.items():
        values = {system: figure(by_system[system]) for system in systems if system in by_system}
        for system, value in values.items():
            columns[system].append(value)
        rows.append([name, *(share(values.get(system, math.nan)) for system in systems)])
    rows.append(["mean", *(share(fmean(columns[system])) for system in systems)])
    return Table(title, ["set", *systems], rows)


def against(groups: Groups, ours: str, others: Sequence[str]) -> Table:
    """Compare this bot with the best of some peers on each set; the mean shows the ratio of the means."""
    rows = []
    sums = {"ours": 0.0, "theirs": 0.0}
    for name, systems in groups.items():
        peers = [systems[other] for other in others if other in systems]
        if ours not in systems or not peers:
            continue
        mine = systems[ours]
        tops, recalls = max(p.top_1 for p in peers), max(p.recall_95 for p in peers)
        sums = {"ours": sums["ours"] + mine.recall_95, "theirs": sums["theirs"] + recalls}
        verdict = [
            "yes" if mine.top_1 >= tops - 1e-9 else "no",
            "yes" if mine.recall_95 >= recalls - 1e-9 else "no",
        ]
        rows.append(
            [
                name,
                share(mine.top_1),
                share(tops),
                verdict[0],
                share(mine.recall_95),
                share(recalls),
                verdict[1],
            ]
        )
    if rows and sums["theirs"]:
        count, ratio = len(rows), sums["ours"] / sums["theirs"]
        means = [share(sums["ours"] / count), share(sums["theirs"] / count), f"{ratio:.2f} times"]
        rows.append(["mean", "", "", "", *means])
    head = ["set", "top-1", "best peer", "at or above", "R@P95", "best peer", "at or above"]
    best = "the best of " if len(others) > 1 else ""
    return Table(f"{ours}, against {best}{', '.join(others)}", head, rows)


def hint3_table(name: str, systems: Mapping[str, Measured]) -> Table:
    """Compare with the systems that HINT3 published."""
    rows = []
    for system, m in systems.items():
        best = m.mcc
        rows.append(
            [
                system,
                *(f"{100 * v:.1f}" for v in (best.in_scope_accuracy, best.out_of_scope_recall, best.mcc)),
            ]
        )
    for system, figures in PUBLISHED[name].items():
        rows.append([f"{system} (published, whole test)", *(f"{value:.1f}" for value in figures)])
    head = ["system", "in-scope accuracy", "out-of-scope recall", "MCC"]
    return Table(f"{name} at each system's best threshold", head, rows)


def share(value: float) -> str:
    """Show a share as the field does, .953; a dash where there is none."""
    if math.isnan(value):
        return "–"
    return f"{value:.3f}".lstrip("0") if value < 1 else f"{value:.3f}"


def markdown(table: Table) -> str:
    """Write a table in Markdown."""
    lines = [
        f"## {table.title}",
        "",
        "| " + " | ".join(table.head) + " |",
        "|---" + "|---:" * (len(table.head) - 1) + "|",
    ]
    return "\n".join([*lines, *("| " + " | ".join(row) + " |" for row in table.rows), ""])


def environment() -> str:
    """Name the machine and the versions of everything measured."""
    lines = [f"{platform.system()} {platform.machine()}, {_processor()}, Python {platform.python_version()}"]
    for package in PACKAGES:
        try:
            lines.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            lines.append(f"{package} not installed")
    return "; ".join(lines)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0]} × {len(names)}" if names else "unknown processor"
