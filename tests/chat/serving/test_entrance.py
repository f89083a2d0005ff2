"""Tests of the port: it opens before the base is loaded, and keeps nobody who does not say what they want."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from pathlib import Path

import httpx
import pytest
from starlette.responses import PlainTextResponse

from bot.chat.process.shutdown import Shutdown
from bot.chat.serving.http_protocol import patient_for
from bot.chat.serving.http_server import serving
from tests.bot_process import BotProcess
from tests.chat.conftest import FACTS
from tests.fake_telegram import FakeTelegram

# Loads its base once a file is there.
SLOW = """
import sys, time, pathlib, bot.cli, bot.chat.serving.application as application
load, go = application.load_engine, pathlib.Path(sys.argv.pop(1))
def load_late(*arguments):
    while not go.exists():
        time.sleep(0.01)
    return load(*arguments)
application.load_engine = load_late
raise SystemExit(bot.cli.main())
"""


def get(process: BotProcess, path: str) -> httpx.Response:
    """Ask a process that may not have opened its port yet."""
    deadline = time.monotonic() + 20
    while True:
        try:
            return httpx.get(f"http://127.0.0.1:{process.port}{path}")
        except httpx.ConnectError:
            assert process.running, process.output_tail()
            assert time.monotonic() < deadline


@pytest.mark.process
def test_the_port_opens_before_the_base_is_loaded(telegram: FakeTelegram, tmp_path: Path) -> None:
    """While its base is loaded a process is alive and not ready; told to stop then, it ends with 0."""
    telegram.bot()
    go = tmp_path / "go"
    command = (sys.executable, "-c", SLOW, str(go), "run")
    process = BotProcess(telegram, tmp_path / "bot", mode="webhook", facts=FACTS, command=command)
    with process.start():
        assert get(process, "/healthz").status_code == 200
        ready = get(process, "/readyz")
        assert (ready.status_code, ready.json()) == (503, {"ready": False, "reason": "the base is being loaded"})
        assert httpx.post(f"http://127.0.0.1:{process.port}/telegram", content=b"{}").status_code == 503
        assert process.stop() == 0
        process.start()
        assert get(process, "/healthz").status_code == 200
        go.touch()
        process.wait_until_ready()
        assert get(process, "/readyz").status_code == 200


async def test_unfinished_headers(unused_tcp_port: int) -> None:
    """A connection whose headers never end is closed, whether it drips or is silent; an honest one is not."""
    stop, port = Shutdown(), unused_tcp_port
    async with serving(PlainTextResponse("hello"), "127.0.0.1", port, stop, patient_for(0.3)):
        silent = await asyncio.open_connection("127.0.0.1", port)
        dripping = await asyncio.open_connection("127.0.0.1", port)
        dripping[1].write(b"GET / HTTP/1.1\r\nHost: x\r\n")
        again = await asyncio.open_connection("127.0.0.1", port)
        again[1].write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await again[0].readuntil(b"hello")).startswith(b"HTTP/1.1 200")
        again[1].write(b"GET / HT")
        slow = await asyncio.open_connection("127.0.0.1", port)
        slow[1].write(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n")  # its body has a limit of its own

        async def drip() -> None:
            with contextlib.suppress(ConnectionError):
                while not dripping[0].at_eof():
                    dripping[1].write(b"X: y\r\n")
                    await asyncio.sleep(0.02)

        dripper = asyncio.create_task(drip())
        async with asyncio.timeout(5):
            with contextlib.suppress(ConnectionError):
                assert await silent[0].read() == b""
                assert await dripping[0].read() == b""
                assert await again[0].read() == b""
        dripper.cancel()
        async with httpx.AsyncClient() as client:
            assert (await client.get(f"http://127.0.0.1:{port}/")).text == "hello"
        for _, writer in (silent, dripping, again, slow):
            writer.close()
