"""Answers /subscribe, /subscriptions and /unsubscribe, with which admins have topics posted to a chat regularly."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from sqlalchemy import Connection

from bot.chat.commands.subscription_text import described, lines_of, moment
from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.protocol.request import topic_of
from bot.chat.routing.access import AccessControl
from bot.chat.routing.commands import CommandCall, CommandHandler, CommandTable
from bot.factbase.model import FactBase, Topic
from bot.messages import schedules as words
from bot.replies import Reply, Words
from bot.replies.message import echoed, paged, text_reply
from bot.schedules.subscription_request import RequestFault, SubscriptionRequest, UnclearRequest, read_subscription
from bot.schedules.time_zones import zones_near
from bot.schedules.topic_changes import content_hashes
from bot.store.database.store import Store
from bot.store.schedules import posts, schedules
from bot.store.schedules.schedules import CONFIGURED, Schedule

MOST_SUBSCRIPTIONS: Final = 20  # of a chat
NUMBER: Final = re.compile(r"[0-9]{1,9}", re.ASCII)
SENTENCES: Final = {
    RequestFault.LINE: words.NOT_A_LINE,
    RequestFault.NEVER: words.NEVER,
    RequestFault.OFTEN: words.TOO_OFTEN,
}


@dataclass(frozen=True, slots=True)
class Subscriptions:
    """Adds, lists and removes the subscriptions of chats."""

    access: AccessControl
    answer_service: AnswerService
    store: Store
    configured: frozenset[str]  # the ids of the schedules of config.yaml
    default_zone: str
    clock: Callable[[], dt.datetime]

    def commands(self) -> CommandTable:
        """Return the handlers of the commands."""
        return {
            "subscribe": self._for_admins(self.subscribe),
            "subscriptions": self._for_admins(self.show),
            "unsubscribe": self._for_admins(self.unsubscribe),
        }

    def _for_admins(self, respond: CommandHandler) -> CommandHandler:
        async def guarded(call: CommandCall) -> list[Reply]:
            if not await self.access.is_admin(call.message):
                return [text_reply(call.say(words.NOT_ADMIN))]
            return list(await respond(call))

        return guarded

    async def subscribe(self, call: CommandCall) -> list[Reply]:
        """Subscribe the chat to a topic."""
        base, say = self.answer_service.base(call.audience), call.say
        try:
            request = read_subscription(call.argument, self.default_zone)
        except UnclearRequest as unclear:
            return [text_reply(self._unclear(unclear, base, say))]
        topic = topic_named(base, request.topic)
        if topic is None:
            if not request.topic:
                return [text_reply(self._unclear(UnclearRequest(RequestFault.RHYTHM), base, say))]
            return [text_reply(say(words.NO_TOPIC, topic=echoed(request.topic), topics=_names(base)))]
        return [text_reply(await self._add(call, request, topic, base))]

    async def _add(self, call: CommandCall, request: SubscriptionRequest, topic: Topic, base: FactBase) -> str:
        say, store, now = call.say, self.store, self.clock()
        wanted = self._schedule(call, request, topic, now.timestamp())
        content = content_hashes(base, topic.name)

        def work(connection: Connection) -> Schedule | int:
            theirs = [one for one in self._of(connection, wanted.chat_id) if one.number != CONFIGURED]
            known = next((one for one in theirs if _key(one) == _key(wanted)), None)
            if known is not None or len(theirs) >= MOST_SUBSCRIPTIONS:
                return known.number if known is not None else CONFIGURED
            return schedules.add(connection, store.bot, wanted, content)

        kept = await store.run(work)
        if isinstance(kept, int):
            return (
                say(words.KNOWN, number=kept) if kept != CONFIGURED else say(words.TOO_MANY, count=MOST_SUBSCRIPTIONS)
            )
        following = request.rhythm.next_after(now)
        time = moment(following.timestamp(), kept.zone, say) if following is not None else "–"
        return say(words.SUBSCRIBED, number=kept.number, what=described(kept, base, say), time=time)

    async def show(self, call: CommandCall) -> list[Reply]:
        """List the subscriptions, and resume those that were paused, as the bot can evidently write here."""
        store, now, chat, say = self.store, self.clock(), call.message.chat.id, call.say

        def work(connection: Connection) -> tuple[list[Schedule], dict[str, posts.PostOutcome]]:
            found = self._of(connection, chat)
            schedules.resume(connection, store.bot, chat, now.timestamp())
            return found, posts.last_of(connection, store.bot, [one.id for one in found])

        found, last = await store.run(work)
        base = self.answer_service.base(call.audience)
        if not found:
            return [text_reply(say(words.NONE, example=_example(base)))]
        return paged(lines_of(found, last, base, say, now))

    async def unsubscribe(self, call: CommandCall) -> list[Reply]:
        """Remove a subscription by its number."""
        store, chat, say = self.store, call.message.chat.id, call.say
        number = int(call.argument) if NUMBER.fullmatch(call.argument) else CONFIGURED

        def work(connection: Connection) -> tuple[list[Schedule], list[Schedule]]:
            theirs = [one for one in self._of(connection, chat) if one.number != CONFIGURED]
            gone = [one for one in theirs if one.number == number]
            schedules.remove(connection, store.bot, [one.id for one in gone])
            return theirs, gone

        theirs, gone = await store.run(work)
        base = self.answer_service.base(call.audience)
        if gone:
            return [text_reply(say(words.UNSUBSCRIBED, number=number, what=described(gone[0], base, say)))]
        if not theirs:
            return [text_reply(say(words.NONE, example=_example(base)))]
        existing = min(one.number for one in theirs)
        if number != CONFIGURED:
            return [text_reply(say(words.NO_SUCH_NUMBER, number=number, existing=existing))]
        return [text_reply(say(words.WHICH, number=existing))]

    def _of(self, connection: Connection, chat: int) -> list[Schedule]:
        return [one for one in schedules.every(connection, self.store.bot, self.configured) if one.chat_id == chat]

    def _schedule(self, call: CommandCall, request: SubscriptionRequest, topic: Topic, now: float) -> Schedule:
        return Schedule(
            id=secrets.token_hex(8),
            number=CONFIGURED,
            chat_id=call.message.chat.id,
            thread_id=topic_of(call.message) or 0,
            line=request.rhythm.line,
            zone=request.rhythm.zone,
            topic=topic.name,
            what=request.what,
            language=call.chat_context.language,
            since=now,
            until=now,
        )

    def _unclear(self, unclear: UnclearRequest, base: FactBase, say: Words) -> str:
        example, written = _example(base), echoed(unclear.written)
        match unclear.trouble:
            case RequestFault.RHYTHM:
                return say(words.NO_RHYTHM, example=example, topics=_names(base), zone=self.default_zone)
            case RequestFault.TIME:
                return say(words.NOT_A_TIME, time=written, example=example)
            case RequestFault.DAY:
                return say(words.NOT_A_DAY, day=written, example=example.replace("daily", "weekly mon"))
            case RequestFault.ZONE:
                near = zones_near(unclear.written) or ["Asia/Almaty"]
                return say(words.NO_ZONE, zone=written, near=", ".join(near))
            case _:
                quoted = example.replace("daily 08:00", '"0 8 * * 1-5"')
                return say(SENTENCES[unclear.trouble], line=written, example=quoted)


def topic_named(base: FactBase, text: str) -> Topic | None:
    """Find the topic that a text names, by its file name or title, which may be slightly misspelt."""
    wanted = text.casefold()
    by_name = {topic.name.casefold(): topic for topic in base.topics}
    by_name |= {topic.title.casefold(): topic for topic in base.topics}
    near = [wanted] if wanted in by_name else get_close_matches(wanted, list(by_name), n=1, cutoff=0.85)
    return by_name[near[0]] if near else None


def _key(schedule: Schedule) -> tuple[object, ...]:
    """Return what makes two subscriptions of a chat the same."""
    return schedule.thread_id, schedule.line, schedule.zone, schedule.topic, schedule.what


def _names(base: FactBase) -> str:
    return ", ".join(topic.name for topic in base.topics)


def _example(base: FactBase) -> str:
    return words.EXAMPLE.format(topic=base.topics[0].name if base.topics else "…")
