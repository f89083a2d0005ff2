"""Opens the addresses of sources, gently, and reports which are dead, have moved or have another title."""

from __future__ import annotations

import asyncio
import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from html import unescape
from typing import Final
from urllib.parse import urlsplit

import httpx

from bot.factbase.model import Source

AT_ONCE: Final = 8
PAUSE: Final = 1.0  # seconds between two questions to one host
TIMEOUT: Final = httpx.Timeout(20, connect=10)
AGENT: Final = "briefing-bot link check"
MOST_MOVES: Final = 8
MOST_BYTES: Final = 400_000  # enough for a title
_TITLE: Final = re.compile(r"<title[^>]*>(.*?)</title>", re.I | re.S)
_WORD: Final = re.compile(r"[^\W_]{3,}")
_SHARED: Final = 0.5
_HEAD_UNKNOWN: Final = frozenset({400, 403, 404, 405, 406, 429, 500, 501, 503})
_KEPT_OUT: Final = frozenset({401, 403, 429, 451, 503})
_FOR_GOOD: Final = frozenset({301, 308})


class State(StrEnum):
    """What became of an address."""

    OK = "ok"
    MOVED = "moved"  # for good, to another address
    RETITLED = "retitled"  # the page's title is another than that of the source
    CLOSED = "closed"  # the server is there, and shows the page to people only, or not now
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class LinkFinding:
    """The address of a source, and in `told` what was found there."""

    source: Source
    url: str
    field: str  # url or archived
    state: State
    told: str = ""


@dataclass(slots=True)
class _Hosts:
    """Limits requests: one at a time for each host, with a pause between two, and only so many hosts at once."""

    pause: float
    room: asyncio.Semaphore
    locks: dict[str, asyncio.Lock] = field(default_factory=lambda: defaultdict(asyncio.Lock))

    async def ask(self, client: httpx.AsyncClient, method: str, url: str) -> tuple[httpx.Response, str]:
        """Request a page, and return the beginning of its text if it is HTML."""
        async with self.locks[urlsplit(url).netloc.lower()]:
            try:
                async with self.room, client.stream(method, url) as response:
                    return response, await _beginning(response) if method == "GET" else ""
            finally:
                await asyncio.sleep(self.pause)


def addresses(sources: Iterable[Source]) -> list[tuple[Source, str, str]]:
    """List the addresses to open."""
    found = []
    for source in sources:
        found += [(source, name, url) for name, url in (("url", source.url), ("archived", source.archived)) if url]
    return found


def without_archive(sources: Iterable[Source]) -> list[Source]:
    """List the sources that would be lost with their address."""
    return [source for source in sources if source.url and not source.archived]


async def open_all(
    listed: Sequence[tuple[Source, str, str]],
    progress: Callable[[int, int], None] | None = None,
    *,
    pause: float = PAUSE,
    at_once: int = AT_ONCE,
    limits: httpx.Timeout = TIMEOUT,
) -> list[LinkFinding]:
    """Open all addresses, several hosts at once; return the findings in the order of the list."""
    hosts, done = _Hosts(pause, asyncio.Semaphore(at_once)), 0

    async with httpx.AsyncClient(
        timeout=limits, follow_redirects=True, max_redirects=MOST_MOVES, headers={"User-Agent": AGENT}
    ) as client:

        async def open_one(source: Source, name: str, url: str) -> LinkFinding:
            nonlocal done
            finding = await _open(client, hosts, source, name, url)
            done += 1
            if progress:
                progress(done, len(listed))
            return finding

        return list(await asyncio.gather(*(open_one(*each) for each in listed)))


async def _open(client: httpx.AsyncClient, hosts: _Hosts, source: Source, name: str, url: str) -> LinkFinding:
    try:
        response, text = await hosts.ask(client, "HEAD", url)
        if response.status_code in _HEAD_UNKNOWN or _is_page(response):
            response, text = await hosts.ask(client, "GET", url)
    except httpx.TooManyRedirects:
        return LinkFinding(source, url, name, State.DEAD, f"moved more than {MOST_MOVES} times")
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as error:
        return LinkFinding(source, url, name, State.DEAD, _why(error))
    code = response.status_code
    if code in _KEPT_OUT:
        return LinkFinding(source, url, name, State.CLOSED, f"answers {code}")
    if code >= 400:
        return LinkFinding(source, url, name, State.DEAD, f"answers {code}")
    if response.history and all(step.status_code in _FOR_GOOD for step in response.history):
        return LinkFinding(source, url, name, State.MOVED, str(response.url))
    if response.history and _is_start(str(response.url)) and not _is_start(url):
        return LinkFinding(source, url, name, State.MOVED, f"{response.url}, which is the start of the site")
    title = title_of(text)
    if name == "url" and title and not are_alike(title, source.title):
        return LinkFinding(source, url, name, State.RETITLED, title)
    return LinkFinding(source, url, name, State.OK)


async def _beginning(response: httpx.Response) -> str:
    if not _is_page(response):
        return ""
    content = b""
    async for piece in response.aiter_bytes():
        content += piece
        if len(content) > MOST_BYTES or b"</title>" in content.lower():
            break
    return content.decode(response.charset_encoding or "utf-8", "replace")


def title_of(text: str) -> str:
    """Return the title of a page, on one line."""
    found = _TITLE.search(text)
    return " ".join(unescape(found[1]).split()) if found else ""


def are_alike(title: str, other: str) -> bool:
    """Return whether two titles may be of the same page: half of the words of either are in the other, and its numbers.

    A title without any word, or in another script, counts as alike.
    """
    first, second = _words(title), _words(other)
    same_script = any(word.isascii() for word in first) == any(word.isascii() for word in second)
    if not first or not second or not same_script:
        return True
    numbers = [{word for word in words if word.isdecimal()} for words in (first, second)]
    if all(numbers) and numbers[0].isdisjoint(numbers[1]):
        return False
    return len(first & second) >= _SHARED * min(len(first), len(second))


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(unicodedata.normalize("NFKC", text))}


def _is_start(url: str) -> bool:
    return urlsplit(url).path in ("", "/")


def _is_page(response: httpx.Response) -> bool:
    return "html" in response.headers.get("content-type", "").lower()


def _why(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "does not answer in time"
    if isinstance(error, httpx.ConnectError):
        return "cannot be reached"
    if isinstance(error, httpx.InvalidURL | httpx.UnsupportedProtocol | ValueError):
        return "is no address of a page"
    return f"cannot be opened ({type(error).__name__})"
