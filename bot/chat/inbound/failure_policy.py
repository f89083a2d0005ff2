"""Decides what becomes of an update that failed: another try later, or set aside for a person to look at."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from pathlib import Path
from typing import Final

from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot import metrics
from bot.chat.inbound.intake import UnreadableUpdate
from bot.chat.outbound.outbox import DeliveryUnknown
from bot.chat.protocol.retry import error_name, is_transient
from bot.store.database.engine import StoreError
from bot.store.intake.inbox import Claimed, Finished, UpdateState

MOST_FAILURES: Final = 5
MOST_CRASHES: Final = 5  # of processes in which nothing else was at work, so that the update is to blame
LONGEST_WAIT: Final = 300.0  # seconds
# Seconds for which an update is tried again while Telegram or the store is away, which is not the update's fault.
RETRIED_FOR: Final = 24 * 3600.0
log = logging.getLogger(__name__)


def after_failure(
    claimed: Claimed, error: Exception, *, longest_wait: float = LONGEST_WAIT, most_failures: int = MOST_FAILURES
) -> Finished:
    """Return what becomes of an update whose handler raised an error.

    The wait for another try doubles up to `longest_wait` seconds; after `most_failures` the update is set aside.
    """
    number = claimed.update_id
    if isinstance(error, UnreadableUpdate):
        log.error("update %s cannot be read (%s) and was set aside", number, error)
        return _dead(claimed, f"cannot be read: {error}")
    if isinstance(error, DeliveryUnknown):
        log.error("update %s was set aside: it was answered, and nobody knows whether that arrived", number)
        return _dead(claimed, "the answer may not have arrived")
    now, why = time.time(), place_of(error)
    if isinstance(error, TelegramError | StoreError):
        log.warning("update %s failed (%s)", number, error_name(error))
    else:
        log.error("update %s failed", number, exc_info=error)
    failures = claimed.failures + 1
    is_not_its_fault = isinstance(error, InvalidToken | StoreError) or (
        isinstance(error, TelegramError) and is_transient(error)
    )
    # The age alone would not do, for a clock may jump.
    if failures >= most_failures and not (is_not_its_fault and now - claimed.received_at <= RETRIED_FOR):
        log.error("update %s was set aside after %d failures", number, failures)
        return _dead(claimed, why)
    metrics.updates.labels(state="failed").inc()
    wait = min(2.0 ** min(failures, 10), longest_wait)
    if isinstance(error, RetryAfter):
        after = error.retry_after
        wait = max(wait, after.total_seconds() if isinstance(after, timedelta) else after)
    return Finished(number, UpdateState.FAILED, now, why, failures, now + wait)


def is_poison(claimed: Claimed) -> bool:
    """Return whether processes ended so often with this update alone that it must not be tried again."""
    return claimed.crashes >= MOST_CRASHES


def dead_lettered(claimed: Claimed) -> Finished:
    """Set aside an update that seems to end the processes that handle it."""
    log.error("update %s was set aside: the process ended %d times with it alone", claimed.update_id, MOST_CRASHES)
    return _dead(claimed, f"the process ended {MOST_CRASHES} times with it alone")


def place_of(error: BaseException) -> str:
    """Return the name of an error and where it was raised, without its text, which may quote a message."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return error_name(error)
    return f"{error_name(error)} in {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"


def _dead(claimed: Claimed, why: str) -> Finished:
    metrics.updates.labels(state="set_aside").inc()
    return Finished(claimed.update_id, UpdateState.DEAD, time.time(), why, claimed.failures + 1)
