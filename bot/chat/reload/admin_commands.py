"""Answers /reload and /status, and tells curators of facts that were not loaded."""

from __future__ import annotations

import asyncio
import datetime as dt
from dataclasses import dataclass, field
from typing import Final

from babel.dates import format_timedelta
from telegram.constants import ChatType

from bot.chat.protocol.update_context import current
from bot.chat.reload.reloader import Loaded, Outcome, Reloader
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.chat.services import Services
from bot.engine.rebuild import Refused
from bot.factbase.model import FactBase
from bot.factbase.validity import overdue_since
from bot.messages import chat as words
from bot.messages import curator
from bot.replies import Reply, Words
from bot.replies.layout import Line, Span, Yield, span
from bot.replies.message import reply_from_lines, text_reply
from bot.store.intake.queue_state import queue_state

SHOWN_PROBLEMS: Final = 5
REPLY_WITHIN: Final = 2.0  # seconds; a reload that takes longer is reported in a message of its own


@dataclass(frozen=True, slots=True)
class ReloadReports:
    """Tells curators when facts are refused, and when the files are in order again."""

    services: Services

    async def tell(self, outcome: Outcome, besides: frozenset[int]) -> None:
        """Tell every curator of a refusal, or of its end; the chats in `besides` know already."""
        answer_service, notices = self.services.answer_service, self.services.notices
        say, base = answer_service.words_for(self.services.settings.language), answer_service.whole_base
        if isinstance(outcome, Refused):
            reply = reply_from_lines(refused_lines(outcome, base, say))
            await notices.tell("refused", outcome.key, reply, besides, ends="mended")
        else:
            text = say(curator.MENDED, facts=say.count(words.FACTS, len(base.current_facts)), version=base.version)
            await notices.tell("mended", base.version, text_reply(text), besides, ends="refused")


@dataclass(frozen=True, slots=True)
class AdminCommands:
    """Serves curators in private only, for the replies are about all topics."""

    services: Services
    reloader: Reloader
    started_at: dt.datetime
    _reports: set[asyncio.Task[None]] = field(default_factory=set)

    def commands(self) -> CommandTable:
        """Name the commands."""
        return {"reload": self.reload, "status": self.status}

    async def reload(self, call: CommandCall) -> list[Reply]:
        """Have the facts loaded; reply with the outcome, or report it later if it takes long."""
        if call.message.chat.type != ChatType.PRIVATE:
            return [text_reply(call.say(curator.PRIVATE_ONLY))]
        chat, message, say = call.message.chat.id, call.message.message_id, call.say
        outcome = await self.reloader.request(chat)
        await asyncio.wait({outcome}, timeout=REPLY_WITHIN)
        if outcome.done():
            return [reply_from_lines(outcome_lines(outcome.result(), self.services.answer_service.whole_base, say))]

        async def report() -> None:
            lines = outcome_lines(await outcome, self.services.answer_service.whole_base, say)
            await self.services.notices.write(f"reload {chat} {message}", chat, reply_from_lines(lines), message)

        task = asyncio.create_task(report(), name="report of a reload")
        self._reports.add(task)
        task.add_done_callback(self._reports.discard)
        return [text_reply(say(curator.RELOADING))]

    async def status(self, call: CommandCall) -> list[Reply]:
        """Say which base answers, its problems, the last reload, the uptime, the bot's privacy mode, and the queue."""
        if call.message.chat.type != ChatType.PRIVATE:
            return [text_reply(call.say(curator.PRIVATE_ONLY))]
        say, base = call.say, self.services.answer_service.whole_base
        facts = say.count(words.FACTS, len(base.current_facts))
        sources = say.count(curator.COUNTED_SOURCES, len(base.sources))
        texts = [
            say(curator.BASE, version=base.version, facts=facts, sources=sources),
            self._problems(base, say),
            *self._loading(say),
            say(curator.UPTIME, time=_span_of(self.services.clock() - self.started_at, say)),
            say(curator.SEES_ALL if self.services.bot.bot.can_read_all_group_messages else curator.SEES_ITS_OWN),
            await self._queue(say),
        ]
        if self.services.config.loses_store:
            texts.append(say(curator.LOSES_STORE))
        return [reply_from_lines([(span(text, gives=Yield.CONTEXT),) for text in texts])]

    def _problems(self, base: FactBase, say: Words) -> str:
        today = self.services.clock().date()
        overdue = sum(fact.is_current and overdue_since(fact, today) is not None for fact in base.facts)
        problems = say.count(curator.PROBLEMS, self.services.answer_service.errors)
        return f"{problems}, {say.count(curator.OVERDUE, overdue)}"

    def _loading(self, say: Words) -> list[str]:
        reloader = self.reloader
        at, refusal, since = reloader.loaded_at, reloader.refusal, reloader.checking_since
        texts = [say(curator.NOT_RELOADED) if at is None else say(curator.LAST_LOADED, time=_moment(at, say))]
        if refusal is not None:
            texts = [say(curator.LAST_REFUSED, time=_moment(refusal[0], say)), *_first(refusal[1], say)]
        if since is not None:
            texts.append(say(curator.RELOAD_CHECKING, time=f"{since:%H:%M}"))
        return texts

    async def _queue(self, say: Words) -> str:
        store, handled = self.services.store, current.get(None)
        asking = handled.update if handled is not None else None  # the update of this very command does not count
        now = self.services.clock().timestamp()
        queue = await store.run(lambda connection: queue_state(connection, store.bot, now, asking))
        text = curator.OLDEST if queue.waiting else curator.QUEUE
        time = _span_of(dt.timedelta(seconds=queue.oldest), say)
        return say(text, waiting=say.number(queue.waiting), time=time, dead=say.number(queue.dead))


def outcome_lines(outcome: Outcome, base: FactBase, say: Words) -> list[Line]:
    """Write what came of a reload."""
    if isinstance(outcome, Refused):
        return refused_lines(outcome, base, say)
    facts = say.count(words.FACTS, len(base.current_facts))
    if isinstance(outcome, Loaded):
        changed = outcome.counts
        text = say(
            curator.LOADED,
            seconds=say.number(max(1, round(outcome.seconds))),
            added=say.number(changed.added),
            changed=say.number(changed.changed),
            withdrawn=say.number(changed.withdrawn),
            facts=facts,
            version=base.version,
        )
    else:
        text = say(curator.UNCHANGED, facts=facts, version=base.version)
    return [(span(text),)]


def refused_lines(outcome: Refused, base: FactBase, say: Words) -> list[Line]:
    """Write why facts were not loaded: the first problems with their places, and how many more there are."""
    count = len(outcome.lines)
    return [
        (span(say.count(curator.RELOAD_REFUSED, count, version=base.version)),),
        *((Span("• "), span(text, gives=Yield.CONTEXT)) for text in _first(outcome, say)),
    ]


def _first(outcome: Refused, say: Words) -> list[str]:
    texts, rest = [*outcome.lines[:SHOWN_PROBLEMS]], len(outcome.lines) - SHOWN_PROBLEMS
    return [*texts, say.count(curator.MORE_PROBLEMS, rest)] if rest > 0 else texts


def _moment(at: dt.datetime, say: Words) -> str:
    return f"{say.day(at)}, {at:%H:%M}"


def _span_of(time: dt.timedelta, say: Words) -> str:
    return format_timedelta(time, locale=say.locale)
