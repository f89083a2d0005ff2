"""Writes the message that a schedule posts about its topic, if there is anything to post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from telegram import InlineKeyboardMarkup

from bot.briefing.message_pages import message_pages
from bot.briefing.sheet import make_sheet
from bot.chat.outbound.keyboards import pages_keyboard
from bot.factbase.model import Fact, FactBase, Topic
from bot.matching.understanding.entity_linker import EntityLinker
from bot.messages import schedules
from bot.messages.catalogue import Message
from bot.replies import Reply, Words
from bot.replies.answer import ResolvedFact, answer_lines
from bot.replies.languages import wording
from bot.replies.layout import EMPTY_LINE, MESSAGE_LIMIT, Line, Span, Style, Yield, fit, length, span, to_html, to_plain
from bot.schedules.subscription_request import Selection
from bot.schedules.topic_changes import ChangeKind, FactChange, overdue_facts, topic_changes

ROOM: Final = MESSAGE_LIMIT - 100  # units; the rest is for saying how many items did not fit
CHANGES: Final[Mapping[ChangeKind, Message]] = {
    ChangeKind.NEW: schedules.NEW,
    ChangeKind.CHANGED: schedules.CHANGED,
    ChangeKind.SUPERSEDED: schedules.SUPERSEDED,
    ChangeKind.WITHDRAWN: schedules.WITHDRAWN,
    ChangeKind.GONE: schedules.NO_LONGER,
}


@dataclass(frozen=True, slots=True)
class VisibleFacts:
    """What a chat may see, and what finds its names in text."""

    base: FactBase
    names: EntityLinker


@dataclass(frozen=True, slots=True)
class Post:
    """A message with its buttons, and the content of the topic at that moment."""

    reply: Reply
    markup: InlineKeyboardMarkup | None = None
    content: Mapping[str, str] = field(default_factory=dict)  # fact → hash of what it tells


def post_of(
    visible: VisibleFacts, topic: Topic, what: Selection, before: Mapping[str, str], say: Words, today: dt.date
) -> Post | None:
    """Write what a schedule posts about a topic; None if there is nothing. `before` is the content of the last post."""
    base = visible.base
    match what:
        case Selection.WHOLE:
            paper = make_sheet(base, topic, visible.names, say, today)
            laid_out = message_pages(paper, say)
            markup = pages_keyboard(topic.name, "", 0, len(laid_out), say.language)
            return Post(_reply(laid_out[0]), markup) if paper.sections else None
        case Selection.CHANGED:
            found = topic_changes(base, topic.name, before)
            head = say(schedules.CHANGED_HEAD, title=topic.title)
            return _listed(head, (_changed(base, one, say, today) for one in found), len(found), say)
        case Selection.DUE:
            late = overdue_facts(base, topic.name, today)
            items = (_told(base, fact, say, today, None) for fact in late)
            return _listed(say(schedules.DUE_HEAD, title=topic.title), items, len(late), say)


def _listed(head: str, items: Iterator[Sequence[Line]], count: int, say: Words) -> Post | None:
    """List as many items as fit in one message, and say how many more there are; None if there are none."""
    if not count:
        return None
    lines: list[Line] = [(span(head, Style.BOLD, gives=Yield.CONTEXT),)]
    for number, item in enumerate(items):
        if number and length([*lines, EMPTY_LINE, *item]) > ROOM:
            more = say.count(schedules.MORE, count - number)
            lines += [EMPTY_LINE, (span(more, Style.SMALL),)]
            break
        lines += [EMPTY_LINE, *item]
    return Post(_reply(fit(lines)))


def _reply(lines: Sequence[Line]) -> Reply:
    return Reply(to_html(lines), to_plain(lines))


def _changed(base: FactBase, one: FactChange, say: Words, today: dt.date) -> Sequence[Line]:
    label = say(CHANGES[one.change])
    if one.fact is None:
        return [(Span("• "), span(one.id, gives=Yield.CONTEXT), Span(f" — {label}"))]
    if one.change not in (ChangeKind.NEW, ChangeKind.CHANGED):
        question = span(wording(one.fact, say.language).question, gives=Yield.CONTEXT)
        return [(Span("• "), question, Span(f" — {label}"))]
    return _told(base, one.fact, say, today, label)


def _told(base: FactBase, fact: Fact, say: Words, today: dt.date, label: str | None) -> Sequence[Line]:
    question = wording(fact, say.language).question
    head = question if label is None else f"{question} — {label}"
    return list(_spare(answer_lines(base, ResolvedFact(fact, None), say, say.language, head=head, today=today)))


def _spare(lines: Iterable[Line]) -> Iterator[Line]:
    yield from (line for line in lines if line)
