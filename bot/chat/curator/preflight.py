"""Answers /preflight: what a curator should look at in the facts before a briefing on some day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from telegram.constants import ChatType

from bot.chat.curator.gap_view import may_show
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.chat.services import Services
from bot.curation.health.preflight import FindingKind, PreflightFinding, Unanswered, preflight, without
from bot.curation.health.preflight_text import HEADINGS, describe
from bot.factbase.dates import last_day
from bot.factbase.model import FactBase
from bot.matching.understanding.date_expressions import written_date
from bot.messages import chat
from bot.replies import Reply, Words
from bot.replies.layout import EMPTY_LINE, Line, Span, Style, Yield, span
from bot.replies.message import echoed, paged, text_reply
from bot.replies.why import short
from bot.store.base import dismissals
from bot.store.base.dismissals import Dismissal
from bot.store.gaps import gaps

SHOWN: Final = 8  # findings of a kind
MOST_GAPS: Final = 200
DISMISS: Final = "dismiss"


@dataclass(frozen=True, slots=True)
class PreflightCommand:
    """Checks the base for curators, in private; it tells of the facts that their chat may see."""

    services: Services

    def commands(self) -> CommandTable:
        """Name the command."""
        return {"preflight": self.preflight}

    async def preflight(self, call: CommandCall) -> list[Reply]:
        """List what needs a look before a day, in all topics or in those named."""
        say, base = call.say, self.services.answer_service.base(call.audience)
        if call.message.chat.type != ChatType.PRIVATE:
            return [text_reply(say(chat.NOT_IN_PRIVATE))]
        command, _, rest = call.argument.partition(" ")
        if command.casefold() == DISMISS:
            return [await self._dismiss(rest.strip(), call)]
        read = written_date(call.argument)
        if read is None:
            return [text_reply(say(chat.PREFLIGHT_USAGE))]
        date, names = read[0], read[1].casefold().split()
        held = [topic.name for topic in base.topics]
        unknown = [name for name in names if name not in held]
        if unknown:
            return [text_reply(say(chat.NO_TOPIC, name=echoed(unknown[0]), names=", ".join(held)))]
        everything = preflight(base, last_day(date), names, await self._unanswered(base))
        found = without(everything, await self._set_aside())
        hidden = len(everything) - len(found)
        aside: list[Line] = [(span(say.count(chat.SET_ASIDE, hidden)),)] if hidden else []
        if not found:
            return paged([(span(say(chat.ALL_WELL, date=say.date(date))),), *aside])
        head: Line = (span(say(chat.PREFLIGHT, count=say.number(len(found)), date=say.date(date))),)
        return paged([head, *_lines(found, say), *([EMPTY_LINE, *aside] if aside else [])])

    async def _set_aside(self) -> list[Dismissal]:
        store, today = self.services.store, self.services.clock().date()
        return await store.run(lambda connection: dismissals.listed(connection, store.bot, today))

    async def _dismiss(self, argument: str, call: CommandCall) -> Reply:
        """Set the findings of a name aside until a day, with the reason and the curator's name."""
        say, store, user, today = call.say, self.services.store, call.user, self.services.clock().date()
        name, _, rest = argument.partition(" ")
        date, why = written_date(rest) or (None, "")
        why = " ".join(why.split())
        if date is None or not why or user is None or last_day(date) < today:
            return text_reply(say(chat.DISMISS_USAGE))
        base, until = self.services.answer_service.base(call.audience), last_day(date)
        found = preflight(base, until, (), await self._unanswered(base))
        kinds = [one.kind.value for one in found if one.name == name]
        if not kinds:
            return text_reply(say(chat.NOTHING_OF, name=echoed(name), date=say.date(date)))
        rows = [Dismissal(kind, name, until, user.full_name, why) for kind in kinds]
        person = self.services.memory.person(user)
        await store.run(lambda connection: dismissals.put(connection, store.bot, rows, person))
        return text_reply(say(chat.DISMISSED, name=name, date=say.date(date)))

    async def _unanswered(self, base: FactBase) -> list[Unanswered]:
        """List what is asked in vain, except what comes near to facts that this chat may not see."""
        store, whole_base = self.services.store, self.services.answer_service.whole_base
        found = await store.run(lambda connection: gaps.top(connection, store.bot, 0.0, MOST_GAPS))
        shown = (one for one in found if may_show(one.near, base, whole_base))
        return [Unanswered(one.gap, one.question, one.askers, one.nearest) for one in shown]


def _lines(found: Sequence[PreflightFinding], say: Words) -> Iterator[Line]:
    for kind in dict.fromkeys(finding.kind for finding in found):
        group = [finding for finding in found if finding.kind is kind]
        yield EMPTY_LINE
        yield (span(f"{say(HEADINGS[kind])} ({say.number(len(group))})", Style.BOLD),)
        yield from (_line(finding, say) for finding in group[:SHOWN])
        if len(group) > SHOWN:
            yield (span(say.count(chat.AND_MORE, len(group) - SHOWN)),)


def _line(finding: PreflightFinding, say: Words) -> Line:
    """Write a finding with its place in the files; a question that people asked is shown in its own words."""
    name = finding.text if finding.kind is FindingKind.UNANSWERED else finding.name
    place = f"{short(finding.place.path)}:{finding.place.line}" if finding.place is not None else ""
    rest = ", ".join(filter(None, (place, describe(finding, say))))
    return (Span("• "), span(name, gives=Yield.CONTEXT), Span(", "), span(rest)) if rest else (Span("• "), span(name))
