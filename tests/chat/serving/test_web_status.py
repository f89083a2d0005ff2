"""Tests of what the web server says about the bot: ready or not and why, and the numbers."""

from __future__ import annotations

from collections.abc import Sequence

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families as families

from bot.chat.inbound.intake import RawUpdate
from bot.chat.inbound.webhook import SECRET_HEADER, WebhookEndpoint
from bot.chat.process.health import Health, Heartbeat
from bot.chat.serving.http_app import web_application
from bot.config import Secret
from bot.factbase import load
from bot.factbase.model import FactBase
from bot.problems import BotError
from bot.store.intake.queue_state import QueueState

SILENCE = "nothing was heard from Telegram for 400 s"
STALLED: dict[str, object] = {"stall_after": 300}


class Store:
    """An intake that may be out of reach."""

    def __init__(self, state: QueueState | None) -> None:
        self._state = state

    async def put(self, updates: Sequence[RawUpdate]) -> None:
        await self.state()

    async def state(self) -> QueueState:
        if self._state is None:
            raise ConnectionError("no route to the store of where-was-KAZIND")
        return self._state


def empty_base() -> FactBase:
    """Make a base without facts."""
    base, _ = load([])
    assert base is not None
    return base


def health_of(store: Store, **parts: object) -> Health:
    """Make the health of a bot that is connected, unless a part says otherwise."""
    health = Health(empty_base, store.state, is_connected=True)
    for name, value in parts.items():
        setattr(health, name, value)
    return health


async def get(
    path: str, health: Health, password: Secret | None = None, *, is_private: bool = True, **headers: str
) -> httpx.Response:
    """Ask a web application without a network."""
    web = web_application(health, password=password, is_private=is_private)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://bot.example") as client:
        return await client.get(path, headers=headers)


def heard_long_ago() -> Heartbeat:
    """Make a pulse that was felt 400 s ago."""
    moments = iter([0.0, *[400.0] * 9])
    return Heartbeat(lambda: next(moments))


@pytest.mark.parametrize(
    ("store", "parts", "expected"),
    [
        (Store(QueueState(3, 1.5, 1)), {}, None),
        (Store(QueueState()), STALLED | {"heard": heard_long_ago()}, SILENCE),
        (Store(QueueState()), {"heard": heard_long_ago()}, None),
        (Store(QueueState()), {"is_connected": False}, "Telegram has not been reached yet"),
        (Store(None), {}, "the store cannot be reached"),
    ],
)  # fmt: skip
async def test_ready(store: Store, parts: dict[str, object], expected: str | None) -> None:
    """200 with the numbers, or 503 with the reason; a quiet webhook is ready, a quiet poll is not."""
    response = await get("/readyz", health_of(store, **parts))
    report = response.json()
    assert (response.status_code, report["ready"]) == ((200, True) if expected is None else (503, False))
    assert report.get("reason") == expected
    assert report["base"] == {"version": empty_base().version, "facts": 0}
    assert report["last_update_seconds"] is None


async def test_the_queue_is_shown() -> None:
    """Both pages show what waits in the store."""
    health = health_of(Store(QueueState(waiting=3, oldest=1.5, dead=2)))
    report = (await get("/readyz", health)).json()
    shown = (await get("/metrics", health)).text
    assert report["queue"] == {"waiting": 3, "oldest_seconds": 1.5, "dead": 2}
    assert values(shown, "briefing_bot_queue_updates") == {"waiting": 3, "dead": 2}
    assert values(shown, "briefing_bot_queue_oldest_seconds") == {"": 1.5}


async def test_metrics_without_a_store() -> None:
    """The numbers can be read when the store cannot, which is when they matter."""
    response = await get("/metrics", health_of(Store(None)))
    assert response.status_code == 200
    assert values(response.text, "briefing_bot_base_info") == {empty_base().version: 1}


@pytest.mark.parametrize(
    ("header", "expected"), [("", 401), ("Bearer ", 401), ("Bearer wrong", 401), ("Bearer of-scrapers", 200)]
)
async def test_locked_metrics(header: str, expected: int) -> None:
    """With METRICS_TOKEN set, only who knows it reads the numbers."""
    health = health_of(Store(QueueState()))
    for is_private in (True, False):
        response = await get("/metrics", health, Secret("of-scrapers"), is_private=is_private, Authorization=header)
        assert response.status_code == expected


async def test_no_metrics_in_public() -> None:
    """Without METRICS_TOKEN a public port shows no numbers, and says how to have them shown."""
    response = await get("/metrics", health_of(Store(QueueState())), is_private=False)
    assert response.status_code == 404
    assert response.text == "/metrics is off here: set METRICS_TOKEN, or LISTEN_ADDRESS to a private address"


async def test_an_update_that_cannot_be_stored(caplog: pytest.LogCaptureFixture) -> None:
    """Telegram gets 503 and keeps the update; the log names the request, not what the driver said."""
    store = Store(None)
    web = web_application(health_of(store), WebhookEndpoint(store, "/telegram", "secret"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://bot.example") as client:
        response = await client.post("/telegram", json={"update_id": 7}, headers={SECRET_HEADER: "secret"})
    assert response.status_code == 503
    assert caplog.messages == ["an update could not be stored (ConnectionError)"]
    assert caplog.records[0].request == "u7"  # type: ignore[attr-defined]


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
def test_a_webhook_in_the_way(path: str) -> None:
    """A WEBHOOK_URL with a path of the bot's own is refused."""
    store = Store(QueueState())
    with pytest.raises(BotError, match=f"WEBHOOK_URL has the path {path}"):
        web_application(health_of(store), WebhookEndpoint(store, path, "secret"))


def values(text: str, name: str) -> dict[str, float]:
    """Return the samples of a metric by the value of their label."""
    samples = [sample for family in families(text) for sample in family.samples if sample.name == name]
    return {"".join(sample.labels.values()): sample.value for sample in samples}
