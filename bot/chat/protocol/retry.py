"""Repeats a call to Telegram after errors that may pass."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Final, TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError

T = TypeVar("T")
FIRST_DELAY: Final = 0.5  # seconds
LONGEST_DELAY: Final = 30.0
LONGEST_PAUSE: Final = 65.0  # a group that has had its 20 messages waits for a minute
log = logging.getLogger(__name__)


def delays(first: float = FIRST_DELAY, longest: float = LONGEST_DELAY) -> Iterator[float]:
    """Yield the seconds to wait between attempts: doubling, with jitter so that processes do not retry in step."""
    delay = first
    while True:
        yield delay * random.uniform(0.5, 1.0)  # noqa: S311 (jitter, not a secret)
        delay = min(delay * 2, longest)


def is_transient(error: TelegramError) -> bool:
    """Return whether the same call may succeed later."""
    if isinstance(error, BadRequest):  # which the library derives from NetworkError
        return False
    # A plain TelegramError is a response that is not JSON, such as a proxy's page with status 200.
    return isinstance(error, NetworkError | RetryAfter) or type(error) is TelegramError


def wait_for(error: TelegramError, delay: float) -> float:
    """Return the seconds to wait after an error: what Telegram asks for on top of our own delay."""
    if isinstance(error, RetryAfter):
        asked = error.retry_after
        return delay + (asked.total_seconds() if isinstance(asked, timedelta) else asked)
    return delay


async def call_with_retry(
    call: Callable[[], Awaitable[T]],
    what: str,
    attempts: int | None = None,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> T:
    """Call until that succeeds or fails for good, at most `attempts` times if given; `what` names the call in the log.

    With `attempts`, a pause longer than LONGEST_PAUSE is not waited out: the error is raised, as the caller has its
    own way to try again later.
    """
    failed = 0
    for delay in delays():
        try:
            return await call()
        except TelegramError as error:
            failed += 1
            if not is_transient(error) or failed == attempts:
                raise
            pause = wait_for(error, delay)
            if attempts is not None and pause > LONGEST_PAUSE:
                raise
            log.warning("%s failed (%s); trying again in %.1f s", what, error_name(error), pause)
        await sleep(pause)
    raise AssertionError("delays never end")


def error_name(error: BaseException) -> str:
    """Return the name of an error for the log, without its text, which may quote a message or an address."""
    cause = error.__cause__
    name = type(error).__name__
    if isinstance(error, RetryAfter):
        return f"{name}, 429"
    return f"{name} from {type(cause).__name__}" if cause is not None else name
