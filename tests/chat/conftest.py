"""Fixtures of the chat tests: one bot in each mode, and somebody who asks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bot_process import BotProcess, Mode
from tests.bot_thread import BotThread
from tests.chat.changing import changing
from tests.chat.guests import SPACIOUS, Guests, guests
from tests.chat.talking import Talk, talking
from tests.fake_telegram import FakeTelegram, Person

FACTS = Path(__file__).parent / "facts"


@pytest.fixture(scope="session", params=["polling", pytest.param("webhook", marks=pytest.mark.long)])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeTelegram]:
    """A Telegram in which one bot serves all these tests, first in one mode, then in the other."""
    mode: Mode = request.param
    with FakeTelegram() as telegram:
        telegram.bot(can_read_all_group_messages=True)
        process = BotThread(telegram, tmp_path_factory.mktemp(mode), mode=mode, facts=FACTS)
        with process:
            process.wait_until_ready()
            yield telegram
            assert process.stop() == 0


@pytest.fixture
def ann(served: FakeTelegram) -> Person:
    """Somebody new who asks."""
    return served.user("Ann")


@pytest.fixture(scope="session", params=["polling", pytest.param("webhook", marks=pytest.mark.long)])
def talk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Talk]:
    """A bot with facts to talk about, first in one mode, then in the other; one curator has started it."""
    with talking(tmp_path_factory.mktemp(request.param), request.param) as served:
        yield served


@pytest.fixture(scope="session", params=["polling", pytest.param("webhook", marks=pytest.mark.long)])
def at(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guests]:
    """A bot among chats with settings of their own, in either mode."""
    with guests(tmp_path_factory.mktemp("guests"), request.param, config=SPACIOUS) as found:
        yield found


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Talk]:
    """A bot with facts that only this test uses, and changes."""
    with changing(tmp_path) as started:
        yield started


@pytest.fixture
def process_of_own(tmp_path: Path) -> Iterator[Talk]:
    """A process with facts that only this test uses, for signals and kills."""
    with changing(tmp_path, BotProcess) as started:
        yield started
