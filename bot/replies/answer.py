"""Writes a fact as lines: question, answer, how far it holds, and its sources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.factbase.model import Claim, Fact, FactBase, PartialDate, Status
from bot.factbase.validity import newer_than, overdue_since
from bot.matching.decision import Candidate
from bot.messages.replies import (
    DISPUTED,
    EARLIER,
    NEWER,
    OVERDUE,
    PLANNED,
    QUOTED,
    REPORTED,
    UNTRANSLATED,
    VALID_BETWEEN,
    VALID_FROM,
    VALID_TO,
)
from bot.replies.languages import wording
from bot.replies.layout import Line, Span, Style, Yield, block, span
from bot.replies.localisation import Words
from bot.replies.sources import is_read_on, source_lines, when

STATUS_WORDS = {Status.PLANNED: PLANNED, Status.REPORTED: REPORTED}


@dataclass(frozen=True, slots=True)
class ResolvedFact:
    """The fact to tell, and the earlier fact that the question matched, if it matched one.

    For a question about another time it is the fact that held then, and `newer` the one that has replaced it.
    """

    fact: Fact
    earlier: Fact | None
    newer: Fact | None = None


def resolve(base: FactBase, candidate: Candidate, fold: Callable[[str], str], today: dt.date) -> ResolvedFact:
    """Find the fact that a candidate leads to; its phrase tells whether an earlier fact matched."""
    matched = base.by_id[candidate.fact]
    fact = candidate.told(base)
    if candidate.as_of is not None:
        return ResolvedFact(fact, None, newer_than(base, fact, today))
    if fact is not matched:
        return ResolvedFact(fact, matched)
    if any(own.text == candidate.phrase for own in base.phrases_of(fact)):
        return ResolvedFact(fact, None)  # as a rule, and without folding all that the fact may be asked as
    phrase = fold(candidate.phrase)
    if phrase in {fold(own.text) for own in base.phrases_of(fact)}:
        return ResolvedFact(fact, None)
    predecessors = (other for other in base.facts if other.superseded_by and base.current(other) is fact)
    for other in predecessors:
        if phrase in {fold(own.text) for own in base.phrases_of(other)}:
            return ResolvedFact(fact, other)
    return ResolvedFact(fact, None)


def answer_lines(
    base: FactBase,
    resolve: ResolvedFact,
    say: Words,
    language: str,
    *,
    head: str | None,
    today: dt.date,
    names_language: bool = False,
) -> list[Line]:
    """Write one fact, in a language if it is translated, with all caveats before its sources.

    `head` is a line above that says which question is answered; `names_language` says in which language the fact is.
    """
    fact, worded = resolve.fact, wording(resolve.fact, language)
    lines: list[Line] = []
    if head is not None:
        lines.append((span(head, Style.SMALL, gives=Yield.CONTEXT),))
    caveats: list[Line] = [(span(note, Style.SMALL),) for note in notes(fact, say, today)]
    if names_language:
        caveats.insert(0, (span(say(UNTRANSLATED, language=say.name_of(worded.language)), Style.SMALL),))
    if resolve.newer is not None:
        caveats.insert(0, (span(say(NEWER, date=say.date(resolve.newer.as_of)), Style.SMALL),))
    if resolve.earlier is not None:
        caveats.append(_earlier(resolve.earlier, say, language))
    if fact.claims:
        lines += [(span(say(DISPUTED)),), *caveats]
        for claim in fact.claims:
            lines += _claim(base, claim, say)
        return lines
    lines.append((block(worded.answer, Style.BOLD, Yield.ANSWER),))
    lines.append((span(when(base.sources, fact.citations, fact.as_of, say)),))
    lines += caveats
    if fact.quote:
        lines.append((span(say(QUOTED, text=fact.quote), gives=Yield.CONTEXT),))
    return lines + source_lines(base, fact.citations, say, read_on=_read_on(base, fact))


def _earlier(fact: Fact, say: Words, language: str) -> Line:
    text = say(EARLIER, date=say.date(fact.as_of), answer=wording(fact, language).answer)
    return (span(text, gives=Yield.CONTEXT),)


def _claim(base: FactBase, claim: Claim, say: Words) -> list[Line]:
    head: Line = (
        Span("• "),
        block(claim.answer, Style.BOLD, Yield.ANSWER),
        Span(" "),
        span(f"({when(base.sources, claim.citations, claim.as_of, say)})"),
    )
    return [head, *source_lines(base, claim.citations, say, graded=True, read_on=_read_on(base, claim))]


def _read_on(base: FactBase, resolve: Fact | Claim) -> PartialDate | None:
    return resolve.as_of if is_read_on(base.sources, resolve.citations, resolve.as_of) else None


def notes(fact: Fact, say: Words, today: dt.date) -> Iterator[str]:
    """Yield how far a fact holds: planned or reported, valid from and to, overdue for review."""
    if fact.status in STATUS_WORDS:
        yield say(STATUS_WORDS[fact.status])
    start = say.date(fact.valid_from) if fact.valid_from is not None else ""
    end = say.date(fact.valid_to) if fact.valid_to is not None else ""
    if start and end:
        yield say(VALID_BETWEEN, start=start, end=end)
    elif start:
        yield say(VALID_FROM, start=start)
    elif end:
        yield say(VALID_TO, end=end)
    if due := overdue_since(fact, today):
        yield say(OVERDUE, date=say.date(due))
