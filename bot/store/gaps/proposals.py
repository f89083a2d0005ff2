"""Stores the facts that people propose until a curator has decided on them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from bot.store.database import numbering
from bot.store.gaps.tables import pending
from bot.store.gaps.tables import proposals as table


class ProposalState(StrEnum):
    """What has become of a proposal."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question, its answer and where that was read; `edits` counts how often it was changed."""

    number: int
    question: str
    answer: str
    source: str
    state: ProposalState = ProposalState.OPEN
    edits: int = 0

    @property
    def name(self) -> str:
        """The name by which people write it."""
        return f"P{self.number}"

    @property
    def mark(self) -> str:
        """A short hash of its texts, to tell whether it was changed meanwhile."""
        return numbering.mark_of(self.question, self.answer, self.source)


def number_of(name: str) -> int | None:
    """Read the number of a proposal as people type it: P3, p3."""
    text = name.strip()
    return int(text[1:]) if text[:1] in ("p", "P") and text[1:].isdecimal() and len(text) < 10 else None


def put(connection: Connection, bot: int, place: str, person: str, texts: tuple[str, str, str], now: float) -> Proposal:
    """Keep a proposal; the same message once more changes nothing."""
    known = connection.execute(select(table).where(table.c.bot_id == bot, table.c.place == place)).first()
    if known is not None:
        return _proposal(known)
    number = numbering.take(connection, bot, numbering.NumberedKind.PROPOSAL)
    question, answer, source = texts
    row = {"bot_id": bot, "number": number, "place": place, "person": person, "state": ProposalState.OPEN, "at": now}
    connection.execute(insert(table).values(**row, question=question, answer=answer, source=source))
    return Proposal(number, question, answer, source)


def find(connection: Connection, bot: int, number: int) -> Proposal | None:
    """Return a proposal."""
    row = connection.execute(select(table).where(table.c.bot_id == bot, table.c.number == number)).first()
    return None if row is None else _proposal(row)


def change(connection: Connection, bot: int, number: int, texts: tuple[str, str, str]) -> Proposal | None:
    """Put other texts in place of a proposal's, if it is open; the same texts once more change nothing."""
    question, answer, source = texts
    of_it = (table.c.bot_id == bot, table.c.number == number, table.c.state == ProposalState.OPEN)
    held = find(connection, bot, number)
    if held is not None and (held.question, held.answer, held.source) != texts:
        anew = {"question": question, "answer": answer, "source": source, "edits": table.c.edits + 1}
        connection.execute(update(table).where(*of_it).values(**anew))
    found = find(connection, bot, number)
    return found if found is not None and found.state is ProposalState.OPEN else None


def settle(connection: Connection, bot: int, number: int, state: ProposalState) -> bool:
    """Set the state of an open proposal; return False if it was no longer open."""
    of_it = (table.c.bot_id == bot, table.c.number == number, table.c.state == ProposalState.OPEN)
    return bool(connection.execute(update(table).where(*of_it).values(state=state)).rowcount)


def reopen(connection: Connection, bot: int, number: int) -> None:
    """Open a proposal again, so that curators see it once more."""
    of_it = (table.c.bot_id == bot, table.c.number == number)
    connection.execute(update(table).where(*of_it).values(state=ProposalState.OPEN))


def listed(connection: Connection, bot: int) -> list[Proposal]:
    """List the open proposals, the oldest first."""
    found = select(table).where(table.c.bot_id == bot, table.c.state == ProposalState.OPEN).order_by(table.c.number)
    return [_proposal(row) for row in connection.execute(found)]


def bots(connection: Connection) -> list[int]:
    """List the bots that have proposals."""
    return list(connection.scalars(select(table.c.bot_id).distinct().order_by(table.c.bot_id)))


def forget_person(connection: Connection, bot: int, person: str) -> None:
    """Delete what a person has proposed."""
    _forget(connection, bot, table.c.person == person)


def forget(connection: Connection, bot: int, before: float) -> int:
    """Delete what was proposed before a time."""
    return _forget(connection, bot, table.c.at < before)


def _forget(connection: Connection, bot: int, which: ColumnElement[bool]) -> int:
    """Delete proposals, and what they have become but is not live yet."""
    found = connection.scalars(select(table.c.number).where(table.c.bot_id == bot, which))
    names = [f"P{number}" for number in found]
    connection.execute(delete(pending).where(pending.c.bot_id == bot, pending.c.name.in_(names)))
    return connection.execute(delete(table).where(table.c.bot_id == bot, which)).rowcount


def _proposal(row: Any) -> Proposal:
    return Proposal(row.number, row.question, row.answer, row.source, ProposalState(row.state), row.edits)
