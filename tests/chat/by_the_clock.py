"""Bot processes that post by schedule, their clock in the hands of the test."""

from __future__ import annotations

import datetime as dt
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Engine, select

from bot.store.schedules.schedules import posts, schedules
from tests.bot_process import BotProcess
from tests.fake_telegram import Chat, FakeTelegram, Message
from tests.store.conftest import engine_of

FACTS: Final = Path(__file__).parent / "facts_of_guests"
EIGHT: Final = dt.time(8, tzinfo=dt.UTC)


@dataclass
class Clock:
    """What the processes take for the time: the real one, and so many seconds ahead."""

    file: Path
    # The day of the last eight o'clock, whatever the time is now.
    today: dt.date = field(default_factory=lambda: (dt.datetime.now(dt.UTC) - dt.timedelta(hours=8)).date())

    def __post_init__(self) -> None:
        self.set(0.0)

    def set(self, ahead: float) -> None:
        """Set the clock."""
        new = self.file.with_suffix(".new")
        new.write_text(str(ahead))
        new.replace(self.file)

    def turn_to(self, moment: dt.datetime, before: float = 0.0) -> None:
        """Set the clock to so many seconds before a moment; it goes on from there."""
        self.set(moment.timestamp() - before - time.time())

    def eight(self, days: int) -> dt.datetime:
        """Give eight o'clock in so many days."""
        return dt.datetime.combine(self.today + dt.timedelta(days=days), EIGHT)


@dataclass
class Room:
    """A Telegram, and processes of one bot that look at the same clock."""

    telegram: FakeTelegram
    folder: Path
    clock: Clock
    env: dict[str, str]
    processes: list[BotProcess] = field(default_factory=list)

    def start(self, **arguments: Any) -> BotProcess:
        """Start one more process."""
        folder = self.folder / f"bot-{len(self.processes)}"
        command = (sys.executable, "-m", "bench.skewed", str(self.clock.file), "run")
        arguments = {"facts": FACTS, "config": "", "env": self.env, **arguments}
        process = BotProcess(self.telegram, folder, command=command, **arguments)
        self.processes.append(process.start())
        return process

    def end(self) -> None:
        """End what still runs, and show what all have written."""
        for process in self.processes:
            if process.running:
                process.kill()
            print(process.output_tail())  # noqa: T201 (pytest shows it with a failure)
            process.assert_no_token()

    def posts(self, chat: Chat) -> list[Message]:
        """List what was posted in a chat by itself; in a topic of a forum all reply to its opening."""
        return [one for one in self.telegram.bot_messages(chat) if one.reply_to in (None, one.thread_id)]

    def wait_for(self, is_so: Callable[[], bool], what: str, timeout: float = 20.0) -> None:
        """Wait for something in Telegram, a store or a log."""
        until = time.monotonic() + timeout
        while not is_so():
            assert time.monotonic() < until, what
            time.sleep(0.05)

    def wait_for_posts(self, chats: Iterable[Chat], number: int) -> None:
        """Wait until so many were posted in each chat."""
        listed = list(chats)
        self.wait_for(
            lambda: all(len(self.posts(chat)) >= number for chat in listed), f"{number} posts in each of {listed}"
        )

    def claimer(self, schedule: str, due: dt.datetime) -> BotProcess:
        """Wait until a process has claimed a slot, and give it."""
        line = f"post {schedule} {due.timestamp():.0f}: claimed"
        found: list[BotProcess] = []

        def is_claimed() -> bool:
            found.extend(process for process in self.processes if line in process.stderr)
            return bool(found)

        self.wait_for(is_claimed, f"nobody writes {line!r}")
        return found[-1]

    def rows(self) -> dict[tuple[str, float], str]:
        """Look into the store: what became of each slot, by its schedule and the time at which it was due."""
        with self.engine.connect() as connection:
            found = connection.execute(select(posts.c.schedule, posts.c.due, posts.c.state))
            return {(id, due): state for id, due, state in found}

    def schedule_in(self, chat: Chat) -> str:
        """Give the id of the only schedule of a chat."""
        with self.engine.connect() as connection:
            id: str = connection.scalars(select(schedules.c.id).where(schedules.c.chat_id == chat.id)).one()
            return id

    @property
    def engine(self) -> Engine:
        """Open the store beside the processes."""
        return engine_of(self.env["DATABASE_URL"])

    def wait_until_settled(self, schedule: str, due: dt.datetime) -> str:
        """Wait until it is known what became of a slot, and say so."""
        slot = (schedule, due.timestamp())
        self.wait_for(lambda: self.rows().get(slot) not in (None, "claimed", "sending"), f"{slot} stays open")
        return self.rows()[slot]


@contextmanager
def room_in(folder: Path, database: str, **env: str) -> Iterator[Room]:
    """Make a Telegram with a bot, whose processes the test starts."""
    with FakeTelegram() as telegram:
        telegram.bot(can_read_all_group_messages=True)
        room = Room(telegram, folder, Clock(folder / "ahead"), {"DATABASE_URL": database, **env})
        try:
            yield room
        finally:
            room.end()


def pause(seconds: float = 1.6) -> None:
    """Let every process look at the clock."""
    time.sleep(seconds)
