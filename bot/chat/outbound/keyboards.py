"""Lays out the inline keyboards that need no answer: choices, the pages of a fact sheet, and links to a fact."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.outbound.callback_data import Button, FactButton, SheetPageButton, encode
from bot.chat.protocol.request import Command
from bot.replies import Choice


def column(buttons: Iterable[tuple[str, Button]]) -> InlineKeyboardMarkup | None:
    """Lay out labelled buttons, one in a row; those whose data is too long for Telegram are left out."""
    rows = [
        [InlineKeyboardButton(label, callback_data=data)]
        for label, button in buttons
        if (data := encode(button)) is not None
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def choices_keyboard(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    """Lay out the facts to choose from."""
    return column((choice.label, FactButton(choice.fact, choice.as_of)) for choice in choices)


def joined(above: InlineKeyboardMarkup | None, below: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
    """Put the rows of one keyboard below those of another."""
    if above is None or below is None:
        return above or below
    return InlineKeyboardMarkup([*above.inline_keyboard, *below.inline_keyboard])


def pages_keyboard(topic: str, narrowed_to: str, page: int, of: int, language: str) -> InlineKeyboardMarkup | None:
    """Lay out the buttons that turn the pages of a sheet, `page` counted from 0.

    Return None for a sheet of one page, or if the data of a button is too long for Telegram.
    """
    if of == 1 or encode(SheetPageButton(of, topic, narrowed_to, language)) is None:
        return None
    turns = [(f"{page + 1} / {of}", page)]
    if page > 0:
        turns.insert(0, ("◀", page - 1))
    if page < of - 1:
        turns.append(("▶", page + 1))
    row = [
        InlineKeyboardButton(label, callback_data=encode(SheetPageButton(number, topic, narrowed_to, language)))
        for label, number in turns
    ]
    return InlineKeyboardMarkup([row])


def fact_link(fact: str, username: str) -> str:
    """Make the deep link that opens a fact; an id has only letters that such a link may have."""
    return f"https://t.me/{username}?start={fact}"


def fact_in_link(command: Command) -> str | None:
    """Return the fact that a deep link opens, which the base need not have; None for another command."""
    return command.argument if command.name == "start" and command.argument else None
