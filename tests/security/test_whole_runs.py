"""Tests of whole runs in which all goes wrong that carries a secret: none may be in what is written."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from bot.config import Secret
from bot.problems import BotError
from bot.store.database.engine import open_engine
from tests.bot_process import BotProcess, Mode, free_port
from tests.fake_telegram import BadAnswer, ConnectionReset, FakeTelegram, Refused
from tests.fake_telegram.faults import Fault
from tests.security.conftest import FACTS, OTAR, QUESTION

HOOK_SECRET = "hook-secret-of-this-run"
METRICS_TOKEN = "metrics-token-of-this-run"
PASSWORD = "pa%23ss-of-the-store"


def everything_wrong(telegram: FakeTelegram, token: str) -> None:
    """Order refusals and broken answers whose texts repeat the token, as proxies and servers do."""
    page = f"<h1>no route to /bot{token}/x or /bot{quote(token, safe='')}/x</h1>".encode()
    told = f"Bad Gateway: cannot POST /bot{token}/sendMessage ({quote(token, safe='').lower()})"
    faults: list[tuple[str, Fault]] = [
        ("getMe", BadAnswer(502, page)),
        ("deleteWebhook", Refused(500, told)),
        ("setWebhook", Refused(500, told)),
        ("getUpdates", Refused(409, f"Conflict: {told}")),
        ("setMyCommands", Refused(400, told)),
    ]
    for method, fault in faults:
        telegram.faults.next(method, fault)


def broken_sends(token: str) -> list[Fault]:
    """Return ways in which a send fails so that nobody knows whether it arrived; each is tried once more."""
    page = f"<h1>no route to /bot{token}/x or /bot{quote(token, safe='')}/x</h1>".encode()
    return [BadAnswer(502, page), ConnectionReset(), BadAnswer(200, page)]


@pytest.mark.process
@pytest.mark.parametrize(
    ("mode", "level", "form"),
    [("polling", "debug", "text"), ("webhook", "info", "json")],
)
def test_no_secret_is_written(mode: Mode, level: str, form: str, telegram: FakeTelegram, tmp_path: Path) -> None:
    """No log of a run in trouble holds a secret in any spelling; at info nor what was asked or answered."""
    token = telegram.bot().token
    port = free_port()
    env = {
        "WEBHOOK_SECRET": HOOK_SECRET,
        "METRICS_TOKEN": METRICS_TOKEN,
        "PORT": str(port),
        "TELEGRAM_LIMITS": "off",
    }
    config = f"log_level: {level}\nlog_format: {form}\nserve_status: true\n"
    everything_wrong(telegram, token)
    with BotProcess(telegram, tmp_path, mode=mode, facts=FACTS, config=config, env=env) as process:
        telegram.world.routes[process.public] = [f"http://127.0.0.1:{port}"]
        process.wait_until_ready()
        ann = telegram.user("Ann")
        telegram.poison(telegram.private_chat(ann), "text as number")
        knock(f"http://127.0.0.1:{port}", token)
        for fault in broken_sends(token):
            telegram.faults.next("sendMessage", fault)
            telegram.wait_for_reply(ann.says(QUESTION), timeout=40)
        reply = telegram.wait_for_reply(ann.says(f"what is {token}?"), timeout=20)
        assert process.stop() == 0
    written = process.stdout + process.stderr
    for secret in (token, token.partition(":")[2], HOOK_SECRET, METRICS_TOKEN):
        for form_of_it in (secret, quote(secret, safe="")):
            assert form_of_it.lower() not in written.lower(), form_of_it
    assert reply.text
    if level == "info":
        assert not any(text in written for text in ("KAZIND", "Ann", OTAR))
        assert '"request": "u' in written
    if form == "json":
        assert all(isinstance(json.loads(line), dict) for line in process.stderr.splitlines())


def knock(address: str, token: str) -> None:
    """Try the doors with wrong and right secrets in places where they may be logged."""
    for path in (f"/bot{token}/getMe", f"/telegram?secret={HOOK_SECRET}", f"/metrics?token={METRICS_TOKEN}"):
        httpx.get(address + path, headers={"Authorization": f"Bearer {METRICS_TOKEN}x"})
        httpx.post(address + path, headers={"X-Telegram-Bot-Api-Secret-Token": "no"}, json={})
    shown = httpx.get(f"{address}/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"}).text
    assert token.partition(":")[2] not in shown


@pytest.mark.process
def test_the_password_of_a_store_out_of_reach(telegram: FakeTelegram, tmp_path: Path) -> None:
    """A store that cannot be reached is told in a sentence without the password, even at debug."""
    telegram.bot()
    url = f"postgresql://bot:{PASSWORD}@127.0.0.1:1/briefings"
    config, env = "log_level: debug\n", {"DATABASE_URL": url}
    process = BotProcess(telegram, tmp_path, facts=FACTS, config=config, env=env).start()
    process.wait_for_log("cannot be used")  # it is waited for
    assert process.stop() == 0
    assert "127.0.0.1" in process.stderr
    assert not any(text in process.stderr for text in ("pa%23ss", "pa#ss", "Traceback"))


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql+psycopg://bot:{PASSWORD}@127.0.0.1:port/briefings",
        f"postgresql+psycopg://bot:{PASSWORD}@[::1/briefings",
        f"oracle://bot:{PASSWORD}@db/briefings",
        f"bot:{PASSWORD}@db",
    ],
)
def test_the_password_in_a_strange_address(url: str) -> None:
    """An address that is none of a database of ours is one sentence without the password."""
    with pytest.raises(BotError) as raised:
        open_engine(Secret(url))
    assert not any(text in str(raised.value) for text in ("pa%23ss", "pa#ss"))
    assert raised.value.__cause__ is None
