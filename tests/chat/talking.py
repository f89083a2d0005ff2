"""A bot with facts to talk about, in front of a fake Telegram, and a look into its store."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bot_process import Mode, StartedBot
from tests.bot_thread import BotThread
from tests.fake_telegram import FakeTelegram, Group, Message, Person

FACTS = Path(__file__).parent / "facts_of_talk"
PATIENCE = 10.0
CURATORS = (7000, 7001)  # of whom the second never starts the bot
CONFIG = f"curators: {list(CURATORS)}\n"
OTAR, PITHORAGARH = "In the Otar military area.", "In Pithoragarh."
SEPTEMBER, OCTOBER = "In September 2018.", "In October 2019."
WHERE = "where was KAZ-IND 2018?"


@dataclass(frozen=True, slots=True)
class Talk:
    """A Telegram and the bot that serves it."""

    telegram: FakeTelegram
    process: StartedBot

    @property
    def curator(self) -> Person:
        """The curator who has started the bot."""
        return self.telegram.world.people[CURATORS[0]]

    def reply(self, person: Person, text: str, **fields: Any) -> Message:
        """Say something, and wait for the reply to it."""
        return self.telegram.wait_for_reply(person.says(text, **fields))

    def answer(self, person: Person, text: str, **fields: Any) -> list[str]:
        """Say something, and give the answers in the reply to it."""
        return self.reply(person, text, **fields).parts("bold")

    def group(self, *people: Person, **options: Any) -> Group:
        """Make a group with the bot in it."""
        return self.telegram.supergroup("Room", members=[*people, self.process.bot], **options)

    def presses(self, person: Person, message: Message, button: str) -> str:
        """Press a button of the newest version of a message; give what is said to it."""
        newest = self.telegram.now(message)
        assert newest is not None
        press = person.presses(newest.button(button))
        return str(self.telegram.wait_for_callback_answer(press).get("text"))

    def settle(self, person: Person) -> None:
        """Wait until all is written that came of what a person, and whoever spoke before, has said."""
        self.reply(person, "/help")
        self.rest()

    def rest(self) -> None:
        """Wait until all is written that came of what has had its reply, whatever is written behind that."""
        until = time.monotonic() + PATIENCE
        while self.rows("SELECT 1 FROM inbox WHERE finished_at IS NULL"):
            assert time.monotonic() < until
            time.sleep(0.02)

    def rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Look into the store, or change it."""
        with closing(sqlite3.connect(self.process.folder / "var" / "bot.db", timeout=5)) as store, store:
            return store.execute(statement, values).fetchall()


@contextmanager
def talking(folder: Path, mode: Mode) -> Iterator[Talk]:
    """Run a bot."""
    with FakeTelegram() as telegram:
        telegram.bot(can_read_all_group_messages=True)
        process = BotThread(telegram, folder, mode=mode, facts=FACTS, config=CONFIG, env={"TELEGRAM_LIMITS": "off"})
        with process:
            process.wait_until_ready()
            talk = Talk(telegram, process)
            talk.reply(telegram.user("Cora", id=CURATORS[0]), "/start")
            yield talk
            assert process.stop() == 0
