"""Tests of when Telegram is told that an update was received, with polling and webhook."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence

import httpx
import pytest
from telegram import Bot
from telegram.error import InvalidToken
from telegram.request import BaseRequest, RequestData

from bot.chat.inbound.intake import RawUpdate
from bot.chat.inbound.polling import Poller
from bot.chat.inbound.webhook import SECRET_HEADER, WebhookEndpoint
from bot.chat.process.health import Health
from bot.chat.process.shutdown import Shutdown, Stopped
from bot.chat.serving.http_app import web_application
from bot.factbase import load
from bot.factbase.model import FactBase
from bot.store.intake.queue_state import QueueState

TOKEN = "100:AAFakeTokenOfATestForBotNumber"


class Answers(BaseRequest):
    """Answers getUpdates from a list of statuses and results, then hangs; records the offsets asked for."""

    def __init__(self, *answers: tuple[int, object]) -> None:
        self._answers = list(answers)
        self.offsets: list[str | None] = []
        self.asked = asyncio.Event()  # set once all answers are given and more is asked for

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        *timeouts: object,
        **named: object,
    ) -> tuple[int, bytes]:
        assert "?" not in url
        given = request_data.json_parameters if request_data is not None else {}
        self.offsets.append(given.get("offset"))
        if not self._answers:
            self.asked.set()
            await asyncio.Event().wait()
        status, result = self._answers.pop(0)
        return status, json.dumps({"ok": status == 200, "result": result, "description": "no"}).encode()


class SlowIntake:
    """Stores updates only once its gate is open."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.called = asyncio.Event()
        self.taken: list[RawUpdate] = []

    async def put(self, updates: Sequence[RawUpdate]) -> None:
        self.called.set()
        await self.gate.wait()
        self.taken += updates

    async def state(self) -> QueueState:
        return QueueState()


def empty_base() -> FactBase:
    """Make a base without facts."""
    base, _ = load([])
    assert base is not None
    return base


async def test_the_offset_moves_once_the_intake_has_the_updates() -> None:
    """The next getUpdates, which would confirm the batch, is sent only after `put` has returned."""
    request, intake, stop = Answers((200, [{"update_id": 7}, {"update_id": 8}])), SlowIntake(), Shutdown()
    running = asyncio.create_task(Poller(Bot(TOKEN), request, intake).run(stop))
    await asyncio.wait_for(intake.called.wait(), 5)
    before = list(request.offsets)
    intake.gate.set()
    await asyncio.wait_for(request.asked.wait(), 5)
    stop.set()
    with pytest.raises(Stopped):
        await running
    assert (before, request.offsets) == ([None], [None, "9"])
    assert intake.taken == [{"update_id": 7}, {"update_id": 8}]


async def test_what_comes_again_slows_down(caplog: pytest.LogCaptureFixture) -> None:
    """A server that does not take note of what was confirmed is asked at growing intervals, and named once."""
    batch: list[object] = [{"update_id": 7}, {"update_id": 8}]
    request, intake, stop = Answers(*[(200, batch)] * 6, (200, [{"update_id": 9}])), SlowIntake(), Shutdown()
    intake.gate.set()
    began = asyncio.get_running_loop().time()
    running = asyncio.create_task(Poller(Bot(TOKEN), request, intake, first_delay=0.02).run(stop))
    await asyncio.wait_for(request.asked.wait(), 5)
    assert asyncio.get_running_loop().time() - began > 0.01 * (1 + 2 + 4 + 8 + 16)
    stop.set()
    with pytest.raises(Stopped):
        await running
    assert request.offsets == [None, *["9"] * 6, "10"]
    assert len(caplog.messages) == 1
    assert caplog.messages[0].startswith("the server sends updates again that were confirmed; asking again in 0.0")


async def test_one_refusal_is_not_believed() -> None:
    """A single 404 is ignored; three in a row mean that the token is revoked."""
    request, intake = Answers((404, None), (401, None), (200, []), *[(401, None)] * 3), SlowIntake()
    intake.gate.set()
    with pytest.raises(InvalidToken):
        await Poller(Bot(TOKEN), request, intake, first_delay=0.0).run(Shutdown())
    assert len(request.offsets) == 6


async def test_the_webhook_answers_once_the_intake_has_the_update() -> None:
    """The webhook answers Telegram only after `put` has returned."""
    intake = SlowIntake()
    health = Health(empty_base, intake.state, is_connected=True)
    web = web_application(health, WebhookEndpoint(intake, "/telegram", "secret"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(web), base_url="http://bot.example") as client:
        post = client.post("/telegram", json={"update_id": 7}, headers={SECRET_HEADER: "secret"})
        posting = asyncio.create_task(post)
        await asyncio.wait_for(intake.called.wait(), 5)
        was_answered = posting.done()
        intake.gate.set()
        response = await posting
    assert (was_answered, response.status_code, intake.taken) == (False, 200, [{"update_id": 7}])
