"""A text of the bot's own, or lines → a reply that is nothing but that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from bot.replies import Reply
from bot.replies.layout import Line, Yield, fit, shorten, span, to_html, to_plain

ECHOED: Final = 80  # units


def of_lines(lines: Iterable[Line]) -> Reply:
    """Make a message of lines; what does not fit is cut where that does the least harm."""
    whole = list(lines)
    return Reply(to_html(fit(whole)), to_plain(whole))


def sentence(text: str) -> Reply:
    """Make a reply of a text, line by line; what does not fit is cut in the longest lines."""
    return of_lines((span(line, gives=Yield.CONTEXT),) for line in text.split("\n"))


def echoed(text: str) -> str:
    """Shorten what somebody wrote to what is enough to recognise it by."""
    return shorten(text, ECHOED)
