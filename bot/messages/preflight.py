"""What was found before a briefing → the words for it, for a terminal and for a chat."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.curation.health.preflight import Finding, Kind
from bot.messages.catalogue import Message, Plural
from bot.replies import Words

HEADINGS: Final[Mapping[Kind, Message]] = {
    Kind.PAST: Message("Planned, but past"),
    Kind.OVERDUE: Message("Review overdue"),
    Kind.DISPUTED: Message("Disputed"),
    Kind.UNANSWERED: Message("Asked often, not answered"),
    Kind.SINGLE: Message("From a single source"),
    Kind.UNARCHIVED: Message("Sources without an archived copy"),
}
PLANNED_BY: Final = Message("planned: {date} is past")
PLANNED_ONCE: Final = Message("planned, for no date that I can read")
DUE_BY: Final = Message("review due by {date}")
CLAIMS: Final = Plural("{count} claim", "{count} claims")
ASKED_BY: Final = Plural("asked by {count} person", "asked by {count} people")
RESTING: Final = Plural("{count} fact rests on it", "{count} facts rest on it")


def what(finding: Finding, say: Words) -> str:
    """Say what is the matter; of a fact with one source there is no more to say than that."""
    match finding.kind:
        case Kind.PAST:
            return say(PLANNED_BY, date=say.date(finding.date)) if finding.date is not None else say(PLANNED_ONCE)
        case Kind.OVERDUE if finding.date is not None:
            return say(DUE_BY, date=say.date(finding.date))
        case Kind.DISPUTED:
            return say.count(CLAIMS, finding.number)
        case Kind.UNANSWERED:
            return say.count(ASKED_BY, finding.number)
        case Kind.UNARCHIVED:
            return say.count(RESTING, finding.number)
        case _:
            return ""
