"""Tests of the real process's web server: whom it lets in, and what it makes of what they send."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.bot_thread import BotThread
from tests.chat.conftest import FACTS
from tests.conftest import StartBot
from tests.fake_telegram import BadAnswer, FakeTelegram

SECRET = "a-secret-of-this-test"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
RIGHT = {HEADER: SECRET, "Content-Type": "application/json"}
HOOK = {"WEBHOOK_SECRET": SECRET}


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a process that serves a webhook."""
    with FakeTelegram() as telegram:
        telegram.bot()
        process = BotThread(telegram, tmp_path_factory.mktemp("webhook"), mode="webhook", facts=FACTS, env=HOOK)
        with process:
            process.wait_until_ready()
            yield f"http://127.0.0.1:{process.port}"
            assert SECRET not in process.stderr


@pytest.mark.parametrize(
    ("headers", "body", "expected"),
    [
        ({}, b'{"update_id": 1}', 403),
        ({HEADER: ""}, b'{"update_id": 1}', 403),
        ({HEADER: SECRET + "x"}, b'{"update_id": 1}', 403),
        ({HEADER: SECRET[:-1]}, b'{"update_id": 1}', 403),
        ({HEADER: "\xe9"}, b'{"update_id": 1}', 403),
        (RIGHT, b'{"update_id": 1}', 200),
        (RIGHT | {"Content-Type": "application/json; charset=utf-8"}, b'{"update_id": 2}', 200),
        (RIGHT, b'{"update_id": 3, "message": {"text": 1}}', 200),
        (RIGHT, b'{"update_id": "x"}', 200),
        (RIGHT, b"[]", 200),
        (RIGHT, b"", 400),
        (RIGHT, b"\xff{", 400),
        (RIGHT, b"[" * 100_000, 400),
        (RIGHT, b" " * (1 << 20) + b"{}", 413),
    ],
)
def test_post(headers: dict[str, str], body: bytes, expected: int, address: str) -> None:
    """Only who knows the secret is heard; what cannot be an update is refused, a strange one is taken."""
    raw = [(name.encode(), value.encode("latin-1")) for name, value in headers.items()]
    response = httpx.post(f"{address}/telegram", headers=raw, content=body)
    assert (response.status_code, SECRET in response.text) == (expected, False)


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/telegram", 405),
        ("PUT", "/telegram", 405),
        ("POST", "/", 404),
        ("POST", "/telegram/", 404),
        ("GET", "/healthz", 200),
        ("POST", "/healthz", 405),
    ],
)
def test_other_requests(method: str, path: str, expected: int, address: str) -> None:
    """Beside Telegram's path there is only the health check."""
    assert httpx.request(method, address + path, headers=RIGHT).status_code == expected


def test_the_path_of_the_address(telegram: FakeTelegram, start_bot: StartBot) -> None:
    """The bot listens at the path of WEBHOOK_URL."""
    bot = telegram.bot()
    process = start_bot(mode="webhook", facts=FACTS, env=HOOK | {"WEBHOOK_URL": "http://127.0.0.1/hook/1"})
    local = f"http://127.0.0.1:{process.port}"
    body = {"update_id": 1, "message": {"chat": {"id": 1}}}
    assert httpx.post(f"{local}/hook/1", headers=RIGHT, json=body).status_code == 200
    assert httpx.post(f"{local}/telegram", headers=RIGHT, json=body).status_code == 404
    assert bot.webhook is not None
    assert bot.webhook.url == "http://127.0.0.1/hook/1"


def test_while_telegram_is_out_of_reach(telegram: FakeTelegram, tmp_path: Path) -> None:
    """The port opens at once, for a platform to see; updates are refused until they can be served."""
    telegram.bot()
    telegram.faults.always("getMe", BadAnswer())
    with BotThread(telegram, tmp_path, mode="webhook", facts=FACTS, env=HOOK) as process:
        telegram.wait_for_request("getMe")
        local = f"http://127.0.0.1:{process.port}"
        assert httpx.get(f"{local}/healthz").status_code == 200
        assert httpx.post(f"{local}/telegram", headers=RIGHT, json={"update_id": 1}).status_code == 503
        telegram.faults.clear("getMe")
        process.wait_until_ready()
        assert httpx.post(f"{local}/telegram", headers=RIGHT, json={"update_id": 1}).status_code == 200
