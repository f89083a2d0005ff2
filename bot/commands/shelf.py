"""What waits for a curator beside gaps: what is not live yet, and proposals → rows of a table, and objects."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.replies.as_json import Json
    from bot.store.gaps import Gap
    from bot.store.pending import Pending
    from bot.store.proposals import Proposal

WIDE: Final = 160  # columns where there is no terminal
NUMBERS: Final = ("people", "times", "chats")
NOT_LIVE_HEADINGS: Final = ("not live", "asked", *NUMBERS, "becomes", "of")
PROPOSAL_HEADINGS: Final = ("proposal", "question", "answer", "source")


def pending_row(pending: Pending, gap: Gap | None) -> tuple[str, ...]:
    """Say what was accepted, how often its gap is asked, and what it becomes."""
    told = pending_as_json(pending, gap)
    numbers = ("", "", "") if gap is None else (str(gap.askers), str(gap.times), str(gap.chats))
    return pending.name, str(told["question"]), *numbers, str(told["becomes"]), str(told["of"])


def pending_as_json(pending: Pending, gap: Gap | None) -> dict[str, Json]:
    """Give what was accepted as an object."""
    from bot.curation.change import AddAlias, AddFacts, AddSpelling
    from bot.curation.pending import read_operation

    operation = read_operation(pending.operation)
    becomes, of = "only kept among the accepted questions", operation.fact
    match operation.change:
        case AddAlias():
            becomes, of = "phrase", operation.change.fact
        case AddSpelling():
            becomes, of = f"name {operation.change.text}", operation.change.name
        case AddFacts():
            becomes, of = "new fact", ", ".join(str(fact["id"]) for fact in operation.change.facts)
        case None:
            pass
        case synonym:
            becomes, of = f"word {synonym.word}", synonym.stands_for
    told: dict[str, Json] = {"name": pending.name, "question": operation.asks, "becomes": becomes, "of": of}
    return told | ({"times": gap.times, "askers": gap.askers, "chats": gap.chats} if gap is not None else {})


def proposal_row(proposal: Proposal) -> tuple[str, ...]:
    """Say what is proposed."""
    return proposal.name, proposal.question, proposal.answer, proposal.source


def proposal_as_json(proposal: Proposal) -> dict[str, Json]:
    """Give a proposal as an object."""
    return {
        "proposal": proposal.name,
        "question": proposal.question,
        "answer": proposal.answer,
        "source": proposal.source,
    }


def show(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold", justify="right" if heading in NUMBERS else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    is_terminal = sys.stdout is not None and sys.stdout.isatty()
    Console(width=None if is_terminal else WIDE).print(table)
