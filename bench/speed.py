"""How fast this bot is beside `rapidfuzz.process.extractOne` with WRatio, and how time grows with the base.

Prints ratios only: a time says more of the machine than of the matcher.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from statistics import median
from typing import TypeAlias

from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from bench import sets
from bench.sets import Entry
from bot.matching import Matcher
from bot.problems import BotError

SIZES = (4_000, 5_000)
SMALL, LARGE = 1_000, 10_000
QUESTIONS = 150
ROUNDS = 5

Ask: TypeAlias = Callable[[str], object]


def main() -> int:
    """Print the ratios, each with its least and greatest over the rounds."""
    argparse.ArgumentParser(prog="python -m bench.speed", description=__doc__).parse_args()
    try:
        loaded = sets.load(sets.folder())
    except BotError as error:
        print(f"error: {error}", file=sys.stderr)
        return 2
    phrases, questions = _sample(loaded)
    if len(phrases) < LARGE:
        print(f"error: the sets hold {len(phrases)} phrases, {LARGE} are needed", file=sys.stderr)
        return 2
    for size in SIZES:
        ratios = interleaved(_wratio(phrases[:size]), _ours(phrases[:size]), questions)
        print(f"{size:,} phrases: {_range(ratios)} times as fast as WRatio")
    growth = interleaved(_ours(phrases[:LARGE]), _ours(phrases[:SMALL]), questions)
    print(f"{LARGE // SMALL} times the facts ({SMALL:,} → {LARGE:,}): {_range(growth)} times the time")
    return 0


def interleaved(one: Ask, other: Ask, questions: Sequence[str]) -> list[float]:
    """Give, for each round, the median time of `one` over that of `other`.

    They take turns question by question, and at being first, so that what else the machine does hits both.
    """
    ratios = []
    for number in range(ROUNDS + 1):
        times: tuple[list[float], list[float]] = ([], [])
        for at, question in enumerate(questions):
            for which in (0, 1) if (at + number) % 2 else (1, 0):
                ask = (one, other)[which]
                started = time.perf_counter()
                ask(question)
                times[which].append(time.perf_counter() - started)
        ratios.append(median(times[0]) / median(times[1]))
    return ratios[1:]  # the first round warms both up


def _sample(loaded: Sequence[sets.QuestionSet]) -> tuple[list[str], list[str]]:
    chance = random.Random(1)
    phrases = sorted({text for each in loaded for _, text in each.phrases})
    questions = sorted({question.text for each in loaded for question in each.questions})
    chance.shuffle(phrases)
    return phrases, chance.sample(questions, min(QUESTIONS, len(questions)))


def _ours(phrases: Sequence[str]) -> Ask:
    """Answer lexically from a base with one fact a phrase."""
    entries = [Entry(f"f{at:05}", text, (), "An answer.") for at, text in enumerate(phrases)]
    return Matcher(sets.as_base(entries)).decide


def _wratio(phrases: Sequence[str]) -> Ask:
    choices = [default_process(text) for text in phrases]
    return lambda question: process.extractOne(default_process(question), choices, scorer=fuzz.WRatio)


def _range(ratios: Sequence[float]) -> str:
    return f"{median(ratios):.1f} ({min(ratios):.1f}–{max(ratios):.1f})"


if __name__ == "__main__":
    raise SystemExit(main())
