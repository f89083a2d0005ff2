"""A fact → the lines that tell it: question, answer, how far it holds, and what vouches for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.factbase.dates import last_day
from bot.factbase.model import Claim, Fact, FactBase, Status
from bot.matching.decision import Candidate
from bot.replies.dates import in_words
from bot.replies.layout import Line, Span, Style, Yield, block, span
from bot.replies.sources import source_lines
from bot.replies.words import (
    AS_OF,
    DISPUTED,
    EARLIER,
    OVERDUE,
    PLANNED,
    QUOTED,
    REPORTED,
    VALID_BETWEEN,
    VALID_FROM,
    VALID_TO,
)

STATUS_WORDS = {Status.PLANNED: PLANNED, Status.REPORTED: REPORTED}


@dataclass(frozen=True, slots=True)
class Told:
    """The fact that holds now, and the earlier one that the question matched, if it did."""

    fact: Fact
    earlier: Fact | None


def told(base: FactBase, candidate: Candidate, fold: Callable[[str], str]) -> Told:
    """Find what a candidate leads to; its phrase tells whether it was an earlier fact that matched."""
    matched = base.by_id[candidate.fact]
    fact = base.current(matched)
    if fact is not matched:
        return Told(fact, matched)
    phrase = fold(candidate.phrase)
    if phrase in {fold(own.text) for own in base.phrases_of(fact)}:
        return Told(fact, None)
    predecessors = (other for other in base.facts if other.superseded_by and base.current(other) is fact)
    for other in predecessors:
        if phrase in {fold(own.text) for own in base.phrases_of(other)}:
            return Told(fact, other)
    return Told(fact, None)


def answer_lines(base: FactBase, told: Told, *, head: str | None, today: dt.date) -> list[Line]:
    """Write one fact, all caveats before its sources; `head` is the line that says what is answered."""
    fact = told.fact
    lines: list[Line] = []
    if head is not None:
        lines.append((span(head, Style.SMALL, gives=Yield.CONTEXT),))
    caveats = [(span(note, Style.SMALL),) for note in _notes(fact, today)] + _earlier(told.earlier)
    if fact.claims:
        lines += [(span(DISPUTED),), *caveats]
        for claim in fact.claims:
            lines += _claim(base, claim)
        return lines
    lines.append((block(fact.answer, Style.BOLD, Yield.ANSWER),))
    lines.append((span(AS_OF.format(date=in_words(fact.as_of))),))
    lines += caveats
    if fact.quote:
        lines.append((span(QUOTED.format(text=fact.quote), gives=Yield.CONTEXT),))
    return lines + source_lines(base, fact.citations)


def _earlier(fact: Fact | None) -> list[Line]:
    if fact is None:
        return []
    text = EARLIER.format(date=in_words(fact.as_of), answer=fact.answer)
    return [(span(text, gives=Yield.CONTEXT),)]


def _claim(base: FactBase, claim: Claim) -> list[Line]:
    head: Line = (
        Span("• "),
        block(claim.answer, Style.BOLD, Yield.ANSWER),
        Span(" "),
        span(f"({AS_OF.format(date=in_words(claim.as_of))})"),
    )
    return [head, *source_lines(base, claim.citations, graded=True)]


def _notes(fact: Fact, today: dt.date) -> Iterator[str]:
    if fact.status in STATUS_WORDS:
        yield STATUS_WORDS[fact.status]
    start = in_words(fact.valid_from) if fact.valid_from is not None else ""
    end = in_words(fact.valid_to) if fact.valid_to is not None else ""
    if start and end:
        yield VALID_BETWEEN.format(start=start, end=end)
    elif start:
        yield VALID_FROM.format(start=start)
    elif end:
        yield VALID_TO.format(end=end)
    if fact.review_by is not None and last_day(fact.review_by) < today:
        yield OVERDUE.format(date=in_words(fact.review_by))
