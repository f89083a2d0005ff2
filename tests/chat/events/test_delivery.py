"""Tests of delivering events: to a receiver over the network, and through its failures."""

from __future__ import annotations

import base64
import datetime as dt
import json
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
from standardwebhooks import Webhook

from bot.chat.events.delivery import GIVEN_UP, EventDelivery
from bot.config import EventKind, OutgoingWebhook, Secret
from bot.store.database.store import Store
from bot.store.events.outgoing import Event, EventLog
from tests.conftest import StartBot
from tests.fake_telegram import FakeTelegram
from tests.store.conftest import engine_of

KEY = f"whsec_{base64.b64encode(b'k' * 32).decode()}"
HOOK = OutgoingWebhook("news", "https://news.example/hook", "NEWS_KEY")
OTHER = OutgoingWebhook("other", "https://other.example/hook", "NEWS_KEY")


class Died(Exception):
    """The end of a process amid its work."""


class Clock:
    """A clock that is set by hand."""

    now = 1_000_000.0

    def __call__(self) -> dt.datetime:
        """Tell the time."""
        return dt.datetime.fromtimestamp(self.now, dt.UTC)


class Side:
    """The bot's side: a store with events, and what delivers them to receivers that answer as `reply` says."""

    def __init__(self, store: Store, reply: Callable[[httpx.Request], httpx.Response]) -> None:
        self.store, self.clock, self.reply = store, Clock(), reply
        self.received: list[tuple[str, str, str]] = []
        self.deliveries = self.new_process()

    def new_process(self) -> EventDelivery:
        """Begin as another process does that knows only the store."""
        return EventDelivery((HOOK, OTHER), {"NEWS_KEY": Secret(KEY)}, self.store, self.clock)

    async def note(self, *keys: str) -> None:
        """Have events told."""
        for key in keys:
            self.clock.now += 1
            event = Event(EventKind.MISS, key, {"key": key}, self.clock.now)
            await self.store.run(lambda connection, event=event: EventLog((HOOK, OTHER)).note(connection, 1, event))  # type: ignore[misc]

    async def deliver(self, after: float = 0.0) -> None:
        """Deliver what is due so many seconds later."""
        self.clock.now += after
        async with httpx.AsyncClient(transport=httpx.MockTransport(self._take)) as http:
            await self.deliveries.deliver(http)

    def _take(self, request: httpx.Request) -> httpx.Response:
        key = json.loads(request.content)["data"]["key"]
        self.received.append((request.url.host, key, request.headers["webhook-id"]))
        return self.reply(request)

    def of(self, host: str) -> list[str]:
        """List what a receiver got."""
        return [key for one, key, _ in self.received if one == host]


@pytest.fixture(name="side")
async def _side(tmp_path: Path) -> AsyncIterator[Side]:
    store = Store(engine_of(f"sqlite:///{tmp_path}/bot.db"), 1)
    await store.open()
    yield Side(store, lambda request: httpx.Response(204))
    await store.close()


async def test_what_is_taken_is_told_once(side: Side) -> None:
    """Each event reaches each webhook once, in the order in which it happened."""
    await side.note("a", "b")
    await side.deliver()
    await side.deliver(9999)

    assert (side.of("news.example"), side.of("other.example")) == (["a", "b"], ["a", "b"])


@pytest.mark.parametrize("failure", [500, 404, 301, httpx.ConnectError("no"), httpx.ReadTimeout("late")])
async def test_what_is_not_taken_comes_again(side: Side, failure: int | Exception) -> None:
    """An event that a receiver does not take, or whose taking is not known, comes again with the same id."""
    await side.note("a")

    def fail(request: httpx.Request) -> httpx.Response:
        if isinstance(failure, Exception):
            raise failure
        return httpx.Response(failure, headers={"Location": "https://elsewhere.example"})

    side.reply = fail
    await side.deliver()
    side.reply = lambda request: httpx.Response(200)
    await side.deliver(1)
    assert side.of("news.example") == ["a"]  # not yet
    await side.deliver(10)
    await side.deliver(9999)

    assert side.of("news.example") == ["a", "a"]
    assert len({one for host, _, one in side.received if host == "news.example"}) == 1
    assert side.of("elsewhere.example") == []


async def test_a_process_that_dies_before_it_notes_is_made_good(side: Side) -> None:
    """Where a process ends between sending and noting it, the next one sends the event again: at least once."""
    await side.note("a")

    def die(request: httpx.Request) -> httpx.Response:
        raise Died

    side.reply = die
    with pytest.raises(Died):
        await side.deliver()
    side.reply, side.deliveries = (lambda request: httpx.Response(200)), side.new_process()
    await side.deliver()

    assert side.of("news.example") == ["a", "a"]
    assert len({one for host, _, one in side.received if host == "news.example"}) == 1


async def test_one_that_is_away_holds_up_nobody_else(side: Side) -> None:
    """A webhook that fails rests ever longer, and the other gets all; nothing of the first is lost."""
    side.reply = lambda request: httpx.Response(500 if request.url.host == "news.example" else 200)
    await side.note(*"abcdefgh")
    for _ in range(50):
        await side.deliver(1)
    tried = len(side.of("news.example"))
    side.reply = lambda request: httpx.Response(200)
    for _ in range(3):
        await side.deliver(4000)

    assert side.of("other.example") == [*"abcdefgh"]
    assert tried <= 5
    assert sorted(side.of("news.example")[tried:]) == [*"abcdefgh"]


async def test_an_event_is_given_up_after_days(side: Side) -> None:
    """What a webhook has refused for three days is not sent any more."""
    side.reply = lambda request: httpx.Response(410)
    await side.note("a")
    await side.deliver()
    await side.deliver(GIVEN_UP + 1)
    before = len(side.received)
    await side.deliver(9999)

    assert before == 4
    assert len(side.received) == before


class Receiver(BaseHTTPRequestHandler):
    """Verifies what it gets with the reference library, as another program would."""

    got: list[dict[str, Any]]

    def do_POST(self) -> None:
        """Take an event; refuse each at first."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        event = Webhook(KEY).verify(body, dict(self.headers))
        self.got.append(event)
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(name="receiver")
def _receiver() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    got: list[dict[str, Any]] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), type("OwnReceiver", (Receiver,), {"got": got})) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/hook", got
        server.shutdown()
        thread.join()


def test_a_running_bot_tells_of_all_three(
    telegram: FakeTelegram, start_bot: StartBot, tmp_path: Path, receiver: tuple[str, list[dict[str, Any]]]
) -> None:
    """A miss, a proposal and a correction reach a receiver over the network, signed; nobody's name is in them."""
    telegram.bot()
    address, got = receiver
    config = f"outgoing_webhooks: [{{name: news, url: '{address}', secret: NEWS_KEY}}]\n"
    texts = {path.name: path.read_text("utf-8") for path in (Path(__file__).parents[1] / "facts").glob("*.yaml")}
    bot = start_bot(config=config, facts=texts, env={"NEWS_KEY": KEY}).wait_until_ready()
    ann = telegram.user()
    telegram.wait_for_reply(ann.says("which steppe saw DRILL 2018"))
    telegram.wait_for_reply(ann.says("/propose Who won KAZIND 2018?\nNobody.\nThe Paper, 2019"))
    file = bot.folder / "facts" / "kazind.yaml"
    file.write_text(file.read_text("utf-8").replace("Otar military area", "Umroi"), "utf-8")

    until = time.monotonic() + 30
    while {one["type"] for one in got} != {"miss", "proposal", "correction"}:
        assert time.monotonic() < until, (got, bot.output_tail())
        time.sleep(0.05)
    events = {one["type"]: one["data"] for one in got}
    assert events["miss"]["question"] == "which steppe saw DRILL 2018"
    assert events["proposal"]["answer"] == "Nobody."
    assert (events["correction"]["fact"], events["correction"]["after"]["answer"]) == (
        "kazind-2018-place",
        "In the Umroi.",
    )
    assert str(ann.id) not in json.dumps(got)
