"""Every sentence about what to look at before a briefing, for a terminal and for a chat."""

from __future__ import annotations

from typing import Final

from bot.messages.catalogue import Message, Plural

PAST: Final = Message("Planned, but past")
OVERDUE: Final = Message("Review overdue")
DISPUTED: Final = Message("Disputed")
UNANSWERED: Final = Message("Asked often, not answered")
SINGLE: Final = Message("From a single source")
UNARCHIVED: Final = Message("Sources without an archived copy")

PLANNED_BY: Final = Message("planned: {date} is past")
PLANNED_ONCE: Final = Message("planned, but I can’t read the date")
DUE_BY: Final = Message("review due by {date}")
CLAIMS: Final = Plural("{count} claim", "{count} claims")
ASKED_BY: Final = Plural("asked by {count} person", "asked by {count} people")
RESTING: Final = Plural("{count} fact rests on it", "{count} facts rest on it")
