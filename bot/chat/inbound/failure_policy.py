"""An update that failed → when it is tried again, or that it is set aside for a person to look at."""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from pathlib import Path
from typing import Final

from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot import metrics
from bot.chat.inbound.intake import UnreadableUpdate
from bot.chat.protocol.retry import error_name, is_transient
from bot.store.database.engine import StoreError
from bot.store.intake.inbox import Claimed, Finished, UpdateState

MOST_FAILURES: Final = 5
MOST_CLAIMS: Final = 25  # of which each but the last ended with the process: the update may be to blame
LONGEST_WAIT: Final = 300.0
# Telegram being out of reach is no fault of the update, but nobody waits for an answer for longer.
PATIENCE: Final = 24 * 3600.0
log = logging.getLogger(__name__)


def after_failure(claimed: Claimed, error: Exception) -> Finished:
    """Say what becomes of an update that its handler has failed with an error."""
    number = claimed.update_id
    if isinstance(error, UnreadableUpdate):
        log.error("update %s cannot be read (%s) and was set aside", number, error)
        return _dead(claimed, f"cannot be read: {error}")
    now, why = time.time(), place_of(error)
    if isinstance(error, TelegramError | StoreError):
        log.warning("update %s failed (%s)", number, error_name(error))
    else:
        log.error("update %s failed", number, exc_info=error)
    failures = claimed.failures + 1
    is_patient = isinstance(error, InvalidToken | StoreError) or (
        isinstance(error, TelegramError) and is_transient(error)
    )
    # The age alone would not do: a clock may jump.
    if failures >= MOST_FAILURES and not (is_patient and now - claimed.received_at <= PATIENCE):
        log.error("update %s was set aside after %d failures", number, failures)
        return _dead(claimed, why)
    metrics.updates.labels(state="failed").inc()
    wait = min(2.0 ** min(failures, 10), LONGEST_WAIT)
    if isinstance(error, RetryAfter):
        asked = error.retry_after
        wait = max(wait, asked.total_seconds() if isinstance(asked, timedelta) else asked)
    return Finished(number, UpdateState.FAILED, now, why, failures, now + wait)


def is_poison(claimed: Claimed) -> bool:
    """Whether the process has ended so often with this update that it must not be tried again."""
    return claimed.claims - claimed.failures > MOST_CLAIMS


def dead_lettered(claimed: Claimed) -> Finished:
    """Set aside an update that is deadly."""
    log.error("update %s was set aside: the process ended %d times with it", claimed.update_id, MOST_CLAIMS)
    return _dead(claimed, f"the process ended {MOST_CLAIMS} times with it")


def place_of(error: BaseException) -> str:
    """Name an error and where it was raised, without its text, which may quote a message."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return error_name(error)
    return f"{error_name(error)} in {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"


def _dead(claimed: Claimed, why: str) -> Finished:
    metrics.updates.labels(state="set_aside").inc()
    return Finished(claimed.update_id, UpdateState.DEAD, time.time(), why, claimed.failures + 1)
