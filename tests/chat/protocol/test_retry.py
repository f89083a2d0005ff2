"""Tests of which errors are repeated, how long to wait, and when to give up."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from bot.chat.protocol.retry import call_with_retry, delays, is_transient, wait_for


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (NetworkError("Bad Gateway"), True),
        (TimedOut(), True),
        (RetryAfter(dt.timedelta(seconds=3)), True),
        (TelegramError("Invalid server response"), True),
        (BadRequest("chat not found"), False),  # which the library derives from NetworkError
        (Forbidden("bot was blocked by the user"), False),
        (InvalidToken("Not Found"), False),
        (ChatMigrated(-1002), False),
        (Conflict("terminated by other getUpdates request"), False),
    ],
)
def test_is_transient(error: TelegramError, expected: bool) -> None:
    """Errors of the network may pass; a refusal of Telegram does not."""
    assert is_transient(error) is expected


def test_delays_double_up_to_a_limit() -> None:
    """Each wait is between half of its step and the full step."""
    waits = list(itertools.islice(delays(first=1, longest=8), 6))
    assert all(step / 2 <= wait <= step for step, wait in zip([1, 2, 4, 8, 8, 8], waits, strict=True))


def test_telegram_says_how_long_to_wait() -> None:
    """A flood limit is waited out in full."""
    assert wait_for(RetryAfter(dt.timedelta(seconds=3)), 0.25) == 3.25
    assert wait_for(TimedOut(), 0.25) == 0.25


class Calls:
    """Fails with each error in turn, then succeeds."""

    def __init__(self, *errors: Exception) -> None:
        self.made = 0
        self._errors = iter(errors)

    async def __call__(self) -> str:
        self.made += 1
        for error in self._errors:
            raise error
        return "done"


async def test_calls_again() -> None:
    """Errors that pass only cost time, more with each of them."""
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    calls = Calls(TimedOut(), NetworkError("Bad Gateway"))
    assert (await call_with_retry(calls, "trying", sleep=sleep), calls.made) == ("done", 3)
    assert all(step / 2 <= wait <= step for step, wait in zip([0.5, 1.0], waits, strict=True))


@pytest.mark.parametrize(
    ("error", "expected"),
    [(BadRequest("chat not found"), 1), (TimedOut(), 3), (NetworkError("Bad Gateway"), 3)],
)
async def test_gives_up(error: TelegramError, expected: int) -> None:
    """A refusal is raised at once, a lasting error after the allowed number of attempts."""

    async def sleep(seconds: float) -> None: ...

    calls = Calls(error, error, error, error)
    with pytest.raises(type(error)):
        await call_with_retry(calls, "trying", attempts=3, sleep=sleep)
    assert calls.made == expected
