"""Tests of the HTTP side: bodies of all kinds, names in any case, clients that go away."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from tests.fake_telegram import Bot, FakeTelegram, Hang, Json, Person

from .conftest import Client


@pytest.mark.parametrize(
    "request_as",
    [
        {"params": {"chat_id": "501", "text": "007"}},
        {"data": {"chat_id": "501", "text": "007", "reply_markup": '{"remove_keyboard": true}'}},
        {"json": {"chat_id": 501, "text": "007", "disable_notification": True}},
        {"json": {"chat_id": "501", "text": "007", "link_preview_options": '{"is_disabled": true}'}},
        {"data": {"chat_id": "501", "text": "007"}, "files": {"attached": ("x.txt", b"x")}},
    ],
    ids=["query", "form", "json", "json with text", "multipart"],
)
@pytest.mark.parametrize("name", ["sendMessage", "SENDMESSAGE"])
def test_bodies(request_as: Json, name: str, telegram: FakeTelegram, bot: Bot, ann: Person) -> None:
    """A request may come as query, form, JSON or multipart; numbers in texts stay text."""
    verb = "GET" if "params" in request_as else "POST"
    answer = httpx.request(verb, f"{telegram.url}/bot{bot.token}/{name}", **request_as)
    assert (answer.status_code, answer.json()["result"]["text"]) == (200, "007")
    request = telegram.journal.last("sendMessage")
    assert (request.params["chat_id"], request.params["text"]) in [(501, "007"), ("501", "007")]


def test_broken_json(telegram: FakeTelegram, bot: Bot) -> None:
    """A body that is not JSON is refused."""
    headers = {"Content-Type": "application/json"}
    answer = httpx.post(f"{telegram.url}/bot{bot.token}/getMe", content=b"{", headers=headers)
    assert answer.json()["error_code"] == 400


@pytest.mark.parametrize("path", ["/", "/getMe", "/botgetMe", "/file/bot1:x/nothing"])
def test_other_paths(path: str, telegram: FakeTelegram) -> None:
    """Anything else is not found."""
    assert httpx.get(telegram.url + path).status_code == 404


def test_client_that_goes_away(telegram: FakeTelegram, client: Client, bot: Bot, ann: Person) -> None:
    """A poll or a hanging send whose client is gone ends, and keeps nobody waiting."""
    telegram.faults.next("sendMessage", Hang())
    for method, params in (
        ("getUpdates", {"timeout": 30}),
        ("sendMessage", {"chat_id": ann.id, "text": "x"}),
    ):
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(f"{telegram.url}/bot{bot.token}/{method}", json=params, timeout=0.1)
        assert telegram.wait_for_request(method).status == 0


def test_the_end_cuts_what_waits() -> None:
    """When the server stops, a poll that waits is cut at once."""
    with ThreadPoolExecutor() as pool:
        with FakeTelegram(oracle=False) as telegram:
            url = f"{telegram.url}/bot{telegram.bot().token}/getUpdates"
            poll = pool.submit(httpx.post, url, json={"timeout": 30}, timeout=60)
            telegram.wait_for_request("getUpdates", answered=False)
            began = time.monotonic()
        assert time.monotonic() - began < 5
        with pytest.raises(httpx.HTTPError):
            poll.result(timeout=5).raise_for_status()


def test_answer_delay(telegram: FakeTelegram, client: Client) -> None:
    """Answers may be slowed down, all but those to polls."""
    telegram.world.answer_delay = 0.2
    began = time.monotonic()
    client.updates()
    polled = time.monotonic()
    client.result("getMe")
    assert time.monotonic() - polled >= 0.2 > polled - began
