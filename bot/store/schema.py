"""Every table of the store: whoever compares with or changes a database takes the tables from here."""

from __future__ import annotations

from bot.store.gap_tables import gaps, misses
from bot.store.tables import metadata

__all__ = ["gaps", "metadata", "misses"]
