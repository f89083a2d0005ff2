"""Every sentence that explains an answer: why it was given, and its sources at full length."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.messages.catalogue import Message, Plural

MATCHED: Final = Message("It matches “{phrase}”. I’m {confidence} sure.")
CHOSEN: Final = Message("Somebody chose it with a button or a link; I didn’t match it.")
NOTHING_NEAR: Final = Message("Nothing else comes close.")
NEXT: Final = Message("The next best is “{phrase}” at {confidence}, {lead} behind.")
NEXT_BLOCKED: Final = Message("The next best, “{phrase}”, is ruled out: {blocks}.")
NOT_SURE: Final = Message("No fact is close enough to be the answer.")
NEAREST: Final = Message("The closest is “{phrase}” at {confidence}.")
NEAREST_BLOCKED: Final = Message("The closest, “{phrase}”, is ruled out: {blocks}.")
DIFFERS: Final = Message("{kind} (asked: {asked}; there: {held})")
LACKS: Final = Message("{kind} (asked: {asked})")
STANDS: Final = Message("Fact {fact}, {path}:{line}")

KINDS: Final[Mapping[str, Message]] = {
    "year": Message("another year"),
    "number": Message("another number"),
    "ordinal": Message("another edition"),
    "designator": Message("another designation"),
    "name": Message("another name"),
    "roles": Message("the other way round"),
    "negation": Message("one of the two says “not”"),
    "question-word": Message("another question word"),
}

PUBLISHED: Final = Message("published {date}")
ARCHIVED: Final = Message("archived copy")
PRINTED: Final = Message("no address: a printed or internal source")
CITED: Final = Message("cited here: {locators}")
CLAIMED: Final = Message("says: {text}")
OTHERS: Final = Message("Also from this source:")
MORE_FACTS: Final = Plural("and {count} more fact", "and {count} more facts")
