"""Fixtures of the fake's own tests: a plain HTTP client, a bot, and somebody to talk to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from tests.fake_telegram import Bot, FakeTelegram, Json, Person


class Client:
    """Calls methods as the simplest of bots: JSON over HTTP, no library."""

    def __init__(self, url: str, bot: Bot) -> None:
        # Plain HTTP needs no certificates, and loading them takes longer than most tests.
        self._http = httpx.Client(base_url=f"{url}/bot{bot.token}/", timeout=10, verify=False)  # noqa: S501

    def answer(self, method: str, **params: object) -> Json:
        """The whole answer."""
        answer: Json = self._http.post(method, json=params).json()
        return answer

    def result(self, method: str, **params: object) -> Any:
        """The result of a call that must succeed."""
        answer = self.answer(method, **params)
        assert answer["ok"], answer
        return answer["result"]

    def updates(self, **params: object) -> list[Json]:
        """The result of getUpdates."""
        answer = self.answer("getUpdates", **params)
        assert answer["ok"], answer
        return list(answer["result"])

    def refusal(self, method: str, **params: object) -> str:
        """The description of a call that must be refused."""
        answer = self.answer(method, **params)
        assert not answer["ok"], answer
        return str(answer["description"])

    def close(self) -> None:
        """Close the connections."""
        self._http.close()


@pytest.fixture
def bot(telegram: FakeTelegram) -> Bot:
    """The bot most tests are about."""
    return telegram.bot()


@pytest.fixture
def client(telegram: FakeTelegram, bot: Bot) -> Iterator[Client]:
    """A plain client of that bot."""
    plain = Client(telegram.url, bot)
    yield plain
    plain.close()


@pytest.fixture
def ann(telegram: FakeTelegram, bot: Bot) -> Person:
    """Somebody who has a private chat with the bot."""
    person = telegram.user("Ann")
    telegram.private_chat(person, bot)
    return person
