"""Every sentence that a reply to a question may hold, except the reasons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.messages.catalogue import Message, Plural

AS_OF: Final = Message("as of {date}")
READ_ON: Final = Message("read on {date}")
VALID_BETWEEN: Final = Message("valid from {start} to {end}")
VALID_FROM: Final = Message("valid from {start}")
VALID_TO: Final = Message("valid until {end}")

PLANNED: Final = Message("planned: announced, not confirmed to have happened")
REPORTED: Final = Message("reported, not confirmed")
OVERDUE: Final = Message("a review was due by {date}, so this may be out of date")
EARLIER: Final = Message("earlier ({date}): {answer}")
AS_KNOWN: Final = Message("As of {date}:")
AS_KNOWN_ONLY: Final = Message("As of {date}, not today:")
NEWER: Final = Message("replaced since: I have a newer answer, as of {date}. Ask without a date to see it")
WITHDRAWN_ON: Final = Message("withdrawn on {date}")
WITHDRAWN_IN: Final = Message("withdrawn in {date}")
DISPUTED: Final = Message("Sources disagree:")
RELIABILITY: Final = Message("reliability {grade}")
IN_LANGUAGE: Final = Message("in {language}")
ACCESSED: Final = Message("accessed {date}")
UNTRANSLATED: Final = Message("in {language}: there is no checked translation yet")

UNDERSTOOD: Final = Message("understood as: {question}")
ABOUT_ASKS: Final = Message("{about} — {asks}:")
MISSING: Final = Message("Not answered: {parts}")
QUOTED: Final = Message("“{text}”")
FACTS: Final = Plural("{count} fact", "{count} facts")
NEAREST: Final = Message("Related questions I can answer:")

QUESTION_WORDS: Final[Mapping[str, Message]] = {
    "who": Message("who"),
    "where": Message("where"),
    "when": Message("when"),
    "how many": Message("how many"),
    "how much": Message("how much"),
}
