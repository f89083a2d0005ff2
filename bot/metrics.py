"""Metrics for Prometheus: counts and times only, never a text, a person or a chat."""

from __future__ import annotations

from typing import Final

from prometheus_client import Counter, Gauge, Histogram

# From a cached answer to a reply that waited out a flood limit.
SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800)

questions: Final = Counter("briefing_bot_questions", "Questions by outcome: answer, suggest, none.", ["outcome"])
stages: Final = Histogram(
    "briefing_bot_stage_seconds",
    "Time to a stage since the one before: claimed (since stored), decided, sent.",
    ["stage"],
    buckets=SECONDS,
)
replies: Final = Histogram(
    "briefing_bot_reply_seconds", "Time from storing an update to its first reply.", buckets=SECONDS
)
updates: Final = Counter(
    "briefing_bot_updates",
    "Updates by what became of them: taken, repeated, done, failed, set_aside.",
    ["state"],
)
queue: Final = Gauge("briefing_bot_queue_updates", "Updates by state: waiting, dead.", ["state"])
queue_age: Final = Gauge("briefing_bot_queue_oldest_seconds", "Age of the oldest update that waits; 0 where none does.")
telegram_requests: Final = Counter("briefing_bot_telegram_requests", "Calls to Telegram by method.", ["method"])
telegram_errors: Final = Counter(
    "briefing_bot_telegram_errors",
    "Failed calls to Telegram by method and kind: a status such as 429, or TimedOut, NetworkError.",
    ["method", "kind"],
)
telegram_pending: Final = Gauge(
    "briefing_bot_telegram_pending_updates", "Updates that Telegram has not delivered to the webhook yet."
)
inline_sent: Final = Counter("briefing_bot_inline_sent", "Facts that people have sent inline.")
refused: Final = Counter(
    "briefing_bot_webhook_refused", "Requests to the webhook's path that were refused, by status.", ["status"]
)
api_requests: Final = Counter("briefing_bot_api_requests", "Requests of other programs, by status.", ["status"])
api_questions: Final = Counter(
    "briefing_bot_api_questions", "Questions of other programs by outcome: answer, suggest, none.", ["outcome"]
)
events: Final = Counter(
    "briefing_bot_events", "Events for outgoing webhooks by outcome of a try: delivered, failed, given_up.", ["outcome"]
)
poll_restarts: Final = Counter("briefing_bot_poll_restarts", "Times that the watchdog started fetching anew.")
base_info: Final = Gauge("briefing_bot_base_info", "1 for the version of the base that answers.", ["version"])
base_facts: Final = Gauge("briefing_bot_base_facts", "Facts in the base that answers.")
reloads: Final = Counter("briefing_bot_reloads", "Changed facts by what became of them: loaded, refused.", ["outcome"])


def show_base(version: str, facts: int) -> None:
    """Set the metrics of the base that answers from now on."""
    base_info.clear()
    base_info.labels(version=version).set(1)
    base_facts.set(facts)
