"""Makes the record that is handed out at the end of a briefing session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.briefing.citations import Bibliography
from bot.briefing.document import BriefingDocument, Item, Section, Statement
from bot.briefing.recorded_answers import RecordedFact, read_recorded
from bot.briefing.sheet import one_line
from bot.factbase.model import Source
from bot.messages.briefing import (
    ANSWERS,
    BEGUN_WITH,
    CORRECTIONS,
    HELD,
    NO_ANSWER,
    NOTES,
    OPEN_ITEMS,
    PARTICIPANT,
    QUESTIONS,
    QUESTIONS_ASKED,
    RECORD,
    RECORD_FOOT,
    STILL_OPEN,
    TOPICS_OF,
    VERSION,
)
from bot.replies.localisation import Words


class HasText(Protocol):
    """What somebody asked."""

    @property
    def text(self) -> str:
        """In which words."""


Asked = TypeVar("Asked", bound=HasText)


@dataclass(frozen=True, slots=True)
class RecordEntry:
    """A question, note or correction: who said it (None: not to be named), when, and the recorded answer."""

    text: str
    name: str | None
    at: dt.datetime
    told: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it is recorded; the versions are those of the base at its beginning and end."""

    title: str
    topics: tuple[str, ...]
    begun: dt.datetime
    ended: dt.datetime
    begun_version: str
    version: str
    questions: tuple[RecordEntry, ...]
    notes: tuple[RecordEntry, ...]
    corrections: tuple[RecordEntry, ...]


def make_record(session: Session, say: Words) -> BriefingDocument:
    """Make the record: numbered questions with what was answered, what stays open, notes, corrections, sources."""
    kept = [read_recorded(entry.told) if entry.told else None for entry in session.questions]
    sources: dict[str, Source] = {}
    for one in kept:
        sources |= one[1] if one else {}
    cited = Bibliography(sources, say)
    facts = [one[0] if one else () for one in kept]
    numbered = list(enumerate(zip(session.questions, facts, strict=True), start=1))
    asked = [_question(number, entry, told, cited, say) for number, (entry, told) in numbered]
    left = [_open(same, say) for same in alike((number, entry) for number, (entry, told) in numbered if not told)]
    parts = (
        (QUESTIONS, asked),
        (OPEN_ITEMS, left),
        (NOTES, [_noted(entry, say) for entry in session.notes]),
        (CORRECTIONS, [_noted(entry, say, is_named=False) for entry in session.corrections]),
    )
    return BriefingDocument(
        kind=say(RECORD),
        title=one_line(session.title),
        about=tuple(_about(session, len(left), say)),
        sections=tuple(Section(say(heading), tuple(items)) for heading, items in parts if items),
        sources=cited.listed(),
        foot=say(RECORD_FOOT),
        language=say.language,
        made=session.ended.date(),
    )


def _about(session: Session, left: int, say: Words) -> Iterator[str]:
    day = session.begun.date()
    yield say(HELD, date=say.day(day), start=f"{session.begun:%H:%M}", end=_end(session, say))
    if session.topics:
        yield say(TOPICS_OF, topics=say.enumeration(session.topics))
    asked = say.count(QUESTIONS_ASKED, len(session.questions))
    yield f"{asked}, {say.count(STILL_OPEN, left)}"
    yield f"{say(VERSION, version=session.version)}, {say.day(session.ended.date())}"
    if session.begun_version != session.version:
        yield say(BEGUN_WITH, version=session.begun_version)


def _end(session: Session, say: Words) -> str:
    if session.ended.date() == session.begun.date():
        return f"{session.ended:%H:%M}"
    return f"{session.ended:%H:%M}, {say.day(session.ended.date())}"


def _question(number: int, entry: RecordEntry, told: Sequence[RecordedFact], cited: Bibliography, say: Words) -> Item:
    if not told:
        return Item(f"{number}. {one_line(entry.text)}", (), (say(NO_ANSWER),), _who(entry, say))
    aside = _who(entry, say)
    if len(told) == 1 and told[0].question.casefold() != entry.text.casefold():
        aside = f"{aside} · {say(ANSWERS, question=one_line(told[0].question))}"
    statements = [statement for fact in told for statement in _said(fact, cited, is_alone=len(told) == 1)]
    marks = tuple(dict.fromkeys(mark for fact in told for mark in fact.marks))
    return Item(f"{number}. {one_line(entry.text)}", tuple(statements), marks, aside)


def _said(fact: RecordedFact, cited: Bibliography, *, is_alone: bool) -> Iterable[Statement]:
    for said in fact.said:
        text = one_line(said.text if is_alone else f"{fact.question} – {said.text}")
        yield Statement(text, said.when, cited.references(said.citations, graded=fact.is_disputed))


def _open(same: Sequence[tuple[int, RecordEntry]], say: Words) -> Item:
    """Make one item of an open question, with all who asked it and when."""
    numbers = ", ".join(str(number) for number, _ in same)
    return Item(f"{numbers}. {one_line(same[0][1].text)}", aside="; ".join(_who(entry, say) for _, entry in same))


def alike(numbered: Iterable[tuple[int, Asked]]) -> list[list[tuple[int, Asked]]]:
    """Group questions asked in the same words, in the order in which each was asked first."""
    found: dict[str, list[tuple[int, Asked]]] = {}
    for number, one in numbered:
        found.setdefault(" ".join(one.text.casefold().split()).rstrip("?!. "), []).append((number, one))
    return list(found.values())


def _noted(entry: RecordEntry, say: Words, *, is_named: bool = True) -> Item:
    return Item(_who(entry, say) if is_named else f"{entry.at:%H:%M} UTC", (Statement(one_line(entry.text)),))


def _who(entry: RecordEntry, say: Words) -> str:
    return f"{one_line(entry.name) if entry.name else say(PARTICIPANT)}, {entry.at:%H:%M} UTC"
