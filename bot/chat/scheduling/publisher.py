"""Posts a claimed slot of a schedule exactly once, recording its state before and after the send."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from sqlalchemy import Connection
from telegram.error import ChatMigrated, TelegramError

from bot.chat.dialogue.answer_service import AnswerService
from bot.chat.outbound.outbox import DeliveryUnknown, is_put_off, surely_not_sent
from bot.chat.outbound.sender import Sender
from bot.chat.protocol.chat_policy import ChatPolicies, ChatPolicy
from bot.chat.scheduling.post_content import Post, VisibleFacts, post_of
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
PAUSE: Final = 1.0  # seconds between attempts to record what became of a slot
NOT_SERVED, OUT_OF_SIGHT = "not served", "out of sight"  # why a post failed, besides what Telegram says
log = logging.getLogger(__name__)


class SlotLost(Exception):
    """Another process has taken the slot over."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """Posts what schedules want. A send begins only while this process holds the slot."""

    sender: Sender
    answer_service: AnswerService
    policies: ChatPolicies
    store: Store
    make_up: float  # seconds for which a slot may still be posted late
    clock: Callable[[], dt.datetime]
    attempts: int = ATTEMPTS

    async def post(self, slot: Slot, schedule: Schedule) -> None:
        """Post a slot that this process has claimed, or record why not."""
        if slot.due < self.clock().timestamp() - self.make_up:
            await self.settle(slot, PostOutcome(slot.due, PostState.MISSED))
            return
        policy = await self.policies.of(schedule.chat_id)
        last_content = await self._last_content(schedule) if schedule.what == Selection.CHANGED else {}
        post = await self._post_of(schedule, policy, last_content)
        if isinstance(post, PostOutcome):
            await self.settle(slot, replace(post, due=slot.due))
            return
        try:
            message = await self._send(slot, schedule, post)
        except SlotLost:
            return
        except DeliveryUnknown as unsure:
            log.warning("%s: it is not known whether it was sent (%s); it is not repeated", slot.cause, unsure)
            await self.settle(slot, PostOutcome(slot.due, PostState.UNKNOWN))
        except TelegramError as error:
            if not is_put_off(error):  # otherwise it stays claimed, and is tried again while it may be made up
                await self.settle(slot, PostOutcome(slot.due, PostState.FAILED, error.message))
        else:
            await self.settle(slot, PostOutcome(slot.due, PostState.SENT), message)

    def content(self, schedule: Schedule, policy: ChatPolicy) -> dict[str, str]:
        """Return what there is to tell about a schedule's topic in its chat: fact → hash."""
        return content_hashes(self.answer_service.base(policy.audience), schedule.topic)

    async def _post_of(
        self, schedule: Schedule, policy: ChatPolicy, last_content: dict[str, str]
    ) -> Post | PostOutcome:
        if not policy.is_served or policy.settings.mode is Mode.OFF:
            return PostOutcome(0, PostState.FAILED, NOT_SERVED)
        language = policy.settings.language or schedule.language or self.answer_service.language_of(None)
        say, today = self.answer_service.words_for(language), self.clock().astimezone(zone(schedule.zone)).date()

        def work(base: FactBase, names: EntityLinker) -> Post | PostOutcome:
            topic = next((one for one in base.topics if one.name == schedule.topic), None)
            if topic is None:
                return PostOutcome(0, PostState.FAILED, OUT_OF_SIGHT)
            post = post_of(VisibleFacts(base, names), topic, Selection(schedule.what), last_content, say, today)
            return (
                PostOutcome(0, PostState.EMPTY)
                if post is None
                else replace(post, content=content_hashes(base, schedule.topic))
            )

        return await self.answer_service.browse(policy.audience, work)

    async def _send(self, slot: Slot, schedule: Schedule, post: Post) -> int:
        chat, thread = schedule.chat_id, schedule.thread_id or None
        try:
            return await self._send_to(chat, thread, slot, post)
        except ChatMigrated as moved:
            await self.policies.move(chat, moved.new_chat_id)
            return await self._send_to(moved.new_chat_id, None, slot, post)

    async def _send_to(self, chat: int, thread: int | None, slot: Slot, post: Post) -> int:
        @asynccontextmanager
        async def marked() -> AsyncIterator[None]:
            """Mark the slot as being sent; take that back if the message was surely not sent."""
            if not await self._change(slot, PostState.CLAIMED, PostState.SENDING, post.content):
                raise SlotLost
            try:
                yield
            except TelegramError as error:
                if surely_not_sent(error):
                    await self._change(slot, PostState.SENDING, PostState.CLAIMED)
                raise

        return await self.sender.send(
            chat,
            post.reply,
            key=slot.cause,
            topic=thread,
            markup=post.markup,
            exactly_once=True,
            attempts=self.attempts,
            around=marked,
        )

    async def settle(self, slot: Slot, outcome: PostOutcome, message: int | None = None) -> None:
        """Record what became of a slot, waiting for the store as long as it takes."""
        store, now = self.store, self.clock().timestamp()

        def work(connection: Connection) -> bool:
            if not posts.settle(connection, store.bot, store.worker, slot, outcome, now, message):
                return False
            if outcome.state is PostState.FAILED:
                return schedules.failed(connection, store.bot, slot.schedule, now)
            schedules.succeeded(connection, store.bot, slot.schedule)
            return False

        is_paused = await self._until_stored(work)
        if outcome.state in (PostState.FAILED, PostState.MISSED):
            log.warning("%s: %s%s", slot.cause, outcome.state, f" ({outcome.why})" if outcome.why else "")
        else:
            log.info("%s: %s", slot.cause, outcome.state)
        if is_paused:
            log.warning("%s: the schedule is paused, as it has failed so often; /subscriptions goes on", slot.cause)

    async def _change(
        self, slot: Slot, was: PostState, state: PostState, content: Mapping[str, str] | None = None
    ) -> bool:
        store, now = self.store, self.clock().timestamp()
        return await self._until_stored(
            lambda connection: posts.change(connection, store.bot, store.worker, slot, was, state, now, content)
        )

    async def _last_content(self, schedule: Schedule) -> dict[str, str]:
        store = self.store
        return await store.run(lambda connection: schedules.told_last(connection, store.bot, schedule.id))

    async def _until_stored(self, work: Callable[[Connection], T]) -> T:
        while True:
            try:
                return await self.store.run(work)
            except StoreError:
                await asyncio.sleep(PAUSE)
