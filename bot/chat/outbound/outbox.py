"""A send → marks in the store around it, and its turn within Telegram's limits."""

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
from bot.chat.protocol.update_context import UpdateContext
from bot.store.intake.ledger import Ledger
from bot.store.outbound import sends
from bot.store.outbound.sends import FinishedSend, SendState, StartedSend

T = TypeVar("T")

REFUSALS: Final = (BadRequest, ChatMigrated, Forbidden, InvalidToken)
NOT_CONNECTED: Final = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)


@dataclass(frozen=True, slots=True)
class Sending:
    """One message to be sent: to which chat, in reply to what, as which of its cause's messages."""

    cause: str
    ordinal: int
    chat: int
    reply_to: int | None = None
    asked: str | None = None  # the fingerprint of the question that it answers


@dataclass(frozen=True, slots=True)
class PreviousReply:
    """A reply that was sent, and the fingerprint of the question that it answers."""

    message: int
    asked: str | None


class DeliveryUnknown(Exception):
    """It is not known whether a message was sent that must not come twice."""


def surely_not_sent(error: TelegramError) -> bool:
    """Whether a send that failed so has left no message: Telegram refused it, or was not reached at all."""
    return isinstance(error, REFUSALS) or is_put_off(error)


def is_put_off(error: TelegramError) -> bool:
    """Whether a send that failed so may go well later, and has left no message."""
    return isinstance(error, RetryAfter) or isinstance(error.__cause__, NOT_CONNECTED)


class Outbox:
    """Where everything goes that is sent."""

    def __init__(self, ledger: Ledger, pace: RateLimits, key: str) -> None:
        self._ledger = ledger
        self._limits = pace
        self._key = hashlib.sha256(key.encode()).digest()

    async def send(
        self, sending: Sending, call: Callable[[], Awaitable[int]], what: str, attempts: int, turn: UpdateContext
    ) -> int:
        """Send unless that was done, with marks around it; return the message's id.

        Raises what Telegram refuses it with, and Unsure where `call` does.
        """
        if sending.cause == turn.cause and (earlier := turn.sent.get(sending.ordinal)) is not None:
            return earlier
        is_marked = False

        async def attempt() -> int:
            nonlocal is_marked
            async with self._limits.turn(sending.chat, turn.sleep):
                if not is_marked:
                    await self._ledger.begin(mark_of(sending))
                    is_marked = True
                message = await self._paced(sending.chat, call)
                self._ledger.end(FinishedSend(sending.cause, sending.ordinal, SendState.SENT, message))
                return message

        try:
            return await call_with_retry(attempt, what, attempts, turn.sleep)
        except (BadRequest, Forbidden):
            self._ledger.end(FinishedSend(sending.cause, sending.ordinal, SendState.REFUSED))
            raise
        except DeliveryUnknown:
            self._ledger.end(FinishedSend(sending.cause, sending.ordinal, SendState.UNKNOWN))
            raise
        except TelegramError as error:
            if is_put_off(error):
                self._ledger.end(FinishedSend(sending.cause, sending.ordinal, SendState.PUT_OFF))
            raise

    async def send_once(self, sending: Sending, call: Callable[[], Awaitable[int]], what: str, attempts: int) -> int:
        """Send what no update asks for and must not come twice: raises Unsure where nobody knows whether it came."""

        async def call_once() -> int:
            try:
                return await call()
            except TelegramError as error:
                if surely_not_sent(error):
                    raise
                raise DeliveryUnknown(error_name(error)) from error

        return await self.send(sending, call_once, what, attempts, UpdateContext(sending.cause))

    async def change(
        self, chat: int, call: Callable[[], Awaitable[T]], what: str, attempts: int, turn: UpdateContext
    ) -> T:
        """Change a message that is there; as often as one likes, so that no marks are needed."""

        async def attempt() -> T:
            async with self._limits.turn(chat, turn.sleep):
                return await self._paced(chat, call)

        return await call_with_retry(attempt, what, attempts, turn.sleep)

    async def reply_to(self, chat: int, message: int) -> PreviousReply | None:
        """Find the reply to a message."""
        store = self._ledger.store
        known = await store.run(lambda connection: sends.reply_to(connection, store.bot, chat, message))
        return PreviousReply(known.message, known.asked) if known is not None and known.message is not None else None

    async def answers_now(self, chat: int, message: int, asked: str) -> None:
        """Note that a message, having been changed, answers another question."""
        store = self._ledger.store
        await store.run(lambda connection: sends.answers_now(connection, store.bot, chat, message, asked))

    async def sent_for(self, cause: str) -> set[int]:
        """Return the ordinals of what was surely sent for a cause."""
        store = self._ledger.store
        known = await store.run(lambda connection: sends.of_cause(connection, store.bot, cause))
        return {one.ordinal for one in known if one.state is SendState.SENT}

    async def message_of(self, cause: str) -> int | None:
        """Return the message that was surely sent for a cause that has but one."""
        store = self._ledger.store
        known = await store.run(lambda connection: sends.of_cause(connection, store.bot, cause))
        return next((one.message for one in known if one.state is SendState.SENT), None)

    def fingerprint(self, question: str) -> str:
        """Recognise a question later without keeping it."""
        text = question.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(text, key=self._key, digest_size=12).hexdigest()

    async def _paced(self, chat: int, call: Callable[[], Awaitable[T]]) -> T:
        try:
            return await call()
        except RetryAfter as flood:
            asked = flood.retry_after
            seconds = asked.total_seconds() if isinstance(asked, timedelta) else float(asked)
            await self._limits.pause(chat, seconds)
            raise


def mark_of(sending: Sending) -> StartedSend:
    """Make the mark of a send that begins now."""
    return StartedSend(sending.cause, sending.ordinal, sending.chat, sending.reply_to, sending.asked, time.time())
