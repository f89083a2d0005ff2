"""A text of the bot's own, or lines → a reply that is nothing but that."""

from __future__ import annotations

from collections.abc import Iterable

from bot.replies import Reply
from bot.replies.layout import Line, fit, span, to_html, to_plain


def of_lines(lines: Iterable[Line]) -> Reply:
    """Make a message of lines; what does not fit is cut where that does the least harm."""
    whole = list(lines)
    return Reply(to_html(fit(whole)), to_plain(whole))


def sentence(text: str) -> Reply:
    """Make a reply of a text, line by line."""
    lines = [(span(line),) for line in text.split("\n")]
    return Reply(to_html(lines), to_plain(lines))
