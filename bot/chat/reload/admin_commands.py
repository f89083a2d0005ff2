"""/reload and /status → the facts as they are on the disk now, and the state that the bot is in."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from babel.dates import format_timedelta
from telegram import Bot
from telegram.constants import ChatType

from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.outbound.curator_notices import Notices
from bot.chat.outbound.sender import Sender
from bot.chat.protocol.update_context import current
from bot.chat.reload.reloader import Loaded, Outcome, Reloading
from bot.chat.routing.commands import CommandCall, CommandTable
from bot.config import Config
from bot.engine.rebuild import Refused
from bot.factbase.model import FactBase
from bot.factbase.validity import overdue_since
from bot.messages import chat as words
from bot.messages import curator
from bot.replies import Reply, Words
from bot.replies.layout import Line, Span, Yield, span
from bot.replies.message import reply_from_lines, text_reply
from bot.store.database.store import Store
from bot.store.intake.sweeping import queue_state

SHOWN: Final = 5  # problems
AT_ONCE: Final = 2.0  # seconds in which what comes of a reload is the reply to the command


@dataclass(frozen=True, slots=True)
class Reports:
    """Tells curators of facts that were not loaded, and when they are mended."""

    answering: AnswerService
    notices: Notices
    language: str

    async def tell(self, outcome: Outcome, besides: frozenset[int]) -> None:
        """Tell of a refusal, or of what has mended one."""
        say, base = self.answering.words_for(self.language), self.answering.whole_base
        if isinstance(outcome, Refused):
            reply = reply_from_lines(refused_lines(outcome, base, say))
            await self.notices.tell("refused", outcome.key, reply, besides, ends="mended")
        else:
            text = say(curator.MENDED, facts=say.count(words.FACTS, len(base.facts)), version=base.version)
            await self.notices.tell("mended", base.version, text_reply(text), besides, ends="refused")


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Serves curators; in private only, for what it says is about all topics."""

    bot: Bot
    config: Config
    answering: AnswerService
    reloading: Reloading
    notices: Notices
    store: Store
    clock: Callable[[], dt.datetime]
    began: dt.datetime
    _waiting: set[asyncio.Task[None]] = field(default_factory=set)

    def responders(self) -> CommandTable:
        """Name the commands."""
        return {"reload": self.reload, "status": self.status}

    async def reload(self, asked: CommandCall) -> list[Reply]:
        """Have the facts loaded; what comes of it is said when it is known, and holds up no other message."""
        if asked.message.chat.type != ChatType.PRIVATE:
            return [text_reply(asked.say(curator.PRIVATE_ONLY))]
        chat, message, say = asked.message.chat.id, asked.message.message_id, asked.say
        outcome = await self.reloading.ask(chat)
        await asyncio.wait({outcome}, timeout=AT_ONCE)
        if outcome.done():
            return [reply_from_lines(outcome_lines(outcome.result(), self.answering.whole_base, say))]

        async def report() -> None:
            lines = outcome_lines(await outcome, self.answering.whole_base, say)
            await self.notices.write(f"reload {chat} {message}", chat, reply_from_lines(lines), message)

        task = asyncio.create_task(report(), name="report of a reload")
        self._waiting.add(task)
        task.add_done_callback(self._waiting.discard)
        return [text_reply(say(curator.RELOADING))]

    async def status(self, asked: CommandCall) -> list[Reply]:
        """Say how things stand, in lines that fit a phone."""
        if asked.message.chat.type != ChatType.PRIVATE:
            return [text_reply(asked.say(curator.PRIVATE_ONLY))]
        say, base = asked.say, self.answering.whole_base
        facts = say.count(words.FACTS, len(base.facts))
        sources = say.count(curator.COUNTED_SOURCES, len(base.sources))
        texts = [
            say(curator.BASE, version=base.version, facts=facts, sources=sources),
            self._problems(base, say),
            *self._loading(say),
            say(curator.UPTIME, time=_span_of(self.clock() - self.began, say)),
            say(curator.SEES_ALL if self.bot.bot.can_read_all_group_messages else curator.SEES_ITS_OWN),
            await self._queue(say),
        ]
        if self.config.loses_store:
            texts.append(say(curator.LOSES_STORE))
        return [reply_from_lines([(span(text, gives=Yield.CONTEXT),) for text in texts])]

    def _problems(self, base: FactBase, say: Words) -> str:
        today = self.clock().date()
        overdue = sum(fact.is_current and overdue_since(fact, today) is not None for fact in base.facts)
        problems = say.count(curator.PROBLEMS, self.answering.errors)
        return f"{problems}, {say.count(curator.OVERDUE, overdue)}"

    def _loading(self, say: Words) -> list[str]:
        at, refusal, since = self.reloading.loaded_at, self.reloading.refusal, self.reloading.since
        texts = [say(curator.NOT_RELOADED) if at is None else say(curator.LAST_LOADED, time=_moment(at, say))]
        if refusal is not None:
            texts = [say(curator.LAST_REFUSED, time=_moment(refusal[0], say)), *_first(refusal[1], say)]
        if since is not None:
            texts.append(say(curator.RELOAD_CHECKING, time=f"{since:%H:%M}"))
        return texts

    async def _queue(self, say: Words) -> str:
        store, turn = self.store, current.get(None)
        asking = turn.update if turn is not None else None
        waiting, oldest, dead = await store.run(lambda connection: queue_state(connection, store.bot, asking))
        text = curator.OLDEST if waiting else curator.QUEUE
        time = _span_of(dt.timedelta(seconds=oldest), say)
        return say(text, waiting=say.number(waiting), time=time, dead=say.number(dead))


def looking_after(
    bot: Bot, config: Config, sender: Sender, answering: AnswerService, store: Store, clock: Callable[[], dt.datetime]
) -> tuple[Reloading, Upkeep]:
    """Make what keeps the facts up to date, and what curators ask of it."""
    notices = Notices(sender, store, config.settings.staff)
    reloading = Reloading(config, answering, store, Reports(answering, notices, config.settings.language).tell)
    return reloading, Upkeep(bot, config, answering, reloading, notices, store, clock, clock())


def outcome_lines(outcome: Outcome, base: FactBase, say: Words) -> list[Line]:
    """Say what came of a reload."""
    if isinstance(outcome, Refused):
        return refused_lines(outcome, base, say)
    facts = say.count(words.FACTS, len(base.facts))
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
    """Say why facts were not loaded: the first problems with their places, and how many more there are."""
    count = len(outcome.lines)
    return [
        (span(say.count(curator.RELOAD_REFUSED, count, version=base.version)),),
        *((Span("• "), span(text, gives=Yield.CONTEXT)) for text in _first(outcome, say)),
    ]


def _first(outcome: Refused, say: Words) -> list[str]:
    texts, rest = [*outcome.lines[:SHOWN]], len(outcome.lines) - SHOWN
    return [*texts, say.count(curator.MORE_PROBLEMS, rest)] if rest > 0 else texts


def _moment(at: dt.datetime, say: Words) -> str:
    return f"{say.day(at)}, {at:%H:%M}"


def _span_of(time: dt.timedelta, say: Words) -> str:
    return format_timedelta(time, locale=say.locale)
