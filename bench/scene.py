"""A fault's stage: a Telegram, bots as processes, a crowd that asks, and what is done when so many are answered."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import psycopg

from bench.crowd import FACTS, SEED, Crowd, questions_of
from bench.players import CONFIG, UNLIMITED, wait_for
from bench.verdict import Cut, Key, Outcome, judge
from tests.bot_process import RUN, BotProcess, Mode
from tests.fake_telegram import FakeTelegram
from tests.postgres import Postgres

AHEAD = 2  # questions of a chat that wait at any time
PATIENCE = 60.0
READY = 60.0
SENDING = "SELECT chat_id, reply_to FROM sends WHERE state = 'sending' AND reply_to IS NOT NULL"


@dataclass(eq=False)
class Scene:
    """What a fault is played with; what it starts ends with the scene."""

    telegram: FakeTelegram
    folder: Path
    around: ExitStack
    postgres: Postgres | None
    questions: int
    chats: int
    kills: int
    facts: Path = FACTS
    cuts: list[Cut] = field(default_factory=list)
    processes: list[BotProcess] = field(default_factory=list)
    database: str = ""
    seconds: float = 0.0  # from the first question to the last answer
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))

    @cached_property
    def crowd(self) -> Crowd:
        """Those who ask."""
        return Crowd(self.telegram, self.telegram.bot(), self.chats, questions_of(self.facts))

    @property
    def server(self) -> Postgres:
        """The PostgreSQL of this machine."""
        if self.postgres is None:
            raise RuntimeError("this fault needs PostgreSQL")
        return self.postgres

    def use_postgres(self) -> None:
        """Have the processes share an empty PostgreSQL database."""
        self.database = self.server.new_database()

    def start(
        self, number: int = 1, *, mode: Mode = "polling", command: Sequence[str] = RUN, env: Mapping[str, str] = {}
    ) -> None:
        """Start processes of the bot."""
        bot, store = self.crowd.bot, {"DATABASE_URL": self.database} if self.database else {}
        for one in range(number):
            process = BotProcess(
                self.telegram, self.folder / f"bot {one}", bot=bot, facts=self.facts, mode=mode, command=command,
                config=CONFIG, env=UNLIMITED | store | dict(env),
            )  # fmt: skip
            self.processes.append(process)
            self.around.callback(self._end, process)
            process.start().wait_until_ready(READY)

    @staticmethod
    def _end(process: BotProcess) -> None:
        if process.running:
            process.stop()

    def run(self, *steps: Callable[[], None]) -> None:
        """Have the crowd ask, and take one step after the other, evenly over its questions."""
        began = time.monotonic()
        self.crowd.ask(self.questions, AHEAD)
        for number, step in enumerate(steps, 1):
            self.wait_for_answers(self.questions * number // (len(steps) + 1))
            step()
        wait_for(self.crowd)
        self.seconds = time.monotonic() - began

    def wait_for_answers(self, number: int) -> None:
        """Wait until so many are answered, or nothing more comes."""
        seen, until = self.crowd.answered, time.monotonic() + PATIENCE
        while self.crowd.answered < number and time.monotonic() < until:
            time.sleep(0.01)
            if self.crowd.answered != seen:
                seen, until = self.crowd.answered, time.monotonic() + PATIENCE

    def cut(self, what: str, marked: frozenset[Key] = frozenset()) -> None:
        """Note that something was cut off just now."""
        self.cuts.append(Cut(time.monotonic(), f"{what} ({len(self.cuts) + 1})", marked))

    def marked(self) -> frozenset[Key]:
        """Return the questions whose answers are being sent, as the store has it."""
        if self.database.startswith("postgres"):
            with psycopg.connect(self.database) as connection:
                return frozenset((int(chat), int(message)) for chat, message in connection.execute(SENDING))
        file = self.processes[0].folder / "var" / "bot.db"
        with closing(sqlite3.connect(file, timeout=10)) as store:
            return frozenset(store.execute(SENDING))

    def kill_one(self) -> None:
        """Kill -9 one of the processes, whichever, and start it again."""
        process = self.chance.choice(self.processes)
        number = process.pid
        process.kill()
        at = time.monotonic()
        self.cuts.append(Cut(at, f"process {number} was killed ({len(self.cuts) + 1})", self.marked()))
        process.start().wait_until_ready(READY)

    def wait_for_line(self, words: str, times: int = 1) -> None:
        """Wait until a process has logged some words so often."""
        until = time.monotonic() + PATIENCE
        while sum(process.stderr.count(words) for process in self.processes) < times:
            if time.monotonic() > until:
                raise AssertionError(f"nobody logged {words!r}")
            time.sleep(0.05)

    def outcome(self, name: str, struck: int | None = None) -> Outcome:
        """Judge what became of the questions, after all has ended: a repeated answer may come late."""
        for process in self.processes:
            if process.stop():
                raise RuntimeError(f"a process ended with {process.exit_code}: {process.output_tail()}")
        return replace(judge(name, self.telegram, self.crowd, self.cuts, struck), seconds=self.seconds)
