"""Every sentence and word of the bot's own that a reply may hold, in one place for translation."""

from __future__ import annotations

from typing import Final

MONTHS: Final = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

AS_OF: Final = "as of {date}"
VALID_BETWEEN: Final = "valid from {start} to {end}"
VALID_FROM: Final = "valid from {start}"
VALID_TO: Final = "valid until {end}"

PLANNED: Final = "planned: announced, not confirmed to have happened"
REPORTED: Final = "reported, not confirmed"
OVERDUE: Final = "a review was due by {date}: this may be out of date"
EARLIER: Final = "earlier ({date}): {answer}"
WITHDRAWN_ON: Final = "withdrawn on {date}"
WITHDRAWN_IN: Final = "withdrawn in {date}"
NO_LONGER_HELD: Final = "I no longer hold an answer to that: {when}."
DISPUTED: Final = "Sources disagree:"
RELIABILITY: Final = "reliability {grade}"
ACCESSED: Final = "accessed {date}"

UNDERSTOOD: Final = "understood as: {question}"
ABOUT_ASKS: Final = "{about} — {asks}:"
MISSING: Final = "Not answered: {parts}"
QUOTED: Final = "“{text}”"
NOT_HELD: Final = "I don’t hold that."
NEAREST: Final = "The nearest that I hold:"
MATCHED: Final = "It matches “{phrase}”."
AND_MORE: Final = "…"

EMPTY_QUESTION: Final = "There is no question in it."
UNREADABLE_QUESTION: Final = "It is not text in UTF-8."
LONG_QUESTION: Final = "It is longer than {limit} characters."
