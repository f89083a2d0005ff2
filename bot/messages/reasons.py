"""The sentences that say why a question got no plain answer, by code (`bot.matching.decision.Why`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from bot.messages.catalogue import Message

REASONS: Final[Mapping[str, Message]] = {
    "year": Message("I don’t hold that for {asked}."),
    "number": Message("I don’t hold that with {asked}."),
    "ordinal": Message("I don’t hold that for number {asked}."),
    "designator": Message("I don’t hold that for {asked}."),
    "name": Message("I don’t hold that about {asked}."),
    "roles": Message("I hold only the other way round."),
    "negation": Message("I hold what was so, not what was not."),
    "question-word": Message("I don’t hold {asked} here."),
    "not-held": Message("I don’t hold that."),
    "no-cause": Message("I don’t hold a reason for that."),
    "withdrawn": Message("I no longer hold an answer to that: {withdrawn}."),
    "other-editions": Message("I hold this for {held}, not {asked}."),
    "other-editions-of": Message("I hold {name} {held}, not {asked}."),
    "which-edition": Message("Which one do you mean?"),
    "several-near": Message("Did you mean one of these?"),
    "empty": Message("There is no question in it."),
    "unreadable": Message("It is not text in UTF-8."),
    "too-long": Message("It is longer than {limit} characters."),
    "not-as-of": Message("I don’t hold that as of {date}; what I hold is as of {dates}."),
    "date-unread": Message("Ask as of one date, written as 2019-03-01, March 2019 or 2019."),
    "bare": Message("About {name} I hold {held}."),
    "thanked": Message("You are welcome."),
    "nothing-asked": Message("Ask me about {asked}; /topics lists all that I hold."),
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
