"""Fixtures of all tests: a fake Telegram, and the bot as a process in front of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Protocol

import pytest

from tests.bot_process import BotProcess
from tests.fake_telegram import FakeTelegram
from tests.postgres import database_url, postgres, postgres_url

__all__ = ["database_url", "postgres", "postgres_url"]


class StartBot(Protocol):
    """What the fixture `start_bot` is: the arguments are those of BotProcess."""

    def __call__(self, **arguments: Any) -> BotProcess: ...


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    """A fake Telegram of the test's own; what it finds wrong at the end fails the test."""
    with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def start_bot(telegram: FakeTelegram, tmp_path: Path) -> Iterator[StartBot]:
    """Start the real bot and wait until it is ready; every process is ended after the test."""
    with ExitStack() as running:
        count = 0

        def start(**arguments: Any) -> BotProcess:
            nonlocal count
            count += 1
            process = BotProcess(telegram, tmp_path / f"bot-{count}", **arguments)
            return running.enter_context(process).wait_until_ready()

        yield start
