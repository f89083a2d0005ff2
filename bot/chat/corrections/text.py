"""What a fact said and says → the words in which a correction is told."""

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

SHOWN: Final = 5  # facts in the message about corrections
EARLIER_UNITS: Final = 300


@dataclass(frozen=True, slots=True)
class Out:
    """A state of a fact that no longer holds: what it was, what has come instead, and when."""

    before: Stated
    after: Stated | None
    since: float
    held: str  # what the fact holds now


def report_of(number: int, out: Mapping[str, Out], base: FactBase, say: Words) -> Reply:
    """Write the message that tells of so many corrected answers; `base` is what may be seen there."""
    lines: list[Line] = [(span(say.count(corrections.HAVE_CORRECTED, number)),)]
    for fact, one in sorted(out.items())[:SHOWN]:
        lines.append((Span("• "), span(now_said(fact, one, base, say), gives=Yield.ANSWER)))
    return reply_from_lines(lines)


def now_said(fact: str, one: Out, base: FactBase, say: Words) -> str:
    """Say in a line what a fact says now, or that it was taken back."""
    held = base.current(base.by_id[fact]) if fact in base.by_id else None
    if held is None or held.withdrawn is not None:
        return say(corrections.TAKEN_BACK, question=one.before.question)
    return say(corrections.NOW, question=one.before.question, answer=wording(held, say.language).answer)


def note_of(out: Sequence[Out], say: Words) -> str:
    """Say when what was told was corrected, and what that was."""
    parts = []
    for one in out:
        at = dt.datetime.fromtimestamp(one.since, dt.UTC)
        date = say.day(at)
        parts.append(say(corrections.CORRECTED, date=date, answer=earlier(one, say)))
    return "; ".join(parts)


def earlier(one: Out, say: Words) -> str:
    """Write what was told before; with how far it held, where only that has changed."""
    before, after = one.before, one.after
    answer = shorten(before.answer_in(say.language), EARLIER_UNITS)
    if after is None or after.answer != before.answer:
        return answer
    status = STATUS_WORDS.get(Status(before.status))
    told = [say(status)] if status is not None and before.status != after.status else []
    ends = (parse_date(text) for text in (before.valid_from or "", before.valid_to or ""))
    told += [say.date(date) for date in ends if date is not None]
    return say(corrections.EARLIER_STATUS, answer=answer, status=", ".join(told)) if told else answer
