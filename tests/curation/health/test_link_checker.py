"""Tests of opened addresses against a server here: what is found at each, and how gently it is asked."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

import httpx
import pytest

from bot.curation.health.link_checker import (
    LinkFinding,
    State,
    addresses,
    are_alike,
    open_all,
    title_of,
    without_archive,
)
from bot.factbase.model import PartialDate, Source
from bot.problems import Place

PAGE = "<html><head><title>\n The third &amp; last TANDEM </title></head>"
# Path → status, where it leads, title or None for no page, whether HEAD is understood.
PAGES: dict[str, tuple[int, str, str | None, bool]] = {
    "/fine": (200, "", PAGE, True),
    "/no-head": (200, "", PAGE, False),
    "/printed.pdf": (200, "", None, True),
    "/gone": (404, "", PAGE, True),
    "/broken": (500, "", None, True),
    "/members": (403, "", PAGE, True),
    "/busy": (429, "", PAGE, True),
    "/moved": (301, "/fine", None, True),
    "/today": (302, "/fine", None, True),
    "/moved-away": (301, "/gone", None, True),
    "/dropped": (302, "/", None, True),
    "/": (200, "", "<title>The Paper</title>", True),
    "/circle": (302, "/circle", None, True),
    "/sold": (200, "", "<title>Cheap shoes online</title>", True),
    "/untitled": (200, "", "<p>nothing", True),
    "/huge": (200, "", "<p>" + "x" * 3_000_000, True),
}


class Paper(ThreadingHTTPServer):
    """Serves the pages, and keeps who was asked when."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[tuple[float, str, str, str]] = []

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: Paper

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def _answer(self, *, with_body: bool) -> None:
        self.server.asked.append((time.monotonic(), self.command, self.path, self.headers["User-Agent"]))
        status, target, page, has_head = PAGES[self.path]
        body = (page or "").encode()
        self.send_response(status if has_head or with_body else 405)
        if target:
            self.send_header("Location", target)
        self.send_header("Content-Type", "application/pdf" if page is None else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if with_body:
            with suppress(OSError):  # the other side may have read enough
                self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(name="paper")
def _paper() -> Iterator[Paper]:
    """Serve the pages."""
    paper = Paper()
    thread = threading.Thread(target=paper.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield paper
    finally:
        paper.shutdown()
        thread.join()
        paper.server_close()


def source(url: str | None, title: str = "The third TANDEM", archived: str | None = None) -> Source:
    """Make a source."""
    day = PartialDate(2019)
    return Source("paper", title, "The Paper", day, None, url, archived, None, "drill", Place("drill.yaml", 1, 1))


def opened(*sources: Source, pause: float = 0.0, limits: httpx.Timeout | None = None) -> list[LinkFinding]:
    """Open the addresses of sources."""
    given = limits or httpx.Timeout(10)
    return asyncio.run(open_all(addresses(sources), pause=pause, limits=given))


FOUND = [
    ("/fine", State.OK, ""),
    ("/no-head", State.OK, ""),
    ("/printed.pdf", State.OK, ""),
    ("/untitled", State.OK, ""),
    ("/huge", State.OK, ""),
    ("/today", State.OK, ""),  # moved for now only
    ("/gone", State.DEAD, "answers 404"),
    ("/broken", State.DEAD, "answers 500"),
    ("/moved-away", State.DEAD, "answers 404"),
    ("/circle", State.DEAD, "moved more than 8 times"),
    ("/members", State.CLOSED, "answers 403"),
    ("/busy", State.CLOSED, "answers 429"),
    ("/moved", State.MOVED, "/fine"),
    ("/dropped", State.MOVED, "/, which is the start of the site"),
    ("/sold", State.RETITLED, "Cheap shoes online"),
]


@pytest.mark.parametrize(("path", "state", "told"), FOUND)
def test_what_is_found(path: str, state: State, told: str, paper: Paper) -> None:
    """Each address comes to one state, with what was found there."""
    [finding] = opened(source(paper.address + path))

    assert (finding.state, finding.told.removeprefix(paper.address)) == (state, told)
    assert finding.field == "url"


def test_an_address_is_asked_gently(paper: Paper) -> None:
    """First for its head, then for the page where that is no answer or it has a title; the bot gives its name."""
    opened(source(f"{paper.address}/printed.pdf"), source(f"{paper.address}/no-head"))

    assert [(method, path) for _, method, path, _ in paper.asked if path != "/no-head"] == [("HEAD", "/printed.pdf")]
    assert [method for _, method, path, _ in paper.asked if path == "/no-head"] == ["HEAD", "GET"]
    assert {agent for *_, agent in paper.asked} == {"briefing-bot link check"}


def test_a_host_gets_pauses(paper: Paper) -> None:
    """Between two questions to one host there is a pause, however many addresses it has."""
    opened(*(source(f"{paper.address}/printed.pdf") for _ in range(4)), pause=0.1)

    times = [at for at, *_ in paper.asked]
    assert len(times) == 4
    assert all(later - earlier >= 0.099 for earlier, later in pairwise(times))


def test_archived_copies_are_opened_too(paper: Paper) -> None:
    """An archived copy has an address of its own, whose title may be the archive's."""
    found = opened(source(f"{paper.address}/fine", archived=f"{paper.address}/sold"), source(None))

    assert [(finding.field, finding.state) for finding in found] == [("url", State.OK), ("archived", State.OK)]


NOWHERE = [
    ("http://127.0.0.1:9/", "cannot be reached"),
    ("http://[::bad/", "is no address of a page"),
    ("ftp://127.0.0.1/a", "is no address of a page"),
]


@pytest.mark.parametrize(("url", "told"), NOWHERE)
def test_an_address_that_leads_nowhere(url: str, told: str) -> None:
    """It is dead, and the others are opened all the same."""
    assert [(finding.state, finding.told) for finding in opened(source(url))] == [(State.DEAD, told)]


def test_a_server_that_keeps_silent() -> None:
    """Waiting ends."""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        [finding] = opened(source(f"http://127.0.0.1:{port}/"), limits=httpx.Timeout(0.3))

    assert (finding.state, finding.told) == (State.DEAD, "does not answer in time")


def test_sources_without_an_archived_copy() -> None:
    """Only a source that has an address can lack one."""
    listed = [source("http://a.example"), source("http://b.example", archived="http://c.example"), source(None)]

    assert without_archive(listed) == listed[:1]


TITLES = [
    ("The third TANDEM", "Tandem: the third opens | The Paper", True),
    ("The third TANDEM of two armies opens in Otar", "Third TANDEM of two armies", True),
    ("TANDEM 2018 opens in Otar", "TANDEM 2018 opens in Otar - The Paper", True),
    ("TANDEM 2018 opens in Otar", "TANDEM 2024 opens in Otar - The Paper", False),
    ("TANDEM opens in Otar", "Cup final: Otar win in extra time", False),
    ("The third TANDEM", "Cheap shoes online", False),
    ("The third TANDEM", "Учения Тандем", True),  # in another script there is no telling
    ("The third TANDEM", "", True),
]


@pytest.mark.parametrize(("one", "other", "expected"), TITLES)
def test_titles(one: str, other: str, expected: bool) -> None:
    """Half of the words, and a number."""
    assert are_alike(one, other) is expected


def test_a_title_is_read_as_people_see_it() -> None:
    """On one line, its marks replaced."""
    assert title_of(PAGE) == "The third & last TANDEM"
