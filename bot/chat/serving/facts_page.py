"""Serves the facts that everybody may see as a web page, always of the base that answers at the moment."""

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
# Telegram's web client shows the page in a frame; its apps need no permission.
FRAMED_BY: Final = "frame-ancestors https://web.telegram.org"
_POLICY: Final = re.compile(r'http-equiv="Content-Security-Policy" content="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Built:
    """The page of one base on one day."""

    base: FactBase  # the whole base, to notice a reload
    day: dt.date
    html: bytes
    packed: bytes
    headers: dict[str, str]


class FactsPage:
    """Serves the page, which is built once for each day and base; `base` returns the whole base."""

    def __init__(self, base: Callable[[], FactBase], clock: Callable[[], dt.datetime]) -> None:
        self._base = base
        self._clock = clock
        self._built: Built | None = None
        self._building = asyncio.Lock()

    async def serve(self, request: Request) -> Response:
        """Answer a request; a reader who has this very page gets only the headers."""
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
    """Build the page of the topics that are not limited to some chats, with its HTTP headers."""
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
    """Return the public address of the page; None without a webhook, or where only listed chats are served."""
    if config.telegram.webhook_url is None or config.settings.access is not None:
        return None
    parts = urlsplit(config.telegram.webhook_url)
    return urlunsplit((parts.scheme, parts.netloc, PATH, "", ""))
