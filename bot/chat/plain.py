"""A text of the bot's own → a reply that is nothing but it."""

from __future__ import annotations

from bot.replies import Reply
from bot.replies.layout import span, to_html, to_plain


def sentence(text: str) -> Reply:
    """Make a reply of a text, line by line."""
    lines = [(span(line),) for line in text.split("\n")]
    return Reply(to_html(lines), to_plain(lines))
