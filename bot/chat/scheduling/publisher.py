"""A claimed slot of a schedule → posted once, with what is known of it written down around the send."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from sqlalchemy import Connection
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import ChatMigrated, TelegramError

from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.outbound.outbox import DeliveryUnknown, Outbox, Sending, is_put_off, surely_not_sent
from bot.chat.outbound.sender import NO_PREVIEW
from bot.chat.protocol.chat_policy import ChatPolicies, ChatPolicy
from bot.chat.scheduling.post_content import Post, Seen, post_of
from bot.config import Mode
from bot.factbase.model import FactBase
from bot.matching.understanding.entity_linker import EntityLinker
from bot.schedules.subscription_request import Selection
from bot.schedules.time_zones import zone
from bot.schedules.topic_changes import content_hashes
from bot.store.database.engine import StoreError
from bot.store.database.store import Store
from bot.store.schedules import posts, schedules
from bot.store.schedules.posts import PostOutcome, PostState, Slot
from bot.store.schedules.schedules import Schedule

T = TypeVar("T")

ATTEMPTS: Final = 8
PAUSE: Final = 1.0  # seconds between attempts to write down what became of a slot
NOT_SERVED, OUT_OF_SIGHT = "not served", "out of sight"  # why a post failed, besides what Telegram says
log = logging.getLogger(__name__)


class Lost(Exception):
    """Another process has taken the slot over."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Posts what a schedule wants; nothing is begun that this process does not hold at that moment."""

    bot: Bot
    outbox: Outbox
    answering: AnswerService
    places: ChatPolicies
    store: Store
    make_up: float  # seconds
    clock: Callable[[], dt.datetime]

    async def post(self, slot: Slot, schedule: Schedule) -> None:
        """Post a slot that this process has claimed, or write down why not."""
        if slot.due < self.clock().timestamp() - self.make_up:
            await self.settle(slot, PostOutcome(slot.due, PostState.MISSED))
            return
        where = await self.places.of(schedule.chat_id)
        before = await self._told_last(schedule) if schedule.what == Selection.CHANGED else {}
        post = await self._post_of(schedule, where, before)
        if isinstance(post, PostOutcome):
            await self.settle(slot, replace(post, due=slot.due))
            return
        try:
            message = await self._send(slot, schedule, post)
        except Lost:
            return
        except DeliveryUnknown as unsure:
            log.warning("%s: it is not known whether it was sent (%s); it is not repeated", slot.cause, unsure)
            await self.settle(slot, PostOutcome(slot.due, PostState.UNKNOWN))
        except TelegramError as error:
            if not is_put_off(error):  # else it is claimed still, and begun anew as long as it may be made up
                await self.settle(slot, PostOutcome(slot.due, PostState.FAILED, error.message))
        else:
            await self.settle(slot, PostOutcome(slot.due, PostState.SENT), message)

    def content(self, schedule: Schedule, where: ChatPolicy) -> dict[str, str]:
        """Give what there is to tell of a schedule's topic in its chat, by fact a hash."""
        return content_hashes(self.answering.base(where.audience), schedule.topic)

    async def _post_of(self, schedule: Schedule, where: ChatPolicy, before: dict[str, str]) -> Post | PostOutcome:
        if not where.is_served or where.settings.mode is Mode.OFF:
            return PostOutcome(0, PostState.FAILED, NOT_SERVED)
        language = where.settings.language or schedule.language or self.answering.language_of(None)
        say, today = self.answering.words_for(language), self.clock().astimezone(zone(schedule.zone)).date()

        def work(base: FactBase, names: EntityLinker) -> Post | PostOutcome:
            topic = next((one for one in base.topics if one.name == schedule.topic), None)
            if topic is None:
                return PostOutcome(0, PostState.FAILED, OUT_OF_SIGHT)
            post = post_of(Seen(base, names), topic, Selection(schedule.what), before, say, today)
            return (
                PostOutcome(0, PostState.EMPTY)
                if post is None
                else replace(post, tells=content_hashes(base, schedule.topic))
            )

        return await self.answering.seen(where.audience, work)

    async def _send(self, slot: Slot, schedule: Schedule, post: Post) -> int:
        chat, thread = schedule.chat_id, schedule.thread_id or None
        try:
            return await self._send_to(chat, thread, slot, post)
        except ChatMigrated as moved:
            await self.places.move(chat, moved.new_chat_id)
            return await self._send_to(moved.new_chat_id, None, slot, post)

    async def _send_to(self, chat: int, thread: int | None, slot: Slot, post: Post) -> int:
        async def call() -> int:
            if not await self._change(slot, PostState.CLAIMED, PostState.SENDING, post.tells):
                raise Lost
            try:
                sent = await self.bot.send_message(
                    chat,
                    post.reply.html,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=NO_PREVIEW,
                    reply_markup=post.below,
                    message_thread_id=thread,
                )
            except TelegramError as error:
                if surely_not_sent(error):
                    await self._change(slot, PostState.SENDING, PostState.CLAIMED)
                raise
            return sent.message_id

        return await self.outbox.send_once(Sending(slot.cause, 0, chat), call, "posting", ATTEMPTS)

    async def settle(self, slot: Slot, outcome: PostOutcome, message: int | None = None) -> None:
        """Write down what became of a slot, however long the store is away."""
        store, now = self.store, self.clock().timestamp()

        def work(connection: Connection) -> bool:
            if not posts.settle(connection, store.bot, store.worker, slot, outcome, now, message):
                return False
            if outcome.state is PostState.FAILED:
                return schedules.failed(connection, store.bot, slot.schedule, now)
            schedules.succeeded(connection, store.bot, slot.schedule)
            return False

        is_paused = await self._surely(work)
        if outcome.state in (PostState.FAILED, PostState.MISSED):
            log.warning("%s: %s%s", slot.cause, outcome.state, f" ({outcome.why})" if outcome.why else "")
        else:
            log.info("%s: %s", slot.cause, outcome.state)
        if is_paused:
            log.warning("%s: the schedule is paused, as it has failed so often; /subscriptions goes on", slot.cause)

    async def _change(
        self, slot: Slot, was: PostState, state: PostState, tells: Mapping[str, str] | None = None
    ) -> bool:
        store, now = self.store, self.clock().timestamp()
        return await self._surely(
            lambda connection: posts.change(connection, store.bot, store.worker, slot, was, state, now, tells)
        )

    async def _told_last(self, schedule: Schedule) -> dict[str, str]:
        store = self.store
        return await store.run(lambda connection: schedules.told_last(connection, store.bot, schedule.id))

    async def _surely(self, work: Callable[[Connection], T]) -> T:
        while True:
            try:
                return await self.store.run(work)
            except StoreError:
                await asyncio.sleep(PAUSE)
