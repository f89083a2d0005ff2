"""A base with an open and a limited topic, and a program that asks it over HTTP without a network."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from bot.api.access import hash_of
from bot.api.http_api import PREFIX, build_http_api
from bot.config import ApiClient, Config, Settings
from bot.engine.engine import AnsweringEngine, load_engine
from bot.factbase.audience import Audience

T = TypeVar("T")

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
TOKEN = "bbt_open-to-all"
INSIDER = "bbt_of-the-staff"
STAFF = -1007

DRILL = """
topic: drill
title: Drills
language: en
names: {DRILL: [the drill], DRILL 2018: ["{DRILL} 2018"], DRILL 2019: ["{DRILL} 2019"]}
sources:
  paper: {title: Partners, publisher: The Paper, published: 2019-01-02, url: "https://paper.example/1", reliability: B}
  radio: {title: Evening news, publisher: The Radio, published: 2019-01-03}
facts:
  - id: drill-2018-place
    question: Where was DRILL 2018 held?
    answer: In Otar.
    sources: [paper ¶6]
    as_of: 2019-01-02
  - id: drill-2019-place
    question: Where was DRILL 2019 held?
    claims:
      - {answer: In Pithoragarh., sources: [paper ¶7], as_of: 2019-01-02}
      - {answer: In Umroi., sources: [radio], as_of: 2019-01-03}
  - id: drill-cook
    question: Who cooks at DRILL?
    answer: Ann.
    sources: [paper]
    as_of: 2018
    superseded_by: drill-cook-2
  - {id: drill-cook-2, question: Who is the cook of DRILL?, answer: Ben., sources: [paper], as_of: 2019-01-02}
  - id: drill-song
    question: Which song opens DRILL?
    answer: A march.
    sources: [paper]
    as_of: 2018
    withdrawn: 2019-05-01
"""
SECRET = f"""
topic: budget
title: Budget
language: en
audience: [{STAFF}]
sources:
  memo: {{title: Memo, publisher: The Staff, published: 2019-01-02}}
facts:
  - {{id: budget-sum, question: How much does DRILL cost?, answer: Seven million., sources: [memo], as_of: 2019-01-02}}
"""


def write_facts(folder: Path) -> Path:
    """Write the base."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "drill.yaml").write_text(DRILL, "utf-8")
    (folder / "budget.yaml").write_text(SECRET, "utf-8")
    return folder


def open_facts(folder: Path) -> AnsweringEngine:
    """Write the base and open it."""
    return load_engine(Config(settings=Settings(facts=(write_facts(folder),))), print)


class Direct:
    """Works at once, with the engine that was put there."""

    def __init__(self, engine: AnsweringEngine) -> None:
        self.engine = engine

    async def in_view(self, audience: Audience, work: Callable[[AnsweringEngine], T]) -> T:
        """Do the work."""
        return work(self.engine.seen_by(audience))


def client(name: str, token: str, **others: Any) -> ApiClient:
    """Make what config.yaml would say of a program."""
    return ApiClient(name, hash_of(token), **others)


CLIENTS = (client("open", TOKEN), client("insider", INSIDER, chats=frozenset({STAFF})))


def asking(view: Direct, clients: tuple[ApiClient, ...] = CLIENTS, token: str | None = TOKEN) -> httpx.AsyncClient:
    """Open a program's side of the API."""
    application = Starlette(routes=[Mount(PREFIX, build_http_api(clients, view, lambda: NOW))])
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    transport = httpx.ASGITransport(application)
    return httpx.AsyncClient(transport=transport, base_url=f"http://bot.example{PREFIX}", headers=headers)
