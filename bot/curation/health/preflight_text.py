"""Says in one language what preflight found: a heading for each kind of finding, and what is the matter with one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.curation.health.preflight import FindingKind, PreflightFinding
from bot.messages import preflight
from bot.messages.catalogue import Message
from bot.replies import Words

HEADINGS: Final[Mapping[FindingKind, Message]] = {
    FindingKind.PAST: preflight.PAST,
    FindingKind.OVERDUE: preflight.OVERDUE,
    FindingKind.DISPUTED: preflight.DISPUTED,
    FindingKind.UNANSWERED: preflight.UNANSWERED,
    FindingKind.SINGLE: preflight.SINGLE,
    FindingKind.UNARCHIVED: preflight.UNARCHIVED,
}


def describe(finding: PreflightFinding, say: Words) -> str:
    """Say what is the matter; empty for a fact with a single source, whose heading says it all."""
    match finding.kind:
        case FindingKind.PAST if finding.date is not None:
            return say(preflight.PLANNED_BY, date=say.date(finding.date))
        case FindingKind.PAST:
            return say(preflight.PLANNED_ONCE)
        case FindingKind.OVERDUE if finding.date is not None:
            return say(preflight.DUE_BY, date=say.date(finding.date))
        case FindingKind.DISPUTED:
            return say.count(preflight.CLAIMS, finding.number)
        case FindingKind.UNANSWERED:
            return say.count(preflight.ASKED_BY, finding.number)
        case FindingKind.UNARCHIVED:
            return say.count(preflight.RESTING, finding.number)
        case _:
            return ""
