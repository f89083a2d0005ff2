"""Telegram in and out: updates become questions, replies become messages."""

import os

# The library then gives `RetryAfter.retry_after` as the timedelta that its next version will give.
os.environ.setdefault("PTB_TIMEDELTA", "true")
