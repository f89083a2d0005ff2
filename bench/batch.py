"""`ask --batch` over many phrases, by spelling alone and with the sentence model: milliseconds and memory.

The command is asked from outside, one question at a time, so that all of it counts.
The time of the processor is told too, since other work on the machine makes waiting longer.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles

from bench import sets
from bench.sets import Entry
from bot.problems import BotError

ROOT = Path(__file__).parents[1]
MODEL = ROOT / "models" / "all-minilm-l6-v2"
PHRASES = 10_000
QUESTIONS = 200
KILOBYTES = 1 if sys.platform == "darwin" else 1024  # what `ru_maxrss` counts in, in bytes


@dataclass(frozen=True, slots=True)
class Run:
    """One process of `ask --batch`."""

    start: float  # seconds to the first answer
    milliseconds: tuple[float, ...]  # waited for each further one
    processor: float  # milliseconds for each of them, on average
    memory: float  # the most that it took, in MB

    def __str__(self) -> str:
        parts = quantiles(self.milliseconds, n=20)
        waited = f"{median(self.milliseconds):.1f} ms ({parts[0]:.1f}–{parts[-1]:.1f})"
        times = f"{self.processor:.1f} ms of processor a question, waited {waited}"
        return f"first answer after {self.start:.1f} s; then {times}; {self.memory:.0f} MB at most"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print both runs, and what the model adds."""
    parser = argparse.ArgumentParser(prog="python -m bench.batch", description=__doc__)
    parser.add_argument("--phrases", type=int, default=PHRASES, metavar="N")
    parser.add_argument("--questions", type=int, default=QUESTIONS, metavar="N")
    parser.add_argument("--model", type=Path, default=MODEL, metavar="FOLDER")
    chosen = parser.parse_args(arguments)
    try:
        _compare(chosen.phrases, chosen.questions, chosen.model)
    except BotError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    return 0


def _compare(most_phrases: int, most_questions: int, model: Path) -> None:
    loaded = sets.load(sets.folder())
    phrases = sorted({text for each in loaded for _, text in each.phrases if text})
    asked = sorted({question.text for each in loaded for question in each.questions})
    chance = random.Random(1)
    chance.shuffle(phrases)
    phrases, questions = phrases[:most_phrases], chance.sample(asked, min(most_questions, len(asked)))
    entries = [Entry(f"f{at:05}", text, (), "An answer.") for at, text in enumerate(phrases)]
    print(f"{len(phrases):,} phrases, {len(questions)} questions")
    with tempfile.TemporaryDirectory() as folder:
        where = Path(folder)
        sets.write_topic(entries, where / "facts")
        plain = run(where, None, questions)
        print(f"by spelling: {plain}")
        print(f"with the model, first run: {run(where, model, questions)}")
        meaning = run(where, model, questions)
        print(f"with the model: {meaning}")
    added = meaning.processor - plain.processor
    print(f"the model adds {added:.1f} ms of processor and {meaning.memory - plain.memory:.0f} MB")


def run(where: Path, model: Path | None, questions: Sequence[str]) -> Run:
    """Put the questions to one process of `ask --batch`, each when the one before is answered."""
    config = where / "config.yaml"
    semantic = {"model": str(model.resolve()) if model else None, "cache": "vectors.db"}
    config.write_text(json.dumps({"semantic": semantic}), "utf-8")
    command = [sys.executable, "-m", "bot", "ask", "--batch", "--config", str(config)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    started = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own command
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment,
    ) as process:
        _ask(process, "")  # answered as soon as the base is ready
        start, busy = time.perf_counter() - started, _processor(process.pid)
        milliseconds = tuple(_ask(process, question) for question in questions)
        busy = _processor(process.pid) - busy
        if process.stdin is not None:
            process.stdin.close()
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    return Run(start, milliseconds, 1000 * busy / len(questions), usage.ru_maxrss * KILOBYTES / 1e6)


def _ask(process: subprocess.Popen[bytes], question: str) -> float:
    """Wait for the answer to a question; give the milliseconds."""
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a process without pipes")
    began = time.perf_counter()
    try:
        process.stdin.write(" ".join(question.split()).encode() + b"\n")
        process.stdin.flush()
        is_answered = bool(process.stdout.readline())
    except BrokenPipeError:
        is_answered = False
    if not is_answered:
        raise BotError("'ask --batch' ended before it had answered; run it by hand to see why")
    return 1000 * (time.perf_counter() - began)


def _processor(process: int) -> float:
    """Give the seconds that a running process has been at work, as Linux tells; 0 elsewhere."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text("utf-8").rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    raise SystemExit(main())
