"""What goes wrong → how many questions were asked, answered, answered twice, and lost, fault by fault.

Every question must be answered; twice only what was being sent when a process or a line was cut, each named.
Exit code 1: something was lost, or doubled without such a reason.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.crowd import FACTS
from bench.faults import FAULTS, Fault
from bench.scene import Scene
from bench.verdict import Outcome
from bot.progress import shown
from tests.fake_telegram import FakeTelegram
from tests.postgres import Postgres, binaries


@dataclass(frozen=True, slots=True)
class Size:
    """How much is played: questions under kills and reloads, and under each other fault."""

    long: int = 5_000
    other: int = 1_000
    chats: int = 60
    kills: int = 5
    facts: Path = FACTS

    def of(self, fault: Fault) -> int:
        """Give the number of questions for a fault."""
        return self.long if fault.is_long else self.other


def main(arguments: Sequence[str] | None = None) -> int:
    """Play every fault, print the table, and name what was doubled or lost."""
    options = read(arguments)
    size = Size(options.long, options.questions, options.chats)
    wanted = [fault for fault in FAULTS if not options.only or fault.name in options.only]
    outcomes: list[Outcome] = []
    with shown("faults") as progress:
        for outcome in play(wanted, size):
            outcomes.append(outcome)
            progress(len(outcomes), len(wanted))
    report(outcomes)
    return 0 if all(outcome.is_met for outcome in outcomes) else 1


def read(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    size = Size()
    parser = argparse.ArgumentParser(prog="python -m bench.chaos", description=__doc__)
    parser.add_argument("--long", type=int, default=size.long, help="questions during kills and reloads (5000)")
    parser.add_argument("--questions", type=int, default=size.other, help="questions for each other fault (1000)")
    parser.add_argument("--chats", type=int, default=size.chats, help="half of them groups (60)")
    parser.add_argument("--only", nargs="+", choices=[fault.name for fault in FAULTS], metavar="FAULT")
    return parser.parse_args(arguments)


def play(faults: Sequence[Fault], size: Size) -> Iterator[Outcome]:
    """Play faults one after the other, each in a Telegram of its own."""
    with ExitStack() as around:
        programs = binaries()
        postgres = None
        if programs is not None:
            postgres = Postgres(programs)
            around.callback(postgres.close)
        for fault in faults:
            if fault.needs_postgres and postgres is None:
                yield Outcome(fault.name, note="left out: there is no PostgreSQL here")
                continue
            yield played(fault, size, postgres)


def played(fault: Fault, size: Size, postgres: Postgres | None) -> Outcome:
    """Play one fault."""
    with ExitStack() as around:
        folder = Path(around.enter_context(tempfile.TemporaryDirectory(prefix="chaos-")))
        telegram = around.enter_context(FakeTelegram(oracle=False))
        telegram.world.answer_delay = 0.05
        scene = Scene(telegram, folder, around, postgres, size.of(fault), size.chats, size.kills, size.facts)
        return fault.play(scene)


def report(outcomes: Sequence[Outcome]) -> None:
    """Print what was measured and whether it is as it must be."""
    table = Table("fault", title="faults")
    for head in ("seconds", "struck", "sent", "answered", "repeated", "in flight", "out of turn", "lost", ""):
        table.add_column(head, justify="right")
    for one in outcomes:
        if one.note:
            table.add_row(one.name, *[""] * 8, one.note)
            continue
        numbers = (
            round(one.seconds),
            one.struck,
            one.sent,
            one.answered,
            one.repeated,
            one.in_flight,
            one.unordered,
            len(one.lost),
        )
        table.add_row(one.name, *(f"{number:,}" for number in numbers), "ok" if one.is_met else "NO")
    Console(width=120).print(table)
    for one in outcomes:
        for line in (*one.doubled, *(f"LOST: {lost}" for lost in one.lost)):
            print(f"{one.name}: {line}")


if __name__ == "__main__":
    raise SystemExit(main())
