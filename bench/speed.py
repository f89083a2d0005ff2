"""How long the commands take as whole processes, and a question beside `rapidfuzz.process.extractOne` with WRatio.

Figures of processes are CPU seconds, imports included, beside their targets, and ratios to 1,000 passes of WRatio over
the same phrases in the same run: seconds say as much of the machine as of the bot. Questions have ratios only.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Final, TypeAlias

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from bench import sets
from bench.base import made_up_files
from bench.sets import Entry
from bot import factbase
from bot.engine.files import load_base
from bot.factbase.model import FactBase
from bot.matching import Matcher

ROOT: Final = Path(__file__).parents[1]
SIZES: Final = (4_000, 5_000)
LEAST_RATIO: Final = {4_000: 15.0}
SMALL, LARGE = 1_000, 10_000
QUESTIONS: Final = 150
ROUNDS: Final = 5
PASSES: Final = 1_000
LEAST_YARDSTICK: Final = 3.0  # CPU seconds of WRatio that are measured; the rest of the passes is reckoned

Ask: TypeAlias = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Target:
    """A command that is run as a process, and the most CPU seconds that it may take."""

    name: str
    arguments: tuple[str, ...]
    most: float
    is_cached: bool = False  # with what an earlier process has kept, which was thrown away before


@dataclass(frozen=True, slots=True)
class Workload:
    """A base on the disk, a question that it answers, and what is measured on it."""

    name: str
    folder: Path
    question: str
    targets: tuple[Target, ...]


def main() -> int:
    """Print target and figure of each process, then the ratios of single questions with their range over the rounds."""
    parser = argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__)
    parser.add_argument("--part", choices=("processes", "questions"), help="only one of the two parts")
    part = parser.parse_args().part
    is_good = True
    if part != "questions":
        with tempfile.TemporaryDirectory() as place:
            for workload in workloads(Path(place)):
                is_good &= _print_processes(workload, Path(place))
    if part != "processes":
        is_good &= _print_questions()
    return 0 if is_good else 1


def workloads(place: Path) -> Iterator[Workload]:
    """Yield the shipped base, and bases of 10,000 and 50,000 facts with two phrasings each."""
    asked = "where was KAZ-IND 2018?"
    yield Workload(
        "the shipped base",
        ROOT / "facts",
        asked,
        (
            Target("ask, cold", ("ask", asked), 1.5),
            Target("ask, from the cache", ("ask", asked), 0.6, is_cached=True),
            Target("check", ("check",), 4.0),
            Target("check, from the cache", ("check",), 4.0, is_cached=True),
        ),
    )
    folder, asked = _made_up(place, 10_000)
    yield Workload(
        "10,000 facts",
        folder,
        asked,
        (
            Target("ask, cold", ("ask", asked), 4.0),
            Target("ask, from the cache", ("ask", asked), 1.0, is_cached=True),
            Target("check", ("check",), 12.0),
        ),
    )
    folder, asked = _made_up(place, 50_000)
    yield Workload("50,000 facts", folder, asked, (Target("ask, cold", ("ask", asked), 30.0),))


def _made_up(place: Path, facts: int) -> tuple[Path, str]:
    """Write a made-up base and return its folder with a question of one of its facts."""
    folder = place / f"facts-{facts}"
    folder.mkdir()
    files = made_up_files(facts, templates=1)
    for path, content in files:
        (folder / Path(path).name).write_bytes(content)
    base, problems = factbase.load(files)
    if base is None:
        raise SystemExit(str(problems[0]))
    return folder, base.facts[0].question.text


def _print_processes(workload: Workload, place: Path) -> bool:
    """Measure a workload and print a line for each target; tell whether all are met."""
    base = load_base([workload.folder])
    phrases = list(dict.fromkeys(phrase.text for fact in base.facts for phrase in base.phrases_of(fact)))
    unit = yardstick(workload.question, phrases)
    print(f"{workload.name}: {len(base.facts):,} facts, {len(phrases):,} phrasings;", end=" ")
    print(f"{PASSES:,} passes of WRatio over them take {unit:.1f} s")
    is_good = True
    with _standing(place, workload.folder) as home:
        cpu_seconds(("--help",), home)  # compiles what was changed
        for target in workload.targets:
            figure = min(_measured(target, home) for _ in range(1 if target.most > 5 else 3))
            is_met = figure <= target.most
            is_good &= is_met
            said = f"  {target.name:<22} target ≤ {target.most:5.1f} s, is {figure:6.2f} s"
            print(f"{said}, {figure / unit:6.3f} of WRatio's{'' if is_met else '  MISSED'}", flush=True)
    return is_good


def yardstick(question: str, phrases: Sequence[str]) -> float:
    """Return the CPU seconds of 1,000 passes of WRatio, measured on as many as take three seconds.

    A pass ends at the first phrase that is equal to the question, so that a question is asked that equals none.
    """
    choices = [default_process(text) for text in phrases]
    asked, passes, began = default_process(f"{question} as far as you know"), 0, time.process_time()
    while passes < PASSES and (passes == 0 or time.process_time() - began < LEAST_YARDSTICK):
        process.extractOne(asked, choices, scorer=fuzz.WRatio)
        passes += 1
    return (time.process_time() - began) * PASSES / passes


@contextmanager
def _standing(place: Path, facts: Path) -> Iterator[Path]:
    """Make a folder with a configuration that names the facts, where a bot would keep its store."""
    home = Path(tempfile.mkdtemp(dir=place))
    (home / "config.yaml").write_text(f"facts: {facts}\n")
    yield home
    shutil.rmtree(home)


def _measured(target: Target, home: Path) -> float:
    if not target.is_cached:
        shutil.rmtree(home / "var", ignore_errors=True)
    return cpu_seconds(target.arguments, home)


def cpu_seconds(arguments: Sequence[str], home: Path) -> float:
    """Run a command of the bot as a process and return its CPU seconds, those of its children included.

    Python may write the code that it has compiled, as it may where the bot is installed.
    """
    left_out = ("BOT_CONFIG", "DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    started = subprocess.Popen(  # noqa: S603 (our own program)
        (sys.executable, "-m", "bot", *arguments),
        cwd=home,
        env={**environment, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    errors = started.stderr.read() if started.stderr is not None else b""
    _, status, usage = os.wait4(started.pid, 0)
    started.returncode = os.waitstatus_to_exitcode(status)
    if started.returncode:
        raise SystemExit(f"python -m bot {' '.join(arguments)} ended with {started.returncode}: {errors.decode()}")
    return usage.ru_utime + usage.ru_stime


def _print_questions() -> bool:
    """Time single questions beside WRatio, and with ten times the facts; tell whether the targets are met."""
    phrases, questions, origin = _sample()
    print(f"questions: {origin}")
    is_good = True
    for size in SIZES:
        ratios = interleaved(_wratio(phrases[:size]), _ours(phrases[:size]), questions)
        least = LEAST_RATIO.get(size)
        is_met = least is None or median(ratios) >= least
        is_good &= is_met
        target = "" if least is None else f", target ≥ {least:.0f}{'' if is_met else '  MISSED'}"
        print(f"  {size:,} phrases: {_range(ratios)} times as fast as WRatio{target}", flush=True)
    growth = interleaved(_ours(phrases[:LARGE]), _ours(phrases[:SMALL]), questions)
    print(f"  {LARGE // SMALL} times the facts ({SMALL:,} → {LARGE:,}): {_range(growth)} times the time")
    return is_good


def interleaved(one: Ask, other: Ask, questions: Sequence[str]) -> list[float]:
    """Return, for each round, the median time of `one` over that of `other`.

    They take turns question by question, and at being first, so that what else the machine does hits both.
    """
    ratios = []
    for number in range(ROUNDS + 1):
        times: tuple[list[float], list[float]] = ([], [])
        for at, question in enumerate(questions):
            for which in (0, 1) if (at + number) % 2 else (1, 0):
                ask = (one, other)[which]
                started = time.process_time()
                ask(question)
                times[which].append(time.process_time() - started)
        ratios.append(median(times[0]) / median(times[1]))
    return ratios[1:]  # the first round warms both up


def _sample() -> tuple[list[str], list[str], str]:
    """Return phrases, questions, and where they are from: the public sets, else made up."""
    chance, folder = random.Random(1), sets.folder()
    try:
        loaded = sets.load(folder)
    except sets.SetsError:
        loaded = []
    phrases = sorted({text for each in loaded for _, text in each.phrases})
    questions = sorted({question.text for each in loaded for question in each.questions})
    origin = f"those of the public sets in {folder}"
    if len(phrases) < LARGE or not questions:
        phrases, questions = _made_up_phrases(chance)
        origin = f"made up, for there are no sets in {folder} (BENCH_DATA names another folder)"
    chance.shuffle(phrases)
    return phrases, chance.sample(questions, min(QUESTIONS, len(questions))), origin


def _made_up_phrases(chance: random.Random) -> tuple[list[str], list[str]]:
    """Return the questions of a made-up base as phrases, and as questions the same with words out of their order."""
    base: FactBase | None = factbase.load(made_up_files(LARGE))[0]
    phrases = sorted({phrase.text for fact in base.facts for phrase in base.phrases_of(fact)} if base else ())
    questions = []
    for text in chance.sample(phrases, QUESTIONS):
        words = text.lower().rstrip("?").split()
        dropped = chance.randrange(len(words))
        questions.append(" ".join([*words[dropped + 1 :], *words[:dropped]]))
    return phrases, questions


def _ours(phrases: Sequence[str]) -> Ask:
    """Answer by spelling from a base with one fact a phrase."""
    entries = [Entry(f"f{at:05}", text, (), "An answer.") for at, text in enumerate(phrases)]
    return Matcher(sets.as_base(entries)).decide


def _wratio(phrases: Sequence[str]) -> Ask:
    choices = [default_process(text) for text in phrases]
    return lambda question: process.extractOne(default_process(question), choices, scorer=fuzz.WRatio)


def _range(ratios: Sequence[float]) -> str:
    return f"{median(ratios):.1f} ({min(ratios):.1f}–{max(ratios):.1f})"


if __name__ == "__main__":
    raise SystemExit(main())
