"""Writes the message that a schedule posts about its topic, if there is anything to post."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
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
    visible: VisibleFacts,
    topic: Topic,
    selection: Selection,
    last_content: Mapping[str, str],
    say: Words,
    today: dt.date,
) -> Post | None:
    """Write what a schedule posts about a topic; None if there is nothing. `last_content` is of the last post."""
    base = visible.base
    match selection:
        case Selection.WHOLE:
            sheet = make_sheet(base, topic, visible.names, say, today)
            pages = message_pages(sheet, say)
            markup = pages_keyboard(topic.name, "", 0, len(pages), say.language)
            return Post(_reply(pages[0]), markup) if sheet.sections else None
        case Selection.CHANGED:
            found = topic_changes(base, topic.name, last_content)
            head = say(schedules.CHANGED_HEAD, title=topic.title)
            return _listed(head, (_change_lines(base, change, say, today) for change in found), len(found), say)
        case Selection.DUE:
            overdue = overdue_facts(base, topic.name, today)
            items = (_fact_lines(base, fact, say, today, None) for fact in overdue)
            return _listed(say(schedules.DUE_HEAD, title=topic.title), items, len(overdue), say)


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


def _change_lines(base: FactBase, change: FactChange, say: Words, today: dt.date) -> Sequence[Line]:
    label = say(CHANGES[change.change])
    if change.fact is None:
        return [(Span("• "), span(change.id, gives=Yield.CONTEXT), Span(f" — {label}"))]
    if change.change not in (ChangeKind.NEW, ChangeKind.CHANGED):
        question = span(wording(change.fact, say.language).question, gives=Yield.CONTEXT)
        return [(Span("• "), question, Span(f" — {label}"))]
    return _fact_lines(base, change.fact, say, today, label)


def _fact_lines(base: FactBase, fact: Fact, say: Words, today: dt.date, label: str | None) -> Sequence[Line]:
    question = wording(fact, say.language).question
    head = question if label is None else f"{question} — {label}"
    lines = answer_lines(base, ResolvedFact(fact, None), say, say.language, head=head, today=today)
    return [line for line in lines if line]
