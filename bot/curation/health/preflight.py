"""Finds what a curator should look at before a briefing on some day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from bot.factbase.dates import last_day
from bot.factbase.model import Fact, FactBase, PartialDate, Status
from bot.factbase.validity import overdue_since
from bot.matching.understanding.date_expressions import dates_in
from bot.problems import Place

OFTEN: Final = 3  # people who ask the same
UNDATED: Final = dt.timedelta(days=365)  # after so long a plan that names no date is past, too


class FindingKind(StrEnum):
    """What may be the matter, the worst first."""

    PAST = "past"  # planned for a time that is over
    OVERDUE = "overdue"
    DISPUTED = "disputed"
    UNANSWERED = "unanswered"  # asked often
    SINGLE = "single-sourced"
    UNARCHIVED = "not-archived"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that people ask and the base does not answer, with the nearest fact."""

    name: str
    question: str
    askers: int
    nearest: str | None


@dataclass(frozen=True, slots=True)
class PreflightFinding:
    """A fact, a source or a gap to look at, by its name, with its question or title.

    `date` is the planned date or the date of review; `number` counts claims, people, or the facts that cite a source.
    """

    kind: FindingKind
    name: str
    text: str
    place: Place | None
    date: PartialDate | None = None
    number: int = 0


class SetAside(Protocol):
    """A finding that somebody looked at and set aside."""

    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...


def without(found: Iterable[PreflightFinding], set_aside: Iterable[SetAside]) -> list[PreflightFinding]:
    """Leave out the findings that were set aside."""
    known = {(one.kind, one.name) for one in set_aside}
    return [finding for finding in found if (finding.kind.value, finding.name) not in known]


def preflight(
    base: FactBase, day: dt.date, topics: Collection[str] = (), unanswered: Sequence[Unanswered] = ()
) -> list[PreflightFinding]:
    """List what will be the matter on a day with these topics, or all, in the order of Kind and of the files."""
    facts = sorted(
        (fact for fact in base.facts if fact.is_current and (not topics or fact.topic in topics)),
        key=lambda fact: fact.place,
    )
    found = [finding for rule in RULES for fact in facts if (finding := rule(fact, day)) is not None]
    found += _asked(base, topics, unanswered)
    found += _unarchived(base, facts)
    return sorted(found, key=lambda finding: list(FindingKind).index(finding.kind))


def _past(fact: Fact, day: dt.date) -> PreflightFinding | None:
    if fact.status is not Status.PLANNED:
        return None
    date = fact.valid_to or fact.valid_from or max(_named(fact), key=last_day, default=None)
    is_past = last_day(date) < day if date else last_day(fact.as_of) + UNDATED < day
    return _finding(FindingKind.PAST, fact, date) if is_past else None


def _named(fact: Fact) -> Iterator[PartialDate]:
    """Yield the dates that a plan names; those in its question come last, for they often say when it was made."""
    dates = list(dates_in(fact.answer))
    yield from dates or dates_in(fact.question.text)


def _overdue(fact: Fact, day: dt.date) -> PreflightFinding | None:
    due = overdue_since(fact, day)
    return _finding(FindingKind.OVERDUE, fact, due) if due else None


def _disputed(fact: Fact, day: dt.date) -> PreflightFinding | None:
    return _finding(FindingKind.DISPUTED, fact, number=len(fact.claims)) if fact.claims else None


def _single(fact: Fact, day: dt.date) -> PreflightFinding | None:
    is_single = len({citation.source for citation in fact.citations}) == 1
    return _finding(FindingKind.SINGLE, fact) if is_single else None


RULES: Final[Sequence[Callable[[Fact, dt.date], PreflightFinding | None]]] = (_past, _overdue, _disputed, _single)


def _finding(kind: FindingKind, fact: Fact, date: PartialDate | None = None, number: int = 0) -> PreflightFinding:
    return PreflightFinding(kind, fact.id, fact.question.text, fact.place, date, number)


def _asked(base: FactBase, topics: Collection[str], unanswered: Iterable[Unanswered]) -> Iterator[PreflightFinding]:
    """Yield the questions that are asked often; one without a near fact may belong to any topic."""
    for one in unanswered:
        nearest = base.by_id.get(one.nearest or "")
        if one.askers >= OFTEN and (not topics or nearest is None or nearest.topic in topics):
            place = nearest.place if nearest is not None else None
            yield PreflightFinding(FindingKind.UNANSWERED, one.name, one.question, place, number=one.askers)


def _unarchived(base: FactBase, facts: Iterable[Fact]) -> Iterator[PreflightFinding]:
    """Yield the sources that would be lost with their address."""
    cited: dict[str, int] = {}
    for fact in facts:
        for key in {citation.source for citation in fact.citations}:
            cited[key] = cited.get(key, 0) + 1
    for source in sorted((base.sources[key] for key in cited), key=lambda source: source.place):
        if source.url and not source.archived:
            yield PreflightFinding(
                FindingKind.UNARCHIVED, source.key, source.title, source.place, number=cited[source.key]
            )
