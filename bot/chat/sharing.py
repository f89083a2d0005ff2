"""A fact ↔ the link that opens it with the bot."""

from __future__ import annotations

from bot.chat.addressing import Command


def link_to(fact: str, username: str) -> str:
    """Make a link that opens the fact; an id has only letters that such a link may have."""
    return f"https://t.me/{username}?start={fact}"


def opened_by(command: Command) -> str | None:
    """Name the fact that a link opens, which need not be there; None for another command."""
    return command.argument if command.name == "start" and command.argument else None
