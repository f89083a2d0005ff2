"""Sends the Telegram library's requests by aiohttp, which takes a third of the time that its own httpx does."""

from __future__ import annotations

import re
import ssl
from http import HTTPStatus
from typing import Any, Final

import aiohttp
import certifi
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from bot import metrics

KEEP_SECONDS: Final = 30.0  # for an idle connection, which Telegram's server would close later


class Transport(BaseRequest):
    """A pool of connections to Telegram."""

    def __init__(self, connections: int, *, connect_timeout: float = 10, read_timeout: float = 10) -> None:
        self._connections = connections
        self._connect_timeout = connect_timeout
        self._read_timeout = read_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        if self._session is None or self._session.closed:
            context = ssl.create_default_context()
            context.load_verify_locations(certifi.where())  # for a system without certificates of its own
            connector = aiohttp.TCPConnector(limit=self._connections, ssl=context, keepalive_timeout=KEEP_SECONDS)
            self._session = aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
                trust_env=True,  # a proxy in HTTPS_PROXY
            )

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request; raise NetworkError or TimedOut where the connection fails."""
        session = self._session
        if session is None:
            raise RuntimeError("the transport is not initialised")
        timeout = aiohttp.ClientTimeout(
            total=None,
            sock_connect=_seconds(connect_timeout, self._connect_timeout),
            sock_read=_seconds(read_timeout, self._read_timeout),
        )
        body = None if request_data is None else _body(request_data)
        try:
            async with session.request(method, url, data=body, timeout=timeout, allow_redirects=False) as response:
                return response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(f"{type(error).__name__}") from error


def _seconds(given: ODVInput[float], usual: float) -> float | None:
    return usual if isinstance(given, DefaultValue) else given


def _body(data: RequestData) -> aiohttp.FormData | dict[str, str] | None:
    files = data.multipart_data
    if not files:
        return data.json_parameters or None
    form = aiohttp.FormData(data.json_parameters)
    for name, (filename, content, kind) in files.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form


METHOD: Final = re.compile(r"/(?P<method>[A-Za-z]+)(\?|$)")


class CountedRequest(Transport):
    """Counts requests and errors; repeated attempts of a send count one by one."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        """Call Telegram, and count an error by its HTTP status, or by its name where there was no response."""
        called = method_of(url)
        metrics.telegram_requests.labels(method=called).inc()
        try:
            status, body = await super().do_request(url, method, request_data, *args, **kwargs)
        except TelegramError as error:
            metrics.telegram_errors.labels(method=called, kind=type(error).__name__).inc()
            raise
        if status != HTTPStatus.OK:
            metrics.telegram_errors.labels(method=called, kind=str(status)).inc()
        return status, body


def method_of(url: str) -> str:
    """Return the method in the address of a request, and nothing else of it, since it contains the token."""
    found = METHOD.search(url)
    return found["method"] if found else "?"
