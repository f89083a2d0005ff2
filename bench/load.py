"""How many answers a second, how soon, and with how much memory, beside a bare echo bot on the same library.

The bots take turns, round by round, in front of one fake Telegram that answers after 50 ms, so that what else
the machine does hits all of them: the ratios count, not the times. Exit code 1: a target was missed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table

from bench.crowd import questions_of
from bench.players import ECHO, MIB, Player, playing
from bot.progress import shown
from tests.fake_telegram import FakeTelegram, Limits
from tests.postgres import MISSING, Postgres, binaries

ROUND = 500
ANSWER_DELAY = 0.05
EARLY = 2_000  # answers after which memory is looked at for the first time
LEAST_RATIO, LEAST_GAIN, MOST_GROWTH = 0.8, 1.5, 1.1
CORES_FOR_TWO = 4
ECHO_NAME, ONE = "echo", "sqlite x 1"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be played."""

    questions: int
    chats: int
    contenders: Sequence[tuple[str, int]] = (("sqlite", 1), ("postgresql", 1), ("postgresql", 2))


@dataclass(slots=True)
class CountedLimits(Limits):
    """Telegram's limits, with a count of what they refused."""

    refused: list[str] = field(default_factory=list)

    def refuse(self, method: str, bot_id: int, chat: object) -> int | None:
        """Refuse what is too much, and note it."""
        seconds = Limits.refuse(self, method, bot_id, chat)  # type: ignore[arg-type]
        if seconds:
            self.refused.append(method)
        return seconds


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, print the table and what became of each target."""
    options = read(arguments)
    played = None if options.limits_only else play(plan_of(options))
    missed: list[str] = []
    if played is not None:
        show(played)
        missed += verdicts(played)
    if options.limited:
        missed += limited(options.limited, options.chats)
    for sentence in missed:
        print(f"MISSED: {sentence}")
    return 1 if missed else 0


def read(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--questions", type=int, default=20_000, help="for each bot (default: 20000)")
    parser.add_argument("--chats", type=int, default=200, help="half of them groups (default: 200)")
    parser.add_argument("--processes", type=int, help="play one bot of so many processes beside the echo bot")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="play only with this one")
    parser.add_argument("--limited", type=int, default=1_000, help="questions under Telegram's limits (default: 1000)")
    parser.add_argument("--limits-only", action="store_true", help="play only under Telegram's limits")
    return parser.parse_args(arguments)


def plan_of(options: argparse.Namespace) -> Plan:
    """Make the plan of what was asked for."""
    wanted = Plan.contenders if isinstance(Plan.contenders, tuple) else ()
    if options.processes or options.database:
        number = options.processes or 1
        wanted = ((options.database or ("sqlite" if number == 1 else "postgresql"), number),)
    else:
        wanted = (("sqlite", 1), ("postgresql", 1), ("postgresql", 2))
    return Plan(options.questions, options.chats, wanted)
