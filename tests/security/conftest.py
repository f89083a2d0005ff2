"""Fixtures of the security tests: a bot in each mode, served by a Telegram that takes anything."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.bot_process import Mode, StartedBot
from tests.bot_thread import BotThread
from tests.fake_telegram import FakeTelegram, Person

FACTS = Path(__file__).parents[1] / "chat" / "facts"
QUESTION = "where was KAZIND 2018 held?"
OTAR = "In the Otar military area."


@dataclass(frozen=True, slots=True)
class Served:
    """A bot, its Telegram, and somebody who asks honestly."""

    telegram: FakeTelegram
    process: StartedBot
    ann: Person

    def answers(self) -> bool:
        """Whether an honest question still gets its answer."""
        return OTAR in self.telegram.wait_for_reply(self.ann.says(QUESTION), timeout=20).text


@pytest.fixture(scope="session", params=["polling", pytest.param("webhook", marks=pytest.mark.long)])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A bot that serves all these tests, first in one mode, then in the other; it must not have died."""
    mode: Mode = request.param
    env = {"TELEGRAM_LIMITS": "off"}  # a second for each question is not what is tried here
    with FakeTelegram(oracle=False) as telegram:
        telegram.bot()
        folder = tmp_path_factory.mktemp(mode)
        with BotThread(telegram, folder, mode=mode, facts=FACTS, env=env) as process:
            process.wait_until_ready()
            yield Served(telegram, process, telegram.user("Ann"))
            assert process.stop() == 0
            assert "Traceback" not in process.stdout
