"""The facts that are open to everyone → their page as the web server gives it, as the base is at the moment."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit, urlunsplit

from starlette.requests import Request
from starlette.responses import Response

from bot.config import Config
from bot.curation.site import build_page
from bot.factbase.audience import ANYBODY, topics_for, visible
from bot.factbase.model import FactBase

PATH: Final = "/facts"
# Telegram's own pages show it in a frame; its apps need no leave.
FRAMED_BY: Final = "frame-ancestors https://web.telegram.org"
_POLICY: Final = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Built:
    """The page of one base on one day."""

    base: FactBase  # the whole, by which to see whether it has been reloaded
    day: dt.date
    html: bytes
    packed: bytes
    headers: dict[str, str]


class FactsPage:
    """Gives out the page; it is built once for each base, the whole of which `base` gives, and day."""

    def __init__(self, base: Callable[[], FactBase], clock: Callable[[], dt.datetime]) -> None:
        self._base = base
        self._clock = clock
        self._built: Built | None = None
        self._building = asyncio.Lock()

    async def serve(self, request: Request) -> Response:
        """Answer a request, with nothing but the headers where the reader has the page already."""
        built = await self._now()
        if built.headers["ETag"] in request.headers.get("If-None-Match", ""):
            return Response(status_code=304, headers=built.headers)
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            headers = {**built.headers, "Content-Encoding": "gzip"}
            return Response(built.packed, headers=headers, media_type="text/html")
        return Response(built.html, headers=built.headers, media_type="text/html")

    async def _now(self) -> Built:
        async with self._building:
            base, day = self._base(), self._clock().date()
            if self._built is None or self._built.base is not base or self._built.day != day:
                self._built = await asyncio.to_thread(build, base, day)
            return self._built


def build(base: FactBase, day: dt.date) -> Built:
    """Build the page of what is limited to no chat, with the headers that it is sent with."""
    shown = visible(base, topics_for(base, ANYBODY))
    html = build_page(shown, day)
    policy = _POLICY.search(html)
    headers = {
        "Content-Security-Policy": f"{policy[1]}; {FRAMED_BY}" if policy else f"default-src 'none'; {FRAMED_BY}",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-cache",
        "Vary": "Accept-Encoding",
        "ETag": f'W/"{shown.version}-{day}"',
    }
    return Built(base, day, html.encode(), gzip.compress(html.encode(), mtime=0), headers)


def address_of_page(config: Config) -> str | None:
    """Give the public address of the page; None where there is none, or only who is on a list is served."""
    if config.telegram.webhook_url is None or config.settings.access is not None:
        return None
    parts = urlsplit(config.telegram.webhook_url)
    return urlunsplit((parts.scheme, parts.netloc, PATH, "", ""))
