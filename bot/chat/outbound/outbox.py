"""Records every send in the store before and after calling Telegram, and waits for the rate limiter."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeAlias, TypeVar

import aiohttp
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.chat.outbound.rate_limit import RateLimits
from bot.chat.protocol.retry import call_with_retry
from bot.chat.protocol.update_context import UpdateContext, context_for
from bot.store.intake.ledger import Ledger
from bot.store.outbound import sends
from bot.store.outbound.sends import FinishedSend, SendState, StartedSend

T = TypeVar("T")
Probe: TypeAlias = Callable[[], Awaitable[object]]

MOST_IN_DOUBT: Final = 2  # sends of one answer of which nobody knows whether they arrived: twice beats never
REFUSALS: Final = (BadRequest, ChatMigrated, Forbidden, InvalidToken)
NOT_CONNECTED: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


@dataclass(frozen=True, slots=True)
class OutboxEntry:
    """One message to be sent: message number `index` of those that share an idempotency key."""

    idempotency_key: str
    index: int
    chat: int
    reply_to: int | None = None
    asked: str | None = None  # the fingerprint of the question that it answers


@dataclass(frozen=True, slots=True)
class PreviousReply:
    """A reply that was sent, and the fingerprint of the question that it answers."""

    message: int
    asked: str | None


class DeliveryUnknown(TelegramError):
    """A message may or may not have arrived, and must not be sent again."""


def surely_not_sent(error: TelegramError) -> bool:
    """Return whether this error means that no message was left: Telegram refused it, or was not reached."""
    return isinstance(error, REFUSALS) or is_put_off(error)


def is_put_off(error: TelegramError) -> bool:
    """Return whether no message was left and the same send may succeed later."""
    return isinstance(error, RetryAfter) or isinstance(error.__cause__, NOT_CONNECTED)


@dataclass(slots=True)
class Doubt:
    """How often a message was sent without anybody knowing whether it arrived, and how often that may happen."""

    most: int
    times: int = 0
    is_marked: bool = False  # the store knows of the send that is next, or under way

    def add(self, error: TelegramError) -> None:
        """Count a send whose outcome is unknown; raise DeliveryUnknown if it must not be sent again."""
        self.times += 1
        self.is_marked = False
        self.check(error)

    def check(self, error: TelegramError | None = None) -> None:
        """Raise DeliveryUnknown if the message must not be sent again."""
        if self.times >= self.most:
            raise DeliveryUnknown("nobody knows whether it arrived") from error


class Outbox:
    """All that the bot sends passes through here."""

    def __init__(self, ledger: Ledger, limits: RateLimits, key: str, probe: Probe) -> None:
        """`probe` is a call to Telegram that changes nothing; it raises an error while Telegram is away."""
        self._ledger = ledger
        self._limits = limits
        self._probe = probe
        self._key = hashlib.sha256(key.encode()).digest()

    async def send(
        self,
        entry: OutboxEntry,
        call: Callable[[], Awaitable[int]],
        what: str,
        attempts: int,
        *,
        exactly_once: bool = False,
    ) -> int:
        """Send unless an earlier attempt at the same update has done so; return the message's id.

        `what` names the call in the log. Raises Telegram's last error. After an error that leaves open whether the
        message arrived, it is sent once more, with `exactly_once` never; then DeliveryUnknown is raised.
        """
        context = context_for(entry.idempotency_key)
        is_own = entry.idempotency_key == context.idempotency_key
        if is_own and (sent := context.sent.get(entry.index)) is not None:
            return sent
        doubt = Doubt(1) if exactly_once else Doubt(MOST_IN_DOUBT, await self._in_doubt(entry, context))

        async def attempt() -> int:
            if doubt.times:
                doubt.check()
                await self._probe()  # the second chance is not wasted on an outage
            async with self._limits.turn(entry.chat, context.sleep):
                with context.sending():
                    return await self._attempt(entry, call, doubt, is_own=is_own)

        try:
            return await call_with_retry(attempt, what, attempts, context.sleep)
        except TelegramError as error:
            state = _state_after(error, doubt)
            if state is not None:
                self._end(entry, state)
            raise

    async def _attempt(
        self, entry: OutboxEntry, call: Callable[[], Awaitable[int]], doubt: Doubt, *, is_own: bool
    ) -> int:
        if not doubt.is_marked:
            await self._ledger.begin(mark_of(entry, is_second=doubt.times > 0))
            doubt.is_marked = True
        try:
            message = await self._paced(entry.chat, call)
        except TelegramError as error:
            if not surely_not_sent(error):
                doubt.add(error)
            elif is_own and is_put_off(error):  # a crash while it waits leaves nobody in doubt
                self._end(entry, SendState.SENDING if doubt.times else SendState.PUT_OFF)
                doubt.is_marked = False
            raise
        self._end(entry, SendState.SENT, message)
        return message

    async def _in_doubt(self, entry: OutboxEntry, context: UpdateContext) -> int:
        """Return how often earlier attempts have sent this message without learning whether it arrived."""
        if not context.is_repeated:
            return 0
        if entry.idempotency_key == context.idempotency_key:
            return context.in_doubt.get(entry.index, 0)
        store = self._ledger.store
        known = await store.run(lambda connection: sends.of_cause(connection, store.bot, entry.idempotency_key))
        return next((times_in_doubt(one.state) for one in known if one.ordinal == entry.index), 0)

    async def edit(self, chat: int, call: Callable[[], Awaitable[T]], what: str, attempts: int) -> T:
        """Edit a message within the rate limits. Nothing is recorded, since an edit may be repeated at will."""
        context = context_for("edit")

        async def attempt() -> T:
            async with self._limits.turn(chat, context.sleep):
                return await self._paced(chat, call)

        return await call_with_retry(attempt, what, attempts, context.sleep)

    async def previous_reply(self, chat: int, message: int) -> PreviousReply | None:
        """Find the bot's reply to a message."""
        store = self._ledger.store
        known = await store.run(lambda connection: sends.reply_to(connection, store.bot, chat, message))
        return PreviousReply(known.message, known.asked) if known is not None and known.message is not None else None

    async def now_answers(self, chat: int, message: int, asked: str) -> None:
        """Record that an edited reply answers another question, given by its fingerprint."""
        store = self._ledger.store
        await store.run(lambda connection: sends.answers_now(connection, store.bot, chat, message, asked))

    async def sent_under(self, key: str) -> dict[int, int]:
        """Return the messages that were surely sent under an idempotency key: index → message id."""
        store = self._ledger.store
        known = await store.run(lambda connection: sends.of_cause(connection, store.bot, key))
        return {one.ordinal: one.message for one in known if one.state is SendState.SENT and one.message is not None}

    def fingerprint(self, question: str) -> str:
        """Hash a question, so that it can be recognised later without being kept."""
        text = question.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, key=self._key, digest_size=12).hexdigest()

    def _end(self, entry: OutboxEntry, state: SendState, message: int | None = None) -> None:
        self._ledger.end(FinishedSend(entry.idempotency_key, entry.index, state, message))

    async def _paced(self, chat: int, call: Callable[[], Awaitable[T]]) -> T:
        """Call Telegram; when it asks for a pause, make all processes keep it."""
        try:
            return await call()
        except RetryAfter as flood:
            pause = flood.retry_after
            seconds = pause.total_seconds() if isinstance(pause, timedelta) else float(pause)
            await self._limits.pause(chat, seconds)
            raise


def _state_after(error: TelegramError, doubt: Doubt) -> SendState | None:
    """Return the state of a send that has failed for good; None if it stays as it is."""
    if isinstance(error, BadRequest | Forbidden):
        return SendState.REFUSED
    if isinstance(error, DeliveryUnknown):
        return SendState.UNKNOWN
    return SendState.PUT_OFF if is_put_off(error) and not doubt.times else None


def mark_of(entry: OutboxEntry, *, is_second: bool = False) -> StartedSend:
    """Make the store's mark of a send that begins now; `is_second` if nobody knows whether a first one arrived."""
    state = SendState.RESENDING if is_second else SendState.SENDING
    return StartedSend(entry.idempotency_key, entry.index, entry.chat, entry.reply_to, entry.asked, time.time(), state)


def times_in_doubt(state: SendState) -> int:
    """Return how often a message was sent without an outcome, if an earlier attempt left it in this state."""
    return {SendState.SENDING: 1, SendState.RESENDING: 2, SendState.UNKNOWN: 2}.get(state, 0)
