"""Every table of the store: whoever compares with or changes a database takes the tables from here."""

from __future__ import annotations

from bot.store.base.tables import fact_states, reload_requests
from bot.store.briefings import briefing_lines, briefings
from bot.store.database.metadata import metadata
from bot.store.database.numbering import counters
from bot.store.gaps.tables import gaps, misses, pending, proposals
from bot.store.schedules.schedules import baselines, posts, schedules
from bot.store.usage import asked, counted

__all__ = [
    "asked",
    "baselines",
    "briefing_lines",
    "briefings",
    "counted",
    "counters",
    "fact_states",
    "gaps",
    "metadata",
    "misses",
    "pending",
    "posts",
    "proposals",
    "reload_requests",
    "schedules",
]
