"""Every sentence about what has changed in the base: on corrected answers, and as a list."""

from __future__ import annotations

from typing import Final

from bot.messages.catalogue import Message, Plural

CORRECTED: Final = Message("corrected {date}; earlier: {answer}")
EARLIER_STATUS: Final = Message("{answer} ({status})")
NO_LONGER: Final = Message("I no longer have an answer to this.")
HAVE_CORRECTED: Final = Plural(
    "I have corrected one of my answers:", "I have corrected {count} of my answers. This is the latest:"
)
NOW: Final = Message("{question} Now: {answer}")
TAKEN_BACK: Final = Message("{question} Withdrawn.")

CHANGES: Final = Plural("Changed in the last day:", "Changed in the last {count} days:")
NO_CHANGES: Final = Plural("Nothing has changed in the last day.", "Nothing has changed in the last {count} days.")
HOW_MANY_DAYS: Final = Message("Send the number of days, from 1 to {most}: /changes 30")
ADDED: Final = Message("Added")
WAS_CORRECTED: Final = Message("Corrected")
SUPERSEDED: Final = Message("Replaced")
WITHDRAWN: Final = Message("Withdrawn")
ENTRY: Final = Message("{question} {answer} ({date})")
ENTRY_EARLIER: Final = Message("{question} {answer} ({date}; earlier: {earlier})")
