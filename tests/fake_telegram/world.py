"""Everything the server knows: bots, people, chats, the clock, the journal, the faults, the violations."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from .bots import Bot
from .chats import Chat, Member
from .clock import Clock
from .faults import Faults
from .journal import Journal
from .people import Person
from .refusals import bad_request, forbidden
from .wire import Json, Upload

if TYPE_CHECKING:
    from .limits import Limits
    from .messages import Stored
    from .oracle import Oracle

SECRET_LETTERS = "AAFakeTokenOfATestForBotNumber"


class World:
    """The state behind the server. `changed` guards it all and is notified of every change."""

    def __init__(self, *, oracle: Oracle | None = None, keep_requests: int | None = None) -> None:
        self.changed = threading.Condition()
        self.clock = Clock()
        self.journal = Journal(self.changed, keep_requests)
        self.faults = Faults(self.changed)
        self.oracle = oracle
        self.limits: Limits | None = None
        self.violations: list[str] = []
        self.url = ""
        self.bots: dict[str, Bot] = {}
        self.bot_by_id: dict[int, Bot] = {}
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.private: dict[tuple[int, int], Chat] = {}  # bot id, person id
        self.files: dict[str, Upload] = {}
        self.routes: dict[str, list[str]] = {}  # public address of a webhook → where it really listens
        self.servers: Counter[int] = Counter()  # bot id → processes that were made for it
        self.callback_lifetime = 15.0  # seconds, by the clock
        self.answer_delay = 0.0  # seconds every answer but getUpdates takes
        self.conflict_delay = 0.0  # Telegram: 3 s before a 409
        self.throttles_same_offset = False
        self.limits_set_webhook = True  # one setWebhook a second
        self.webhook_pace = 0.05  # what a second of backoff or Retry-After lasts
        self.webhook_timeout = 10.0
        self.on_push: Callable[[Bot], None] = lambda bot: None
        self.on_reply: Callable[[Stored], None] = lambda reply: None  # for load: no waiting, no waking
        self._numbers: dict[str, int] = {}

    def number(self, what: str, first: int) -> int:
        """The next number of a kind."""
        with self.changed:
            self._numbers[what] = self._numbers.get(what, first - 1) + 1
            return self._numbers[what]

    def add_bot(self, token: str | None, username: str, first_name: str) -> Bot:
        """Register a bot; two bots with one token cannot be."""
        with self.changed:
            if token is None:
                bot_id = self.number("bot", 7_000_001)
                token = f"{bot_id}:{SECRET_LETTERS}{bot_id % 100_000:05d}"
            bot_id = int(token.partition(":")[0])
            if token in self.bots or bot_id in self.bot_by_id:
                raise ValueError(f"there is a bot {bot_id} already")
            bot = Bot(self, bot_id, token, username, first_name)
            bot.queue.on_push = lambda: self.on_push(bot)
            self.bots[token] = self.bot_by_id[bot_id] = bot
            return bot

    def only_bot(self) -> Bot:
        """The first bot: what is meant where a test names none."""
        if not self.bots:
            raise ValueError("no bot yet; make one with telegram.bot()")
        return next(iter(self.bots.values()))

    def private_chat(self, person: Person, bot: Bot) -> Chat:
        """The chat of a person with a bot, opened at the first call."""
        with self.changed:
            chat = self.private.get((bot.id, person.id))
            if chat is None:
                chat = Chat(self, person.id, "private", person=person)
                chat.members = {person.id: Member(person), bot.id: Member(bot)}
                self.private[bot.id, person.id] = chat
            return chat

    def find_chat(self, bot: Bot, chat_id: object) -> Chat:
        """The chat a bot means, or Telegram's refusal."""
        if isinstance(chat_id, str) and chat_id.startswith("@"):
            for chat in self.chats.values():
                if chat.username and chat.username.lower() == chat_id[1:].lower():
                    return chat
            raise bad_request("chat not found")
        if chat_id is None or chat_id == "":
            raise bad_request("chat_id is empty")
        try:
            number = int(str(chat_id))
        except ValueError:
            raise bad_request("chat not found") from None
        found = self.private.get((bot.id, number)) or self.chats.get(number)
        if found is not None:
            return found
        if number in self.people:
            raise forbidden("bot can't initiate conversation with a user")
        raise bad_request("chat not found")

    def push(self, bot: Bot, kind: str, payload: Json, key: int, *, oracle: bool = True) -> int | None:
        """Queue an update for a bot, looked over by the oracle. `changed` is held by the caller."""
        if oracle and self.oracle:
            self.violations += self.oracle.update(kind, payload)
        return bot.queue.push(kind, payload, key)

    def routed(self, url: str) -> str:
        """Where a webhook's public address leads to."""
        for public, real in self.routes.items():
            if real and url.startswith(public):
                return real[self.number(f"turn {public}", 0) % len(real)] + url.removeprefix(public)
        return url

    def violation(self, sentence: str) -> None:
        """Note something that must not happen; the test fails at its end."""
        with self.changed:
            self.violations.append(sentence)
