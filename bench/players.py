"""A contender → processes of it in front of the fake Telegram, with a crowd of its own that asks it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.crowd import FACTS, Crowd, questions_of
from tests.bot_process import RUN, BotProcess, Mode
from tests.fake_telegram import FakeTelegram

ECHO = (sys.executable, str(Path(__file__).parents[1] / "tests" / "fake_telegram_tests" / "echo_bot.py"))
# The crowd asks more than people do; the bot's own limits would make it fall silent.
CONFIG = "asking:\n  per_person: 10000\n  per_chat: 10000\n"
UNLIMITED = {"TELEGRAM_LIMITS": "off"}
PATIENCE = 60.0  # seconds without one more answer after which the rest counts as lost
READY = 60.0
STEP = 0.05
TICKS = os.sysconf("SC_CLK_TCK")
MIB = 1 << 20


@dataclass(slots=True, eq=False)
class Player:
    """A bot of one or more processes, and how it has done so far."""

    name: str
    crowd: Crowd
    processes: list[BotProcess]
    answers: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    rates: list[float] = field(default_factory=list)  # answers a second, of each round
    memory: dict[int, int] = field(default_factory=dict)  # bytes resident, by answers given

    def play(self, count: int, progress: Callable[[int], None] = lambda answered: None) -> None:
        """Have so many questions asked and wait for their answers."""
        before, cpu, began = self.crowd.answered, self.cpu_now(), time.monotonic()
        self.crowd.ask(count)
        wait_for(self.crowd, lambda: progress(self.crowd.answered - before))
        seconds = time.monotonic() - began
        answered = self.crowd.answered - before
        self.answers += answered
        self.seconds += seconds
        self.cpu += self.cpu_now() - cpu
        self.rates.append(answered / seconds)
        self.memory[self.answers] = sum(resident(process.pid) for process in self.processes)

    def cpu_now(self) -> float:
        """Return the seconds of processor time that its processes have taken."""
        return sum(processor_time(process.pid) for process in self.processes)


def wait_for(crowd: Crowd, look: Callable[[], None] = lambda: None) -> None:
    """Wait until all is answered, or nothing more comes."""
    seen, until = crowd.answered, time.monotonic() + PATIENCE
    while not crowd.is_done and time.monotonic() < until:
        time.sleep(STEP)
        look()
        if crowd.answered != seen:
            seen, until = crowd.answered, time.monotonic() + PATIENCE


def processor_time(process: int) -> float:
    """Return the seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident(process: int) -> int:
    """Return the bytes of memory that a process holds."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def playing(
    telegram: FakeTelegram,
    name: str,
    folder: Path,
    *,
    chats: int,
    facts: Path = FACTS,
    number: int = 1,
    command: Sequence[str] = RUN,
    mode: Mode = "polling",
    env: Mapping[str, str | None] = UNLIMITED,
) -> Iterator[Player]:
    """Start so many processes of a bot and wait until they are ready."""
    bot = telegram.bot(username=f"{name.replace(' ', '')}bot")
    crowd = Crowd(telegram, bot, chats, questions_of(facts))
    processes = [
        BotProcess(
            telegram, folder / f"{name} {one}", bot=bot, mode=mode, facts=facts, config=CONFIG, env=env, command=command
        )
        for one in range(number)
    ]
    try:
        for process in processes:
            process.start().wait_until_ready(READY)
        yield Player(name, crowd, processes)
    finally:
        for process in processes:
            if process.running:
                process.stop()
