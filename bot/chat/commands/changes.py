"""Answers /changes: lists what has changed in the base in the last days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.curation.fact_diff import ChangeKind, FactChange, changes
from bot.messages import corrections as words
from bot.replies import Reply, Words
from bot.replies.layout import EMPTY_LINE, Line, Span, Style, Yield, span
from bot.replies.message import paged, text_reply
from bot.store.base import fact_states
from bot.store.database.store import Store

USUAL_DAYS: Final = 7
MOST_DAYS: Final = 365
HEADS: Final = {
    ChangeKind.CORRECTED: words.WAS_CORRECTED,
    ChangeKind.SUPERSEDED: words.SUPERSEDED,
    ChangeKind.WITHDRAWN: words.WITHDRAWN,
    ChangeKind.ADDED: words.ADDED,
}


@dataclass(frozen=True, slots=True)
class Changes:
    """Lists the changes of facts that the chat may see."""

    answer_service: AnswerService
    store: Store
    clock: Callable[[], dt.datetime]

    def commands(self) -> CommandTable:
        """Return the handler of the command."""
        return {"changes": self.changes}

    async def changes(self, call: CommandCall) -> list[Reply]:
        """List the changes of as many days as the command names."""
        say, wanted = call.say, call.argument.strip()
        days = int(wanted) if wanted.isdecimal() and len(wanted) < 4 else USUAL_DAYS if not wanted else 0
        if not 1 <= days <= MOST_DAYS:
            return [text_reply(say(words.HOW_MANY_DAYS, most=MOST_DAYS))]
        store, since = self.store, max(self.clock().timestamp() - days * 86_400.0, 1.0)
        histories = await store.run(lambda connection: fact_states.history(connection, store.bot, since))
        base = self.answer_service.base(call.audience)
        topics = {topic.name for topic in base.topics}
        found = [one for one in changes(histories.values(), since, base.by_id) if _topics(one) <= topics]
        if not found:
            return [text_reply(say.count(words.NO_CHANGES, days))]
        return paged([(span(say.count(words.CHANGES, days)),), *_lines(found, say)])


def _topics(change: FactChange) -> set[str]:
    """Return the topics of a fact before and after; a chat that may not see one of them is not told of the change."""
    return {one.topic for one in (change.before, change.after) if one is not None}


def _lines(found: Sequence[FactChange], say: Words) -> Iterator[Line]:
    for kind, head in HEADS.items():
        some = [change for change in found if change.kind is kind]
        if some:
            yield EMPTY_LINE
            yield (span(say(head), Style.BOLD),)
        for change in some:
            yield (Span("• "), span(_entry(change, say), gives=Yield.ANSWER))


def _entry(change: FactChange, say: Words) -> str:
    at = dt.datetime.fromtimestamp(change.since, dt.UTC)
    date = say.day(at)
    told = change.after or change.before
    if told is None:
        return date
    answer = told.answer_in(say.language)
    if change.kind is ChangeKind.CORRECTED and change.before is not None and change.before.answer != told.answer:
        before = change.before.answer_in(say.language)
        return say(words.ENTRY_EARLIER, question=told.question, answer=answer, date=date, earlier=before)
    return say(words.ENTRY, question=told.question, answer=answer, date=date)
