"""Records every send in the store before and after calling Telegram, and waits for the rate limiter."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

import aiohttp
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.chat.outbound.rate_limit import RateLimits
from bot.chat.protocol.retry import call_with_retry, error_name
from bot.chat.protocol.update_context import context_for
from bot.store.intake.ledger import Ledger
from bot.store.outbound import sends
from bot.store.outbound.sends import FinishedSend, SendState, StartedSend

T = TypeVar("T")

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


class DeliveryUnknown(Exception):
    """A message that must not be sent twice may or may not have been sent."""


def surely_not_sent(error: TelegramError) -> bool:
    """Return whether this error means that no message was left: Telegram refused it, or was not reached."""
    return isinstance(error, REFUSALS) or is_put_off(error)


def is_put_off(error: TelegramError) -> bool:
    """Return whether no message was left and the same send may succeed later."""
    return isinstance(error, RetryAfter) or isinstance(error.__cause__, NOT_CONNECTED)


class Outbox:
    """All that the bot sends passes through here."""

    def __init__(self, ledger: Ledger, limits: RateLimits, key: str) -> None:
        self._ledger = ledger
        self._limits = limits
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
        message was sent, the call is repeated; with `exactly_once` it is not, and DeliveryUnknown is raised.
        """
        context = context_for(entry.idempotency_key)
        if entry.idempotency_key == context.idempotency_key and (sent := context.sent.get(entry.index)) is not None:
            return sent
        call = _not_repeated_in_doubt(call) if exactly_once else call
        is_marked = False

        async def attempt() -> int:
            nonlocal is_marked
            async with self._limits.turn(entry.chat, context.sleep):
                if not is_marked:
                    await self._ledger.begin(mark_of(entry))
                    is_marked = True
                message = await self._paced(entry.chat, call)
                self._end(entry, SendState.SENT, message)
                return message

        try:
            return await call_with_retry(attempt, what, attempts, context.sleep)
        except (TelegramError, DeliveryUnknown) as error:
            state = _state_after(error)
            if state is not None:
                self._end(entry, state)
            raise

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


def _not_repeated_in_doubt(call: Callable[[], Awaitable[int]]) -> Callable[[], Awaitable[int]]:
    async def call_once() -> int:
        try:
            return await call()
        except TelegramError as error:
            if surely_not_sent(error):
                raise
            raise DeliveryUnknown(error_name(error)) from error

    return call_once


def _state_after(error: TelegramError | DeliveryUnknown) -> SendState | None:
    """Return the state of a send that has failed for good; None if it stays begun."""
    if isinstance(error, BadRequest | Forbidden):
        return SendState.REFUSED
    if isinstance(error, DeliveryUnknown):
        return SendState.UNKNOWN
    return SendState.PUT_OFF if is_put_off(error) else None


def mark_of(entry: OutboxEntry) -> StartedSend:
    """Make the store's mark of a send that begins now."""
    return StartedSend(entry.idempotency_key, entry.index, entry.chat, entry.reply_to, entry.asked, time.time())
