"""Every sentence about what has changed in the base: on corrected answers, and as a list."""

from __future__ import annotations

from typing import Final

from bot.messages.catalogue import Message, Plural

CORRECTED: Final = Message("corrected {date}; earlier: {answer}")
EARLIER_STATUS: Final = Message("{answer} ({status})")
NO_LONGER: Final = Message("I no longer hold this.")
HAVE_CORRECTED: Final = Plural(
    "I have corrected an answer of mine:", "I have corrected {count} answers of mine, of which this is the newest:"
)
NOW: Final = Message("{question} Now: {answer}")
TAKEN_BACK: Final = Message("{question} Taken back.")

CHANGES: Final = Plural("Changed in the last day:", "Changed in the last {count} days:")
NO_CHANGES: Final = Plural("Nothing has changed in the last day.", "Nothing has changed in the last {count} days.")
HOW_MANY_DAYS: Final = Message("Say for how many days, 1 to {most}: /changes 30")
ADDED: Final = Message("Added")
WAS_CORRECTED: Final = Message("Corrected")
SUPERSEDED: Final = Message("Superseded")
WITHDRAWN: Final = Message("Withdrawn")
ENTRY: Final = Message("{question} {answer} ({date})")
ENTRY_EARLIER: Final = Message("{question} {answer} ({date}; earlier: {earlier})")
