"""What the bot's own sentences begin with, so that a test need not repeat them."""

from __future__ import annotations


def opening(message: str) -> str:
    """Return a message up to its first value."""
    return message.partition("{")[0]
