"""Lets programs in by their bearer token, within their limit, and with no more than a little to send."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import math
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot import metrics
from bot.config import ApiClient

TOKEN_START: Final = "bbt_"  # noqa: S105 (so that whoever finds a token knows what it is of)
MINUTE: Final = 60.0  # seconds
MOST_BYTES: Final = 64 * 1024  # of a request; a question has 4,096 characters
BODY_SECONDS: Final = 10.0
CLIENT: Final = "api_client"  # under this name a request knows who sent it


def new_token() -> str:
    """Make a token that nobody guesses."""
    return TOKEN_START + secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what config.yaml holds of a token; a token has too many random bits for its hash to lead back to it."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(slots=True)
class RequestLimits:
    """Counts the requests of each program in the last minute, in this process."""

    clock: Callable[[], float] = time.monotonic
    _taken: dict[str, deque[float]] = field(default_factory=dict)

    def wait(self, client: ApiClient) -> float:
        """Count a request and return 0; where the limit is reached, count nothing and return the seconds to wait."""
        now = self.clock()
        taken = self._taken.setdefault(client.name, deque())
        while taken and taken[0] <= now - MINUTE:
            taken.popleft()
        if len(taken) >= client.per_minute:
            return taken[0] + MINUTE - now
        taken.append(now)
        return 0.0


class Refused(Exception):
    """A request that is not let in."""

    def __init__(self, status: int, why: str, headers: dict[str, str] | None = None) -> None:
        self.status, self.why, self.headers = status, why, headers

    def response(self) -> JSONResponse:
        """Write it as a response."""
        return JSONResponse({"detail": self.why}, self.status, self.headers)


class BearerAccess:
    """Stands before an application: who has no token, or asks too often or too much, does not reach it.

    Paths in `open_paths` are for everybody.
    """

    def __init__(
        self,
        application: ASGIApp,
        clients: Iterable[ApiClient],
        limits: RequestLimits,
        open_paths: frozenset[str] = frozenset(),
    ) -> None:
        self._application = application
        self._clients = tuple(clients)
        self._limits = limits
        self._open_paths = open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, or refuse it."""
        if scope["type"] != "http":  # the start and the end of the process
            await self._application(scope, receive, send)
            return
        send = _noted(send)
        try:
            request = Request(scope)
            if request.url.path not in self._open_paths:
                scope.setdefault("state", {})[CLIENT] = self._let_in(request)
            body = await _whole_body(request, receive)
        except Refused as refusal:
            await refusal.response()(scope, receive, send)
            return
        await self._application(scope, _replay(body, receive), send)

    def _let_in(self, request: Request) -> ApiClient:
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        given = hash_of(token.strip()) if kind.lower() == "bearer" else ""
        found = [client for client in self._clients if hmac.compare_digest(client.token_hash, given)]
        if not found:
            why = "a bearer token that is known here is asked for; make one with `briefing-bot token NAME`"
            raise Refused(401, why, {"WWW-Authenticate": "Bearer"})
        wait = self._limits.wait(found[0])
        if wait > 0:
            why = f"the limit of {found[0].per_minute} requests a minute is reached"
            raise Refused(429, why, {"Retry-After": str(math.ceil(wait))})
        return found[0]


def _noted(send: Send) -> Send:
    """Count the response by its status; have browsers take it for what it says it is."""

    async def send_noted(message: Message) -> None:
        if message["type"] == "http.response.start":
            metrics.api_requests.labels(status=str(message["status"])).inc()
            message = {**message, "headers": [*message["headers"], (b"x-content-type-options", b"nosniff")]}
        await send(message)

    return send_noted


async def _whole_body(request: Request, receive: Receive) -> bytes:
    """Read the body up to a limit of bytes and of time."""
    too_long = Refused(413, f"the body is longer than {MOST_BYTES} bytes")
    length = request.headers.get("Content-Length", "0")
    if length.isdecimal() and int(length) > MOST_BYTES:
        raise too_long
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                body += message.get("body", b"")
                if len(body) > MOST_BYTES:
                    raise too_long
                if not message.get("more_body"):
                    return bytes(body)
    except TimeoutError:
        raise Refused(408, "the body did not come in time") from None


def _replay(body: bytes, receive: Receive) -> Receive:
    """Hand out a body that was read already; after it, what else comes."""
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def next_message() -> Message:
        return waiting.pop() if waiting else await receive()

    return next_message
