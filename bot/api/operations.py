"""What a program may ask: a question, a fact, the facts, the topics, the sheet of a topic; as JSON, with its sources.

Each is a function of an engine that is narrowed to what the program sees already.
"""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, Protocol, TypeVar

from bot.briefing.document import BriefingDocument, Item
from bot.briefing.sheet import make_sheet
from bot.briefing.sheet_requests import topics_held
from bot.config import ApiClient
from bot.engine.asking import decide_alone
from bot.engine.engine import AnsweringEngine
from bot.factbase.audience import Audience
from bot.factbase.model import Fact, FactBase, PartialDate, Topic
from bot.matching.dialogue.asked_line import asked_line
from bot.replies import as_json, base_language
from bot.replies.as_json import Json, claims_as_json, source_as_json, sources_as_json
from bot.replies.catalogues import words_in

T = TypeVar("T")

MOST_WAITING: Final = 32  # requests that wait for their turn; who comes beyond them is told to come later


class View(Protocol):
    """Works with the engine of now, narrowed to what an audience may see."""

    async def in_view(self, audience: Audience, work: Callable[[AnsweringEngine], T]) -> T:
        """Do the work beside the event loop."""
        ...


class Busy(Exception):
    """Too many requests wait."""


class NotHeld(Exception):
    """The base holds nothing of this name, or the program does not see it."""


class Withdrawn(Exception):
    """The fact was withdrawn: the base vouches for it no longer."""


def audience_of(client: ApiClient) -> Audience:
    """Return what a program sees."""
    return Audience(client.chats, client.topics)


@dataclass(slots=True)
class Turns:
    """Has requests of programs work one after the other, so that people in chats wait for one of them at most."""

    view: View
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    _waiting: int = 0

    async def in_view(self, audience: Audience, work: Callable[[AnsweringEngine], T]) -> T:
        """Do the work when its turn comes; raise Busy where too many wait."""
        if self._waiting >= MOST_WAITING:
            raise Busy
        self._waiting += 1
        try:
            async with self._turn:
                return await self.view.in_view(audience, work)
        finally:
            self._waiting -= 1


def ask(engine: AnsweringEngine, question: str, today: dt.date) -> dict[str, Json]:
    """Answer a question alone: the object of `ask --json`."""
    return as_json(decide_alone(asked_line(question), engine, today), engine.base)


def get_fact(base: FactBase, name: str) -> dict[str, Json]:
    """Return a fact, one that was superseded too; raise NotHeld, or Withdrawn for one that is not vouched for."""
    fact = base.by_id.get(name)
    if fact is None:
        raise NotHeld(f"the base holds no fact {name!r}")
    if fact.withdrawn is not None:
        raise Withdrawn(f"the fact was withdrawn on {fact.withdrawn}")
    return _fact(fact, base)


def list_facts(base: FactBase, topic: str | None = None) -> dict[str, Json]:
    """Return the facts that hold now, all or those of a topic; raise NotHeld for a topic that is none."""
    if topic is not None:
        _require_topic(base, topic)
    facts = [_fact(fact, base) for fact in base.current_facts if topic in (None, fact.topic)]
    return {"version": base.version, "facts": [*facts]}


def list_topics(base: FactBase) -> dict[str, Json]:
    """Return the topics that hold facts now."""
    topics: list[Json] = [
        {"topic": topic.name, "title": topic.title, "language": topic.language, "facts": count}
        for topic, count in topics_held(base)
    ]
    return {"version": base.version, "topics": topics}


def brief(engine: AnsweringEngine, topic: str, narrow: str, language: str | None, today: dt.date) -> dict[str, Json]:
    """Return the fact sheet of a topic, or of what in it concerns a year or a name; raise NotHeld for no topic."""
    base = engine.base
    found = _require_topic(base, topic)
    say = words_in(language or base_language(base), base_language(base))
    return _sheet(make_sheet(base, found, engine.matcher.linker, say, today, narrow), base)


def _require_topic(base: FactBase, name: str) -> Topic:
    found = next((topic for topic in base.topics if topic.name == name), None)
    if found is None:
        raise NotHeld(f"the base has no topic {name!r}")
    return found


def _fact(fact: Fact, base: FactBase) -> dict[str, Json]:
    return {
        "fact": fact.id,
        "topic": fact.topic,
        "question": fact.question.text,
        "answer": fact.answer,
        "as_of": str(fact.as_of),
        "status": fact.status.value,
        "valid_from": _date(fact.valid_from),
        "valid_to": _date(fact.valid_to),
        "review_by": _date(fact.review_by),
        "superseded_by": fact.superseded_by,
        "claims": claims_as_json(fact, base),
        "sources": sources_as_json(fact.citations, base),
    }


def _date(date: PartialDate | None) -> str | None:
    return None if date is None else str(date)


def _sheet(sheet: BriefingDocument, base: FactBase) -> dict[str, Json]:
    return {
        "version": base.version,
        "kind": sheet.kind,
        "title": sheet.title,
        "about": list(sheet.about),
        "language": sheet.language,
        "made": sheet.made.isoformat(),
        "sections": [
            {"heading": section.heading, "items": [_item(item) for item in section.items]} for section in sheet.sections
        ],
        "sources": [{"number": one.number, **source_as_json(one.source)} for one in sheet.sources],
    }


def _item(item: Item) -> dict[str, Json]:
    statements: list[Json] = [
        {
            "text": statement.text,
            "when": statement.when,
            "sources": [{"number": one.number, "locator": one.rest} for one in statement.references],
        }
        for statement in item.statements
    ]
    return {"question": item.question, "marks": list(item.marks), "statements": statements}
