"""Every table of the store: whoever compares with or changes a database takes the tables from here."""

from __future__ import annotations

from bot.store.asked_tables import asked, counted
from bot.store.base_tables import fact_states, wishes
from bot.store.briefing_tables import briefing_lines, briefings
from bot.store.gap_tables import gaps, misses
from bot.store.numbering import counters
from bot.store.pending_tables import pending
from bot.store.proposal_tables import proposals
from bot.store.schedule_tables import baselines, posts, schedules
from bot.store.tables import metadata

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
    "schedules",
    "wishes",
]
