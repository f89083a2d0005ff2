"""Writes corrections: the note on an edited answer, and the message that tells a chat of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.factbase.dates import parse_date
from bot.factbase.model import FactBase, Status
from bot.factbase.stated import Stated
from bot.messages import corrections
from bot.replies import Reply, Words
from bot.replies.answer import STATUS_WORDS
from bot.replies.languages import wording
from bot.replies.layout import Line, Span, Yield, shorten, span
from bot.replies.message import reply_from_lines

MOST_FACTS: Final = 5  # in the message about corrections
EARLIER_UNITS: Final = 300  # of an earlier answer


@dataclass(frozen=True, slots=True)
class StaleFact:
    """A state of a fact that no longer holds: what it was, what has replaced it, and when."""

    before: Stated
    after: Stated | None
    since: float  # Unix time
    hash_now: str  # of what the fact holds now


def report_of(number: int, stale: Mapping[str, StaleFact], base: FactBase, say: Words) -> Reply:
    """Write the message that tells of `number` corrected answers; `base` is what the chat may see."""
    lines: list[Line] = [(span(say.count(corrections.HAVE_CORRECTED, number)),)]
    for fact, one in sorted(stale.items())[:MOST_FACTS]:
        lines.append((Span("• "), span(now_said(fact, one, base, say), gives=Yield.ANSWER)))
    return reply_from_lines(lines)


def now_said(fact: str, one: StaleFact, base: FactBase, say: Words) -> str:
    """Write in a line what a fact says now, or that it was taken back."""
    fact_now = base.current(base.by_id[fact]) if fact in base.by_id else None
    if fact_now is None or fact_now.withdrawn is not None:
        return say(corrections.TAKEN_BACK, question=one.before.question)
    return say(corrections.NOW, question=one.before.question, answer=wording(fact_now, say.language).answer)


def note_of(stale: Sequence[StaleFact], say: Words) -> str:
    """Write when an answer was corrected, and what it said before."""
    parts = []
    for one in stale:
        at = dt.datetime.fromtimestamp(one.since, dt.UTC)
        date = say.day(at)
        parts.append(say(corrections.CORRECTED, date=date, answer=earlier(one, say)))
    return "; ".join(parts)


def earlier(one: StaleFact, say: Words) -> str:
    """Write the earlier answer, with its status and validity if only these have changed."""
    before, after = one.before, one.after
    answer = shorten(before.answer_in(say.language), EARLIER_UNITS)
    if after is None or after.answer != before.answer:
        return answer
    status = STATUS_WORDS.get(Status(before.status))
    told = [say(status)] if status is not None and before.status != after.status else []
    ends = (parse_date(text) for text in (before.valid_from or "", before.valid_to or ""))
    told += [say.date(date) for date in ends if date is not None]
    return say(corrections.EARLIER_STATUS, answer=answer, status=", ".join(told)) if told else answer
