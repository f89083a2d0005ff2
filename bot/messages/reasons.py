"""The sentences that say why a question got no plain answer, by code (`bot.matching.decision.Why`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from bot.messages.catalogue import Message

REASONS: Final[Mapping[str, Message]] = {
    "year": Message("I have no sourced answer for {asked}."),
    "number": Message("I have no sourced answer with {asked}."),
    "ordinal": Message("I have no sourced answer for number {asked}."),
    "designator": Message("I have no sourced answer for {asked}."),
    "name": Message("I have no sourced answer about {asked}."),
    "roles": Message("I only have the answer the other way round."),
    "negation": Message("I can say what happened, not what didn’t."),
    "question-word": Message("I have no sourced answer to “{asked}” here."),
    "not-held": Message("I have no sourced answer to that."),
    "no-cause": Message("I have no sourced reason for that."),
    "withdrawn": Message("I no longer have an answer to that: {withdrawn}."),
    "other-editions": Message("I have nothing on {asked}. I cover {held}."),
    "other-editions-of": Message("I have nothing on {name} {asked}. I cover {held}."),
    "which-edition": Message("Which one do you mean?"),
    "several-near": Message("Did you mean one of these?"),
    "empty": Message("There is no question in your message."),
    "unreadable": Message("I can’t read this: it isn’t UTF-8 text."),
    "too-long": Message("Your question is longer than {limit} characters. Please shorten it."),
    "not-as-of": Message("I have no answer as of {date}. I have answers as of {dates}."),
    "date-unread": Message("Ask as of one date: 2019-03-01, March 2019 or 2019."),
    "bare": Message("I have {held} about {name}."),
    "thanked": Message("You’re welcome!"),
    "nothing-asked": Message("Ask me about {asked}. Send /topics to see everything I cover."),
}


class ReasonValues(Protocol):
    """What a reason says besides its code: see `bot.matching.decision.Reason`."""

    @property
    def why(self) -> str: ...
    @property
    def asked(self) -> Sequence[str]: ...
    @property
    def held(self) -> Sequence[str]: ...
    @property
    def name(self) -> str: ...
    @property
    def withdrawn(self) -> Sequence[object]: ...
    @property
    def limit(self) -> int: ...
    @property
    def count(self) -> int: ...
    @property
    def dates(self) -> Sequence[object]: ...


def reason_in_english(reason: ReasonValues) -> str:
    """Say a reason in plain English, with dates and numbers as the base writes them, for curators and logs."""
    return REASONS[reason.why].format(
        asked=", ".join(reason.asked),
        held=", ".join(reason.held) or f"{reason.count} facts",
        name=reason.name,
        withdrawn=", ".join(f"withdrawn {date}" for date in reason.withdrawn),
        limit=f"{reason.limit:,}",
        date=str(reason.dates[0]) if reason.dates else "",
        dates=", ".join(map(str, reason.dates[1:])),
    )
