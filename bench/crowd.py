"""A number of questions → people in private chats and groups who ask them, each as soon as its chat has an answer."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.engine.files import load_base
from tests.fake_telegram import Bot, FakeTelegram, Message, Person
from tests.fake_telegram.chats import Chat
from tests.fake_telegram.messages import Stored

FACTS = Path(__file__).parents[1] / "facts"
UNKNOWN = ("Where was KAZIND 2031 held?", "Who won the football cup?", "When does the shop close?")
SEED = 1
PEOPLE_IN_A_GROUP = 3


@dataclass(slots=True, eq=False)
class Asked:
    """A question, when it was asked, and when its replies reached Telegram, in seconds of the monotonic clock."""

    message: Message
    at: float
    replied: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        return f"chat {self.message.chat.id} message {self.message.id}"


def questions_of(folder: Path = FACTS) -> list[str]:
    """Give what people may ask: every question and phrasing of the base, and some that it cannot answer."""
    facts = load_base([folder]).facts
    known = {phrase.text for fact in facts for phrase in (fact.question, *fact.aliases)}
    return [*sorted(known), *UNKNOWN]


class Crowd:
    """Half of the chats are private, half are groups in which the bot is named."""

    def __init__(self, telegram: FakeTelegram, bot: Bot, chats: int, questions: Sequence[str]) -> None:
        self.bot = bot
        self.asked: list[Asked] = []
        self._telegram = telegram
        self._questions = questions
        self._chance = random.Random(SEED)
        self._waiting: dict[tuple[int, int], Asked] = {}
        self._chats: list[tuple[Chat, list[Person]]] = []
        self._to_ask = self.answered = 0
        for number in range(chats):
            self._chats.append(self._chat(number))
        listen(telegram, self)

    def _chat(self, number: int) -> tuple[Chat, list[Person]]:
        is_group = number % 2
        here = [self._telegram.user(f"Person {number}") for _ in range(PEOPLE_IN_A_GROUP if is_group else 1)]
        if not is_group:
            return self._telegram.private_chat(here[0], self.bot), here
        return self._telegram.supergroup(f"Room {number}", members=[*here, self.bot]), here

    def ask(self, count: int, ahead: int = 1) -> None:
        """Have so many questions asked, at most `ahead` of them unanswered in a chat at any time."""
        with self._telegram.world.changed:
            self._to_ask += count
            for _ in range(ahead):
                for place in self._chats:
                    self._ask_in(place)

    def _ask_in(self, place: tuple[Chat, list[Person]]) -> None:
        if self._to_ask <= 0:
            return
        self._to_ask -= 1
        chat, people = place
        text = self._chance.choice(self._questions)
        if chat.type != "private":
            text = f"@{self.bot.username} {text}"
        asked = Asked(self._chance.choice(people).says(text, chat=chat), time.monotonic())
        self.asked.append(asked)
        self._waiting[chat.id, asked.message.id] = asked

    def replied(self, reply: Stored) -> None:
        """Note a reply, and have the next question asked where it came; called under the world's lock."""
        asked = self._waiting.get((reply.chat.id, reply.data["reply_to_message"]["message_id"]))
        if asked is None:
            return
        asked.replied.append(time.monotonic())
        if len(asked.replied) == 1:
            self.answered += 1
            people = [m.user for m in reply.chat.members.values() if isinstance(m.user, Person)]
            self._ask_in((reply.chat, people))

    @property
    def is_done(self) -> bool:
        """Whether all was asked and has a reply."""
        return self._to_ask <= 0 and self.answered == len(self.asked)

    def latencies(self, since: int = 0) -> list[float]:
        """Give the seconds from question to reply, of the questions asked since that many."""
        return [one.replied[0] - one.at for one in self.asked[since:] if one.replied]

    @property
    def lost(self) -> list[Asked]:
        """Name what has no reply."""
        return [one for one in self.asked if not one.replied]

    @property
    def doubled(self) -> list[Asked]:
        """Name what has more than one."""
        return [one for one in self.asked if len(one.replied) > 1]


def listen(telegram: FakeTelegram, crowd: Crowd) -> None:
    """Let the crowd hear the replies of its bot, beside the crowds of other bots."""
    before = telegram.world.on_reply

    def hear(reply: Stored) -> None:
        if reply.bot_id == crowd.bot.id:
            crowd.replied(reply)
        else:
            before(reply)

    telegram.world.on_reply = hear
