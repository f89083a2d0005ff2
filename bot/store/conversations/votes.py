"""Stores votes on answers: one for each person and message."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import BigInteger, Column, Connection, Double, Table, Text, case, func, select

from bot.store.database.metadata import metadata
from bot.store.database.upsert import Columns, upsert

# One vote a person on a message; `place` is a keyed hash of chat and message, for a chat may be a person's.
votes: Final = Table(
    "votes",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("place", Text, primary_key=True),
    Column("person", Text, primary_key=True),
    Column("facts", Text, nullable=False),  # that the message told, as JSON
    Column("vote", Text, nullable=False),  # see votes.Vote
    Column("reason", Text),
    Column("at", Double, nullable=False),
    sqlite_with_rowid=False,
)


class Vote(StrEnum):
    """What somebody thinks of an answer."""

    UP = "up"
    DOWN = "down"


class VoteReason(StrEnum):
    """Why somebody votes an answer down."""

    WRONG = "wrong"
    OUTDATED = "outdated"
    NOT_ASKED = "not-asked"


@dataclass(frozen=True, slots=True)
class CastVote:
    """A vote of a person on a message, both as keyed hashes, and the facts that the message told."""

    place: str
    person: str
    facts: Sequence[str]
    vote: Vote
    reason: VoteReason | None
    at: float


def cast(connection: Connection, bot: int, one: CastVote) -> None:
    """Store a vote in place of an earlier one; the reason stays while the vote itself is the same."""
    row = {
        "bot_id": bot,
        "place": one.place,
        "person": one.person,
        "facts": json.dumps(list(one.facts)),
        "vote": one.vote,
        "reason": one.reason,
        "at": one.at,
    }
    upsert(connection, votes, row, anew=_changed)


def _changed(given: Columns) -> dict[str, Any]:
    reason = func.coalesce(given.reason, case((votes.c.vote == given.vote, votes.c.reason)))
    return {"facts": given.facts, "vote": given.vote, "reason": reason, "at": given.at}


def counts(connection: Connection, bot: int) -> dict[tuple[Vote, VoteReason | None], int]:
    """Count votes by what they say."""
    found = (
        select(votes.c.vote, votes.c.reason, func.count())
        .where(votes.c.bot_id == bot)
        .group_by(votes.c.vote, votes.c.reason)
    )
    return {
        (Vote(vote), VoteReason(reason) if reason else None): number
        for vote, reason, number in connection.execute(found)
    }
