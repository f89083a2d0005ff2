"""Collects every table of the store, so that migrations and tests see all of them in `metadata`."""

from __future__ import annotations

from bot.store.base.dismissals import dismissals
from bot.store.base.fact_states import fact_states
from bot.store.base.reload_requests import reload_requests
from bot.store.briefings import briefing_lines, briefings
from bot.store.conversations.chat_migrations import moved
from bot.store.conversations.contexts import contexts, told
from bot.store.conversations.inline_results import inline_messages
from bot.store.conversations.quotas import quotas
from bot.store.conversations.thread_answers import given
from bot.store.conversations.votes import votes
from bot.store.database.metadata import metadata
from bot.store.database.numbering import counters
from bot.store.events.outgoing import outgoing_events
from bot.store.gaps.tables import gaps, misses, pending, proposals
from bot.store.intake.inbox import inbox
from bot.store.outbound.rate_limits import pauses, slots
from bot.store.outbound.sends import sends
from bot.store.schedules.schedules import baselines, posts, schedules
from bot.store.usage import asked, counted

__all__ = [
    "asked",
    "baselines",
    "briefing_lines",
    "briefings",
    "contexts",
    "counted",
    "counters",
    "dismissals",
    "fact_states",
    "gaps",
    "given",
    "inbox",
    "inline_messages",
    "metadata",
    "misses",
    "moved",
    "outgoing_events",
    "pauses",
    "pending",
    "posts",
    "proposals",
    "quotas",
    "reload_requests",
    "schedules",
    "sends",
    "slots",
    "told",
    "votes",
]
