"""Tests of the checks and numbers of the real process, in each mode."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest

from tests.bot_process import BotProcess, Mode, free_port
from tests.bot_thread import BotThread
from tests.chat.conftest import FACTS
from tests.chat.serving.test_web_status import values
from tests.fake_telegram import FakeTelegram, TooManyRequests
from tests.postgres import Postgres

QUESTION = "where was KAZIND 2018 held?"
SERVE = "serve_status: true\n"
STAGES = "briefing_bot_stage_seconds_count"


def numbers_once(address: str, name: str, expected: Mapping[str, float]) -> str:
    """Read the metrics of a process once one of them has these values: a reply is counted after it came."""
    deadline = time.monotonic() + 10
    while values(shown := httpx.get(f"{address}/metrics").text, name) != expected:
        assert time.monotonic() < deadline, values(shown, name)
    return shown


@pytest.mark.process
@pytest.mark.parametrize("mode", ["polling", pytest.param("webhook", marks=pytest.mark.long)])
def test_a_served_question_is_counted(mode: Mode, telegram: FakeTelegram, tmp_path: Path) -> None:
    """Either mode serves the same pages; a question shows in each stage, a flood limit among the errors."""
    telegram.bot()
    port = free_port()
    env = {"PORT": str(port), "TELEGRAM_LIMITS": "off"}
    with BotProcess(telegram, tmp_path, mode=mode, facts=FACTS, config=SERVE, env=env) as process:
        local = f"http://127.0.0.1:{port}"
        telegram.world.routes[process.public] = [local]
        process.wait_until_ready()
        telegram.faults.next("sendMessage", TooManyRequests(1))
        ann = telegram.user()
        telegram.wait_for_reply(ann.says(QUESTION))
        telegram.wait_for_reply(ann.says("what is the price of tea?"))
        sent = {"claimed": 2, "decided": 2, "sent": 2}
        shown = numbers_once(local, STAGES, sent)
        ready = httpx.get(f"{local}/readyz")
        health = httpx.get(f"{local}/healthz").status_code

    assert (health, ready.status_code, ready.json()["ready"]) == (200, 200, True)
    assert ready.json()["last_update_seconds"] < 60
    assert values(shown, "briefing_bot_questions_total") == {"answer": 1, "none": 1}
    assert values(shown, "briefing_bot_telegram_errors_total") == {"429sendMessage": 1}
    assert set(values(shown, "briefing_bot_base_info")) == {ready.json()["base"]["version"]}
    assert values(shown, "process_resident_memory_bytes")[""] > 1e6


def test_polling_opens_no_port_unasked(telegram: FakeTelegram, tmp_path: Path) -> None:
    """PORT alone, which platforms set for every process, opens nothing in polling."""
    telegram.bot()
    port = free_port()
    with BotThread(telegram, tmp_path, facts=FACTS, env={"PORT": str(port)}) as process:
        process.wait_until_ready()
        with pytest.raises(httpx.ConnectError):
            httpx.get(f"http://127.0.0.1:{port}/healthz")


@pytest.mark.process
def test_a_web_server_that_dies(telegram: FakeTelegram, tmp_path: Path) -> None:
    """A web server that ends by itself takes the process with it, so that a supervisor starts both again."""
    telegram.bot()
    dying = (
        "import asyncio, bot.chat.serving.http_server as s, bot.cli\n"
        "class Dying(s.QuietServer):\n"
        "    async def serve(self, sockets=None):\n"
        "        await asyncio.sleep(0.5); raise OSError('no more files')\n"
        "s.QuietServer = Dying\n"
        "raise SystemExit(bot.cli.main())"
    )
    command = (sys.executable, "-c", dying, "run")
    process = BotProcess(telegram, tmp_path, mode="webhook", facts=FACTS, command=command).start()
    assert process.wait(20) == 1
    assert "the bot ends for its supervisor to start it again: the web server ended" in process.stderr


@pytest.mark.parametrize("mode", ["polling", pytest.param("webhook", marks=pytest.mark.long)])
def test_a_store_that_goes_away(mode: Mode, telegram: FakeTelegram, tmp_path: Path, postgres: Postgres) -> None:
    """Without its database the bot lives, says that it is not ready, and answers later what is asked now."""
    telegram.bot()
    port = free_port()
    env = {"PORT": str(port), "DATABASE_URL": postgres.new_database(), "TELEGRAM_LIMITS": "off"}
    with BotThread(telegram, tmp_path, mode=mode, facts=FACTS, config=SERVE, env=env) as process:
        telegram.world.routes[process.public] = [f"http://127.0.0.1:{port}"]
        process.wait_until_ready()
        ann = telegram.user()
        telegram.wait_for_reply(ann.says(QUESTION))
        postgres.stop("immediate")
        try:
            asked = ann.says(QUESTION)
            ready = httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=10)
            alive = httpx.get(f"http://127.0.0.1:{port}/healthz")
            shown = httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=10)
        finally:
            postgres.start()
        telegram.wait_for_reply(asked, timeout=30)
    assert (ready.status_code, ready.json()["reason"]) == (503, "the store cannot be reached")
    assert (alive.status_code, shown.status_code, len(telegram.replies(asked))) == (200, 200, 1)
