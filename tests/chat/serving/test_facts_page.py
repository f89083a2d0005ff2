"""Tests of the facts page: what it shows to whom, and how people get there."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import httpx
import pytest

from bot.chat.process.health import Health
from bot.chat.serving.facts_page import FactsPage, address_of_page
from bot.chat.serving.http_app import web_application
from bot.config import Config, Settings, Telegram
from bot.store.intake.queue_state import QueueState
from tests.chat.guests import OTAR, VALLEY, Guests
from tests.fake_telegram import Group
from tests.replies.bases import base_of

NOW = dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC)
FIRST = base_of("- {id: held, question: Where was it?, answer: Here., sources: [print], as_of: 2019}")
SECOND = base_of("- {id: held, question: Where was it?, answer: There., sources: [print], as_of: 2019}")


async def no_queue() -> QueueState:
    """Say that nothing waits."""
    return QueueState()


def client_of(health: Health, page: FactsPage | None) -> httpx.AsyncClient:
    """Speak with a web application without a network."""
    transport = httpx.ASGITransport(web_application(health, page=page))
    return httpx.AsyncClient(transport=transport, base_url="http://bot.example")


async def test_it_follows_a_reload() -> None:
    """The page shows the current base; a reader who has this version gets only the headers."""
    health, now = Health(lambda: FIRST, no_queue), NOW
    async with client_of(health, FactsPage(lambda: health.base(), lambda: now)) as client:
        first = await client.get("/facts")
        assert "Here." in first.text
        assert first.headers["Content-Encoding"] == "gzip"
        assert (await client.get("/facts", headers={"Accept-Encoding": "identity"})).content == first.content
        known = {"If-None-Match": first.headers["ETag"]}
        assert (await client.get("/facts", headers=known)).status_code == 304
        health.base = lambda: SECOND
        assert "There." in (await client.get("/facts", headers=known)).text
        now += dt.timedelta(days=1)
        assert "2 December 2026" in (await client.get("/facts", headers=known)).text


async def test_headers() -> None:
    """Browsers are told to fetch nothing else, and to let only Telegram frame it; HEAD is answered, too."""
    async with client_of(Health(lambda: FIRST, no_queue), FactsPage(lambda: FIRST, lambda: NOW)) as client:
        for response in (await client.get("/facts"), await client.head("/facts")):
            assert response.status_code == 200
            assert response.headers["Content-Type"] == "text/html; charset=utf-8"
            policy = response.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'none'; style-src 'sha256-")
            assert policy.endswith("; frame-ancestors https://web.telegram.org")
            assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert (await client.post("/facts")).status_code == 405


async def test_without_a_page() -> None:
    """Where the page is not served, its path is not found."""
    async with client_of(Health(lambda: FIRST, no_queue), None) as client:
        assert (await client.get("/facts")).status_code == 404


@pytest.mark.parametrize(
    ("webhook", "access", "expected"),
    [
        ("https://bot.example/telegram", None, "https://bot.example/facts"),
        ("https://bot.example:8443/a/b?c=d", None, "https://bot.example:8443/facts"),
        ("https://bot.example/telegram", frozenset[int](), None),
        ("https://bot.example/telegram", frozenset({7}), None),
        (None, None, None),
    ],
)
def test_address(webhook: str | None, access: frozenset[int] | None, expected: str | None) -> None:
    """The page is at the host of the webhook; a bot for a list of people has none."""
    config = Config(settings=replace(Settings(), access=access), telegram=replace(Telegram(), webhook_url=webhook))

    assert address_of_page(config) == expected


def test_topics_lead_to_it(at: Guests) -> None:
    """/topics has a button that opens the page within Telegram, in groups a link; without a public address neither."""
    private = at.reply(at.ann, "/topics")
    group: Group = at.plain
    public = at.reply(at.ann, "/topics@briefbot", chat=group)
    if not at.process.port:
        assert private.buttons == []
        assert public.links == {}
        return
    (button,) = private.buttons
    address = f"{at.process.public}/facts"
    assert (button.text, button.data["web_app"]) == ("All facts on one page, with search", {"url": address})
    assert public.links == {"All facts on one page, with search": address}
    assert public.buttons == []


def test_it_shows_what_is_open_to_all(at: Guests) -> None:
    """The real process gives the page out, without what is limited to some chats."""
    if not at.process.port:
        return
    page = httpx.get(f"http://127.0.0.1:{at.process.port}/facts")
    assert page.status_code == 200
    assert OTAR in page.text
    assert VALLEY not in page.text
    assert "Zamin" not in page.text
