"""Says in one language what preflight found: a heading for each kind of finding, and what is the matter with one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.curation.health.preflight import Finding, Kind
from bot.messages import preflight
from bot.messages.catalogue import Message
from bot.replies import Words

HEADINGS: Final[Mapping[Kind, Message]] = {
    Kind.PAST: preflight.PAST,
    Kind.OVERDUE: preflight.OVERDUE,
    Kind.DISPUTED: preflight.DISPUTED,
    Kind.UNANSWERED: preflight.UNANSWERED,
    Kind.SINGLE: preflight.SINGLE,
    Kind.UNARCHIVED: preflight.UNARCHIVED,
}


def describe(finding: Finding, say: Words) -> str:
    """Say what is the matter; empty for a fact with a single source, whose heading says it all."""
    match finding.kind:
        case Kind.PAST if finding.date is not None:
            return say(preflight.PLANNED_BY, date=say.date(finding.date))
        case Kind.PAST:
            return say(preflight.PLANNED_ONCE)
        case Kind.OVERDUE if finding.date is not None:
            return say(preflight.DUE_BY, date=say.date(finding.date))
        case Kind.DISPUTED:
            return say.count(preflight.CLAIMS, finding.number)
        case Kind.UNANSWERED:
            return say.count(preflight.ASKED_BY, finding.number)
        case Kind.UNARCHIVED:
            return say.count(preflight.RESTING, finding.number)
        case _:
            return ""
