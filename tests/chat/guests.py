"""A bot that is a guest in several chats, each with settings of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.bot_process import Mode, StartedBot
from tests.bot_thread import BotThread
from tests.fake_telegram import Bot, FakeTelegram, Group, Message, Person

FACTS: Final = Path(__file__).parent / "facts_of_guests"
OTAR, VALLEY = "In the Otar military area.", "In the Silent Valley."
QUESTION = "where was KAZIND 2018 held?"
SECRET = "where was Zamin held?"
CURATOR = 7000
MUCH = "asking: {per_person: 10000, per_person_in_group: 10000, per_chat: 10000, unasked: 10000}\n"
SPACIOUS = f"{MUCH}curators: [{CURATOR}]\n"


@dataclass(frozen=True, slots=True)
class Guests:
    """A Telegram, the bot that serves it, and its chats: each a supergroup unless it says otherwise."""

    telegram: FakeTelegram
    process: StartedBot
    ann: Person
    bob: Person
    limited: Group  # which may see the limited topic; the first chat, for the facts name its number
    listening: Group
    off: Group
    plain: Group
    ruled: Group  # in Russian, without the limited topic, commands for admins

    @property
    def bot(self) -> Bot:
        """The bot."""
        return self.process.bot

    def reply(self, person: Person, text: str, **fields: Any) -> Message:
        """Say something, and wait for the reply to it."""
        return self.telegram.wait_for_reply(person.says(text, **fields))

    def bold(self, person: Person, text: str, **fields: Any) -> list[str]:
        """Say something, and give the answers in the reply to it."""
        return self.reply(person, text, **fields).parts("bold")

    def silent(self, person: Person, text: str, **fields: Any) -> None:
        """Say something, and have it passed over."""
        said = person.says(text, **fields)
        self.telegram.wait_until_confirmed(said)
        self.telegram.assert_silent(said, probe=lambda: person.says("/help@briefbot", chat=self.plain))

    def new_group(self, *people: Person, **options: Any) -> Group:
        """Make one more group with the bot in it."""
        return self.telegram.supergroup("Room", members=[*people, self.bot], **options)


@contextmanager
def guests(folder: Path, mode: Mode, config: str) -> Iterator[Guests]:
    """Start a bot that is a guest in some chats; `config` is the rest of its configuration."""
    with FakeTelegram() as telegram:
        bot = telegram.bot(can_read_all_group_messages=True, supports_inline_queries=True, inline_feedback=True)
        ann, bob = telegram.user("Ann"), telegram.user("Bob", username="bob", id=CURATOR)
        limited, listening, off, plain, ruled = (
            telegram.supergroup(name, members=[ann, bob, bot])
            for name in ("limited", "listening", "off", "plain", "ruled")
        )
        config += (
            f"chats:\n  {listening.id}: {{mode: listening}}\n  {off.id}: {{mode: off}}\n"
            f"  {ruled.id}: {{language: ru, topics: [kazind], commands: admins}}\n"
        )
        env = {"TELEGRAM_LIMITS": "off"}
        process = BotThread(telegram, folder, mode=mode, facts=FACTS, config=config, env=env)
        with process:
            process.wait_until_ready()
            yield Guests(telegram, process, ann, bob, limited, listening, off, plain, ruled)
            assert process.stop() == 0
