"""Delivers events to outgoing webhooks, each at least once: one that was taken and not noted so is sent again."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Final

import httpx
from sqlalchemy import Connection

from bot import metrics
from bot.chat.events.signing import signed_headers
from bot.chat.process.leader_election import is_leader
from bot.config import OutgoingWebhook, Secret
from bot.store.database.engine import StoreError
from bot.store.database.store import Store
from bot.store.events import outgoing
from bot.store.events.outgoing import Waiting

EVENTS: Final = "outgoing webhooks"
LOOK_SECONDS: Final = 2.0
ANSWER_SECONDS: Final = 10.0
AT_ONCE: Final = 50  # events of one webhook between two looks
FIRST_PAUSE, LONGEST_PAUSE = 5.0, 3600.0  # seconds until an event that failed is tried again
LONGEST_REST: Final = 300.0  # seconds until a webhook that failed is tried again
GIVEN_UP: Final = 3 * 86_400.0  # seconds after which an event is given up
log = logging.getLogger(__name__)


class EventDelivery:
    """Sends what waits in the store, in the order in which it happened; one process does so for all."""

    name = EVENTS

    def __init__(
        self,
        webhooks: Sequence[OutgoingWebhook],
        keys: Mapping[str, Secret],
        store: Store,
        clock: Callable[[], dt.datetime],
    ) -> None:
        self._webhooks = webhooks
        self._keys = keys
        self._store = store
        self._clock = clock
        self._rests: dict[
            str, tuple[int, float]
        ] = {}  # webhook that failed → how often in a row, and until when it rests

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with httpx.AsyncClient(timeout=ANSWER_SECONDS, follow_redirects=False, trust_env=False) as http:
            while True:
                with contextlib.suppress(StoreError):
                    if await is_leader(self._store, EVENTS):
                        await self.deliver(http)
                await asyncio.sleep(LOOK_SECONDS)

    async def deliver(self, http: httpx.AsyncClient) -> None:
        """Send what is due to all webhooks, side by side."""
        now = self._clock().timestamp()
        awake = [one for one in self._webhooks if self._rests.get(one.name, (0, now))[1] <= now]
        await asyncio.gather(*(self._deliver_to(webhook, http) for webhook in awake))

    async def _deliver_to(self, webhook: OutgoingWebhook, http: httpx.AsyncClient) -> None:
        store, now = self._store, self._clock().timestamp()

        def waiting(connection: Connection) -> list[Waiting]:
            return outgoing.due(connection, store.bot, webhook.name, now, AT_ONCE)

        for event in await store.run(waiting):
            why = await self._send(webhook, event, http)
            await self._settle(event, why)
            if why is not None:
                failures = self._rests.get(webhook.name, (0, 0.0))[0]
                # Whoever is away is away for the next event too; but one event may be at fault alone.
                self._rests[webhook.name] = (failures + 1, now + pause_after(failures, LONGEST_REST))
                return
            self._rests.pop(webhook.name, None)

    async def _send(self, webhook: OutgoingWebhook, event: Waiting, http: httpx.AsyncClient) -> str | None:
        """Send an event; return why it was not taken, None if it was."""
        body, seconds = event.body.encode(), int(self._clock().timestamp())
        headers = signed_headers(self._keys[webhook.secret], id_of(self._store.bot, event), seconds, body)
        headers["Content-Type"] = "application/json"
        try:
            # The reply is not read: its status says all.
            async with (
                asyncio.timeout(ANSWER_SECONDS),
                http.stream("POST", webhook.url, content=body, headers=headers) as reply,
            ):
                return None if reply.is_success else f"status {reply.status_code}"
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, OSError) as error:
            return type(error).__name__

    async def _settle(self, event: Waiting, why: str | None) -> None:
        store, now = self._store, self._clock().timestamp()
        is_over = why is None or now - event.at > GIVEN_UP
        pause = pause_after(event.attempts, LONGEST_PAUSE)

        def work(connection: Connection) -> None:
            if is_over:
                outgoing.taken(connection, store.bot, event)
            else:
                outgoing.put_off(connection, store.bot, event, now + pause)

        await store.run(work)
        outcome = "delivered" if why is None else "given_up" if is_over else "failed"
        metrics.events.labels(outcome=outcome).inc()
        if why is not None:
            then = "given up" if is_over else f"tried again in {pause:.0f} s"
            log.warning("the webhook %s did not take an event (%s); it is %s", event.webhook, why, then)


def pause_after(failures: int, longest: float) -> float:
    """Return how many seconds to wait after so many earlier failures: twice as long each time."""
    return min(longest, FIRST_PAUSE * 2.0 ** min(failures, 20))


def id_of(bot: int, event: Waiting) -> str:
    """Return the id by which a receiver knows an event that comes again."""
    return "evt_" + hashlib.sha256(f"{bot} {event.webhook} {event.key}".encode()).hexdigest()[:32]
