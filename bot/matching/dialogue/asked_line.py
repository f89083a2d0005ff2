"""A text asked alone, without a conversation, as the command line and other programs ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.matching.decision import NoAnswer, Reason, Why

MOST_CHARACTERS: Final = 4096  # no message of Telegram's is longer

EMPTY: Final = Reason(Why.EMPTY)
UNREADABLE: Final = Reason(Why.UNREADABLE)
TOO_LONG: Final = Reason(Why.TOO_LONG, limit=MOST_CHARACTERS)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line as it was asked; `refusal` says why it cannot be asked."""

    text: str
    refusal: Reason | None = None

    def refused(self) -> NoAnswer | None:
        """Return the decision on a line that cannot be asked; None for any other."""
        return None if self.refusal is None else NoAnswer(self.text, self.refusal, (), ())


def asked_line(text: str) -> AskedLine:
    """Make a line of a text; one that is empty, too long or not readable has a refusal."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        return AskedLine(text.encode("utf-8", "replace").decode(), UNREADABLE)
    if not text.strip():
        return AskedLine(text, EMPTY)
    if len(text) > MOST_CHARACTERS:
        return AskedLine(text[:MOST_CHARACTERS], TOO_LONG)
    return AskedLine(text)
