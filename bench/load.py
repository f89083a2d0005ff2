"""How many answers a second, how soon, and with how much memory, beside a bare echo bot on the same library.

The bots take turns, round by round, in front of one fake Telegram that answers after 50 ms, so that what else
the machine does hits all of them: the ratios count, not the times. Exit code 1: a target was missed.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table

from bench.crowd import FACTS
from bench.players import ECHO, MIB, UNLIMITED, Player, playing, wait_for
from bot.progress import Progress, shown
from tests.fake_telegram import FakeTelegram, Limits
from tests.fake_telegram.chats import Chat
from tests.postgres import MISSING, Postgres, binaries

ROUND = 500
ANSWER_DELAY = 0.05
EARLY = 2_000  # answers after which memory is looked at for the first time
LEAST_RATIO, LEAST_GAIN, MOST_GROWTH = 0.8, 1.5, 1.1
CORES_FOR_TWO = 4
ECHO_BOT = "echo"
HEADS = ("answers/s", "of echo's", "CPU ms", "of echo's", "p50 s", "p95 s", "p99 s", "MiB", "growth", "twice", "lost")
ALL = (("sqlite", 1), ("postgresql", 1), ("postgresql", 2))

Contender = tuple[str, int]


@dataclass(slots=True)
class CountedLimits(Limits):
    """Telegram's limits, with a note of what they refused."""

    refused: list[str] = field(default_factory=list)

    def refuse(self, method: str, bot_id: int, chat: Chat) -> int | None:
        """Refuse what is too much, and note it."""
        seconds = Limits.refuse(self, method, bot_id, chat)
        if seconds:
            self.refused.append(method)
        return seconds


def main(arguments: Sequence[str] | None = None) -> int:
    """Play, print what was measured, and what became of each target."""
    options = read(arguments)
    targets: list[tuple[bool | None, str]] = []
    if options.questions:
        players = play(options.questions, options.chats, contenders_of(options))
        Console(width=120).print(table_of(players))
        targets += targets_of(players)
    if options.limited:
        targets += limited(options.limited, options.chats)
    for is_met, sentence in targets:
        print(f"{'  ' if is_met is None else 'ok' if is_met else 'NO'}  {sentence}")
    return 1 if any(is_met is False for is_met, _ in targets) else 0


def read(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.load", description=__doc__)
    parser.add_argument("--questions", type=int, default=20_000, help="for each bot (20000; 0: none)")
    parser.add_argument("--chats", type=int, default=200, help="half of them groups (200)")
    parser.add_argument("--processes", type=int, help="play this bot only with so many processes")
    parser.add_argument("--database", choices=["sqlite", "postgresql"], help="play this bot only on this database")
    parser.add_argument("--limited", type=int, default=1_000, help="questions under Telegram's limits (1000; 0: none)")
    return parser.parse_args(arguments)


def contenders_of(options: argparse.Namespace) -> Sequence[Contender]:
    """Choose who plays beside the echo bot."""
    if options.processes is None and options.database is None:
        return ALL
    number = options.processes or 1
    return [(options.database or ("sqlite" if number == 1 else "postgresql"), number)]


def play(questions: int, chats: int, contenders: Sequence[Contender], facts: Path = FACTS) -> list[Player]:
    """Have the echo bot and the contenders answer so many questions each, in turns."""
    with ExitStack() as around:
        folder = Path(around.enter_context(tempfile.TemporaryDirectory(prefix="load-")))
        telegram = around.enter_context(FakeTelegram(oracle=False, keep_requests=1000))
        telegram.world.answer_delay = ANSWER_DELAY
        database = databases(around)
        echo = playing(telegram, ECHO_BOT, folder, chats=chats, facts=facts, command=ECHO)
        players = [around.enter_context(echo)]
        for kind, number in contenders:
            env = UNLIMITED | ({} if kind == "sqlite" else {"DATABASE_URL": database()})
            name = f"{kind} x {number}"
            ours = playing(telegram, name, folder, chats=chats, facts=facts, number=number, env=env)
            players.append(around.enter_context(ours))
        take_turns(players, questions)
    return players


def databases(around: ExitStack) -> Callable[[], str]:
    """Give what makes an empty database on a PostgreSQL that is started when first asked."""
    servers: list[Postgres] = []

    def new() -> str:
        if not servers:
            programs = binaries()
            if programs is None:
                raise SystemExit(f"error: {MISSING}")
            servers.append(Postgres(programs))
            around.callback(servers[0].close)
        return servers[0].new_database()

    return new


def take_turns(players: Sequence[Player], questions: int) -> None:
    """Let each answer a round of questions, then the next, then all again, each as often the first."""
    with shown("questions") as progress:
        done, total = 0, questions * len(players)
        for number, count in enumerate(rounds_of(questions)):
            first = number % len(players)
            for player in (*players[first:], *players[:first]):
                player.play(count, partial(tell, progress, done, total))
                done += count


def tell(progress: Progress, before: int, total: int, answered: int) -> None:
    """Show how far it has come."""
    progress(before + answered, total)


def rounds_of(questions: int) -> Iterator[int]:
    """Cut a number of questions into rounds."""
    for done in range(0, questions, ROUND):
        yield min(ROUND, questions - done)


def table_of(players: Sequence[Player]) -> Table:
    """Lay out what was measured."""
    table = Table("bot", title=f"{players[0].answers:,} questions each, {os.cpu_count()} cores")
    for head in HEADS:
        table.add_column(head, justify="right")
    for player in players:
        cuts = quantiles(player.crowd.latencies(), n=100)
        memory, growth = player.memory[player.answers] / MIB, growth_of(player)
        table.add_row(
            player.name,
            f"{player.answers / player.seconds:.0f}",
            f"{rate_beside(player, players[0]):.2f}",
            f"{player.cpu / player.answers * 1000:.1f}",
            f"{player.cpu / player.answers / (players[0].cpu / players[0].answers):.2f}",
            *(f"{cuts[at - 1]:.2f}" for at in (50, 95, 99)),
            f"{memory:.0f}",
            "" if growth is None else f"{growth:.2f}",
            str(len(player.crowd.doubled)),
            str(len(player.crowd.lost)),
        )
    return table


def rate_beside(player: Player, other: Player) -> float:
    """Compare answers a second round by round; the median round counts, for others use the machine, too."""
    return median(one / another for one, another in zip(player.rates, other.rates, strict=True))


def growth_of(player: Player) -> float | None:
    """Compare the memory at the end with that after the first 2,000 answers."""
    early = [size for answers, size in player.memory.items() if answers >= EARLY]
    return early[-1] / early[0] if len(early) > 1 else None


def targets_of(players: Sequence[Player]) -> Iterator[tuple[bool | None, str]]:
    """Say of each target whether it is met; None where it cannot be told here."""
    echo, by_name = players[0], {player.name: player for player in players}
    lost = {player.name: len(player.crowd.lost) for player in players}
    yield not any(lost.values()), f"nothing lost: {lost}"
    one = by_name.get("sqlite x 1")
    if one is not None:
        ratio, growth = rate_beside(one, echo), growth_of(one)
        yield ratio >= LEAST_RATIO, f"sqlite x 1: {ratio:.2f} of the echo bot's answers a second (≥ {LEAST_RATIO})"
        if growth is not None:
            yield growth <= MOST_GROWTH, f"memory: {growth:.2f} times that after {EARLY:,} answers (≤ {MOST_GROWTH})"
    alone, both = by_name.get("postgresql x 1"), by_name.get("postgresql x 2")
    if alone is not None and both is not None:
        gain = rate_beside(both, alone)
        is_judged = (os.cpu_count() or 1) - os.getloadavg()[0] >= CORES_FOR_TWO
        sentence = f"two processes: {gain:.2f} times the answers of one (≥ {LEAST_GAIN} where four cores are free)"
        yield (gain >= LEAST_GAIN if is_judged else None), sentence


def limited(questions: int, chats: int, facts: Path = FACTS) -> Iterator[tuple[bool | None, str]]:
    """Play with Telegram's limits on, two processes on PostgreSQL or one on SQLite."""
    limits = CountedLimits()
    with ExitStack() as around:
        folder = Path(around.enter_context(tempfile.TemporaryDirectory(prefix="load-")))
        telegram = around.enter_context(FakeTelegram(oracle=False, keep_requests=1000))
        telegram.limit(limits)
        number = 2 if binaries() else 1
        env = {"DATABASE_URL": databases(around)()} if number == 2 else {}
        ours = playing(telegram, "limited", folder, chats=chats, facts=facts, number=number, env=env)
        player, began = around.enter_context(ours), time.monotonic()
        with shown("under limits") as progress:
            player.crowd.ask(questions)
            wait_for(player.crowd, lambda: progress(player.crowd.answered, questions))
        rate = player.crowd.answered / (time.monotonic() - began)
    yield not limits.refused, f"limits on: {questions:,} questions, {rate:.0f} a second, 429: {len(limits.refused)} (0)"
    yield not player.crowd.lost, f"limits on: lost {len(player.crowd.lost)} (0), twice {len(player.crowd.doubled)}"


if __name__ == "__main__":
    raise SystemExit(main())
