"""Tests of proposals in the store, on both databases."""

from __future__ import annotations

from sqlalchemy import Engine

from bot.store.erasure import forget_person
from bot.store.gaps import proposals
from bot.store.gaps.proposals import Proposal, ProposalState

BOT = 1
TEXTS, OTHER = ("Who?", "He.", "paper"), ("Who?", "She.", "paper")


def test_a_proposal(engine: Engine) -> None:
    """A message proposes once; a curator may change it while it is open, and decides once."""
    with engine.begin() as connection:
        first = proposals.put(connection, BOT, "place", "ann", TEXTS, 1.0)
        assert proposals.put(connection, BOT, "place", "ann", TEXTS, 2.0) == first == Proposal(1, *TEXTS)
        assert proposals.put(connection, BOT, "other", "bob", TEXTS, 2.0).name == "P2"
        assert proposals.find(connection, BOT + 1, 1) is None

        for _ in range(2):
            changed = proposals.change(connection, BOT, 1, OTHER)
            assert changed == Proposal(1, *OTHER, edits=1)
        assert proposals.settle(connection, BOT, 1, ProposalState.REJECTED)
        assert not proposals.settle(connection, BOT, 1, ProposalState.ACCEPTED)
        assert proposals.change(connection, BOT, 1, TEXTS) is None
        assert proposals.find(connection, BOT, 1) == Proposal(1, *OTHER, state=ProposalState.REJECTED, edits=1)

        forget_person(connection, BOT, 5, "ann")
        assert proposals.find(connection, BOT, 1) is None
        assert proposals.forget(connection, BOT, 3.0) == 1
        # Buttons and messages still carry the numbers of what is forgotten.
        assert proposals.put(connection, BOT, "place", "eve", TEXTS, 4.0).name == "P3"
        assert proposals.put(connection, BOT + 1, "place", "eve", TEXTS, 4.0).name == "P1"
        assert [proposals.number_of(name) for name in ("P3", "p12", "P", "G3", "Paper")] == [3, 12, None, None, None]
