"""Answers /stats: the usage of the last days for a curator, as a picture and a table of what it has no room for."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection
from telegram.constants import ChatType

from bot.chat.curator.gap_view import may_show
from bot.chat.dialogue.memory import PRIVATE
from bot.chat.outbound.sender import Document
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.chat.services import Services
from bot.curation.usage.chart import draw, short_day, weeks
from bot.curation.usage.stats import TOP, USUAL_DAYS, Numbers, first_day, usage_stats
from bot.factbase.model import FactBase
from bot.messages import chat, stats
from bot.problems import BotError
from bot.replies import Reply, Words
from bot.replies.languages import wording
from bot.replies.layout import EMPTY_LINE, Line, Span, Style, Yield, span
from bot.replies.message import paged, text_reply
from bot.store import usage
from bot.store.gaps import gaps

ROOMS: Final = 8
MOST_DAYS: Final = 14  # for longer times weeks are listed
PERIODS: Final = 7  # days or weeks that are listed
NEVER: Final = 10  # facts that were never asked for
LETTERS: Final = 6  # of a group's hash, to tell it from other groups


@dataclass(frozen=True, slots=True)
class StatsCommand:
    """Shows curators what is asked and answered, for the facts that their chat may see."""

    services: Services

    def commands(self) -> CommandTable:
        """Name the command."""
        return {"stats": self.stats}

    async def stats(self, call: CommandCall) -> list[Reply]:
        """Send the picture, then the table; where no picture can be drawn, the table alone, and say why."""
        say, days = call.say, days_of(call.argument)
        if call.message.chat.type != ChatType.PRIVATE:
            return [text_reply(say(chat.NOT_IN_PRIVATE))]
        if days is None:
            return [text_reply(say(chat.STATS_USAGE, most=usage.KEPT_DAYS))]
        base = self.services.answer_service.base(call.audience)
        found = await self._numbers(base, days)
        head = summary(found, say)
        try:
            picture = Document("stats.png", await asyncio.to_thread(draw, found, base, say))
        except BotError:
            lines = [(span(head, Style.BOLD),), (span(say(stats.NO_PICTURE)),)]
            return paged([*lines, *_lines(found, base, say)])
        await self.services.sender.photo(call.message, picture, text_reply(head))
        return paged(_lines(found, base, say))

    async def _numbers(self, base: FactBase, days: int) -> Numbers:
        store, today = self.services.store, self.services.clock().date()
        first = first_day(today, days)
        since = dt.datetime.combine(first, dt.time(), dt.UTC).timestamp()
        whole_base = self.services.answer_service.whole_base

        def work(connection: Connection) -> Numbers:
            found = gaps.top(connection, store.bot, since, 10 * TOP)
            top = [one for one in found if may_show(one.near, base, whole_base)]
            counts = usage.counts(connection, store.bot, first)
            return usage_stats(base, counts, usage.thumbs(connection, store.bot, first), top, first, today)

        return await store.run(work)


def days_of(argument: str) -> int | None:
    """Read how many days are wanted; return None for what is no number, or out of range."""
    if not argument:
        return USUAL_DAYS
    return int(argument) if argument.isdecimal() and 1 <= int(argument[:9]) <= usage.KEPT_DAYS else None


def summary(found: Numbers, say: Words) -> str:
    """Return the sums in one line."""
    total = found.total
    parts = {
        stats.ANSWERED: total.answered,
        stats.SUGGESTED: total.suggested,
        stats.REFUSED: total.refused,
    }
    listed = ", ".join(f"{say(name)} {say.number(number)}" for name, number in parts.items())
    questions = say.count(stats.QUESTIONS, total.questions)
    period = say.count(stats.LAST_DAYS, len(found.days))
    return f"{questions} {period}: {listed}. 👍 {say.number(found.up)} 👎 {say.number(found.down)}"


def _lines(found: Numbers, base: FactBase, say: Words) -> Iterator[Line]:
    yield from _days(found, say)
    facts = [(wording(base.by_id[name], say.language).question, say.number(number)) for name, number in found.facts]
    yield from _section(say(stats.TOP_FACTS), facts, say)
    vain = [(gap.question, say.count(stats.PEOPLE, gap.askers)) for gap in found.gaps]
    yield from _section(say(stats.TOP_GAPS), vain, say)
    rooms = [(_room(name, say), say.number(number)) for name, number in found.rooms[:ROOMS]]
    yield from _section(say(stats.BY_CHAT), rooms, say)
    if found.chosen:
        yield (span(say.count(stats.CHOSEN, found.chosen)),)
    never = say(stats.NEVER, count=say.number(len(found.never)), all=say.number(len(base.current_facts)))
    yield EMPTY_LINE
    yield (span(never, Style.BOLD),)
    for name in found.never[:NEVER]:
        yield (Span("• "), span(wording(base.by_id[name], say.language).question, gives=Yield.CONTEXT))
    if len(found.never) > NEVER:
        yield (span(say.count(chat.AND_MORE, len(found.never) - NEVER)),)


def _days(found: Numbers, say: Words) -> Iterator[Line]:
    """List the last days or, of a long time, weeks by their first day; those without a question are left out."""
    is_long = len(found.days) > MOST_DAYS
    periods = (weeks(found.days) if is_long else found.days)[-PERIODS:]
    answered = say(stats.ANSWERED)
    rows = [
        (short_day(one.day, say), f"{say.number(one.questions)} ({answered} {say.number(one.answered)})")
        for one in periods
        if one.questions
    ]
    yield from _section(say(stats.BY_WEEK if is_long else stats.BY_DAY), rows, say)


def _section(title: str, rows: list[tuple[str, str]], say: Words) -> Iterator[Line]:
    yield (span(title, Style.BOLD),)
    for text, number in rows:
        yield (Span("• "), span(text, gives=Yield.CONTEXT), Span(": "), span(number))
    if not rows:
        yield (span(say(stats.NOTHING)),)
    yield EMPTY_LINE


def _room(name: str, say: Words) -> str:
    if name == PRIVATE:
        return say(stats.PRIVATE_CHATS)
    return say(stats.GROUP, name=name[:LETTERS])
