"""Fixtures of all tests: a fake Telegram, and the bot as a process in front of it."""

from __future__ import annotations

import itertools
import signal
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol, Unpack

import pytest

from tests.bot_process import RUN, BotProcess, Options
from tests.bot_thread import BotThread, is_of_no_bot
from tests.fake_telegram import FakeTelegram
from tests.postgres import database_url, postgres, postgres_url

__all__ = ["database_url", "postgres", "postgres_url"]


class StartBot(Protocol):
    """What the fixture `start_bot` is: the arguments are those of StartedBot."""

    def __call__(self, **arguments: Unpack[Options]) -> BotThread: ...


class StartProcess(Protocol):
    """What the fixture `start_process` is: the arguments are those of BotProcess."""

    def __call__(
        self, *, command: Sequence[str] = RUN, arguments: Sequence[str] = (), **options: Unpack[Options]
    ) -> BotProcess: ...


NEEDING_PROCESSES = {"start_process", "process_of_own"}  # fixtures


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that start the bot as a process."""
    for item in items:
        if NEEDING_PROCESSES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.process)


def pytest_sessionstart(session: pytest.Session) -> None:
    """Keep what bots beside a test write into the log out of `caplog`; the report of a failed test shows it.

    Where a shell began the tests in the background, they and their processes would ignore Ctrl-C; undo that.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    logs = session.config.pluginmanager.get_plugin("logging-plugin")
    assert logs is not None
    logs.caplog_handler.addFilter(is_of_no_bot)


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    """A fake Telegram of the test's own; what it finds wrong at the end fails the test."""
    with FakeTelegram() as fake:
        yield fake


@pytest.fixture
def start_bot(telegram: FakeTelegram, tmp_path: Path) -> Iterator[StartBot]:
    """Start the real bot in a thread and wait until it is ready; every bot is stopped after the test."""
    count = itertools.count(1)
    with ExitStack() as running:

        def start(**options: Unpack[Options]) -> BotThread:
            bot = BotThread(telegram, tmp_path / f"bot-{next(count)}", **options)
            return running.enter_context(bot).wait_until_ready()

        yield start


@pytest.fixture
def start_process(telegram: FakeTelegram, tmp_path: Path) -> Iterator[StartProcess]:
    """Start the real bot as a process and wait until it is ready; every process is ended after the test."""
    count = itertools.count(1)
    with ExitStack() as running:

        def start(
            *, command: Sequence[str] = RUN, arguments: Sequence[str] = (), **options: Unpack[Options]
        ) -> BotProcess:
            folder = tmp_path / f"process-{next(count)}"
            process = BotProcess(telegram, folder, command=command, arguments=arguments, **options)
            return running.enter_context(process).wait_until_ready()

        yield start
