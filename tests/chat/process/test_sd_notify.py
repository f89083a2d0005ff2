"""Tests of what a service manager is told, with a socket as systemd opens one."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.chat.process.sd_notify import READY, notify, service_manager_told, watchdog_seconds
from tests.conftest import StartProcess
from tests.fake_telegram import FakeTelegram


@pytest.fixture(name="manager")
def _manager(tmp_path: Path) -> Iterator[socket.socket]:
    """The service manager's end."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(30)
        yield manager


def told(manager: socket.socket) -> str:
    """Return the next message."""
    return manager.recv(4096).decode()


def test_a_message_arrives(manager: socket.socket, caplog: pytest.LogCaptureFixture) -> None:
    """A message reaches the socket of the environment; without one, or with one that is gone, nothing breaks."""
    assert notify(READY, {"NOTIFY_SOCKET": manager.getsockname()})
    assert told(manager) == "READY=1"
    assert not notify(READY, {})
    assert not notify(READY, {"NOTIFY_SOCKET": "/nowhere/at-all"})
    assert "was not told READY=1" in caplog.text


def test_a_socket_without_a_file() -> None:
    """A name that begins with @ stands beside the file system."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(f"\0briefing-bot-{os.getpid()}")
        assert notify(READY, {"NOTIFY_SOCKET": f"@briefing-bot-{os.getpid()}"})
        assert told(manager) == "READY=1"


@pytest.mark.parametrize(
    ("environ", "seconds"),
    [
        ({}, None),
        ({"WATCHDOG_USEC": "60000000"}, 60.0),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": str(os.getpid())}, 60.0),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "soon"}, None),
    ],
)
def test_how_often_a_sign_of_life_is_wanted(environ: dict[str, str], seconds: float | None) -> None:
    """The watchdog is that of this process alone, in the unit that systemd gives."""
    assert watchdog_seconds(environ) == seconds


async def test_signs_of_life_come_from_the_loop(manager: socket.socket) -> None:
    """While the loop turns, signs come; while it hangs, none does; at the end it is said that the process stops."""
    environ = {"NOTIFY_SOCKET": manager.getsockname(), "WATCHDOG_USEC": "90000"}
    manager.setblocking(False)
    loop = asyncio.get_running_loop()
    async with service_manager_told(environ):
        for _ in range(3):
            assert await loop.sock_recv(manager, 99) == b"WATCHDOG=1"
        time.sleep(0.15)  # noqa: ASYNC251 (the loop hangs)
        with pytest.raises(BlockingIOError):
            manager.recv(99)
    rest: list[bytes] = []
    while not rest or rest[-1] != b"STOPPING=1":
        rest.append(manager.recv(99))
    assert set(rest[:-1]) <= {b"WATCHDOG=1"}


@pytest.mark.long
def test_a_whole_run(telegram: FakeTelegram, start_process: StartProcess, manager: socket.socket) -> None:
    """The process says that it is ready once Telegram was reached, that it lives, and that it stops."""
    telegram.bot()
    env = {"NOTIFY_SOCKET": manager.getsockname(), "WATCHDOG_USEC": "3000000"}
    process = start_process(env=env, facts=Path(__file__).parents[1] / "facts").wait_until_ready()
    messages = [told(manager)]
    while messages.count("WATCHDOG=1") < 2 or "READY=1" not in messages:
        messages.append(told(manager))
    assert process.stop() == 0
    while messages[-1] != "STOPPING=1":
        messages.append(told(manager))

    assert set(messages) == {"WATCHDOG=1", "READY=1", "STOPPING=1"}
