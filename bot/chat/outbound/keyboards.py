"""Choices → inline buttons, and the data of a pressed button → the fact it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.chat.protocol.request import Command
from bot.factbase.dates import parse_date
from bot.factbase.model import PartialDate
from bot.replies import Choice

FACT: Final = "fact:"  # with an id of at most 48 characters and a date it has at most Telegram's 64 bytes
AS_OF: Final = "@"
MOST_BYTES: Final = 64


def keyboard(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    """Lay out one button a row; the data names the fact, so that no memory is needed to read a press."""
    rows = [
        [InlineKeyboardButton(choice.label, callback_data=data)]
        for choice in choices
        if len((data := _data(choice)).encode()) <= MOST_BYTES
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def joined(above: InlineKeyboardMarkup | None, below: InlineKeyboardMarkup | None) -> InlineKeyboardMarkup | None:
    """Put the rows of one keyboard below those of another."""
    if above is None or below is None:
        return above or below
    return InlineKeyboardMarkup([*above.inline_keyboard, *below.inline_keyboard])


def _data(choice: Choice) -> str:
    return FACT + choice.fact + (AS_OF + str(choice.as_of) if choice.as_of is not None else "")


def fact_of(data: str | None) -> str | None:
    """Return the fact that a button stands for; None for a button of another kind."""
    return data.removeprefix(FACT).partition(AS_OF)[0] if data is not None and data.startswith(FACT) else None


def date_of(data: str | None) -> PartialDate | None:
    """Return the date as of which a button stands for its fact; None for the fact that holds now."""
    return parse_date((data or "").partition(AS_OF)[2])


PREFIX: Final = "brief:"  # then the page and the language, the topic, and what it is narrowed to


def page_data(page: int, topic: str, key: str, language: str) -> str:
    """Write the data of a button that leads to a page, in the language of the sheet whoever presses it."""
    return f"{PREFIX}{page}.{language}:{topic}:{key}"


def turning(topic: str, key: str, page: int, of: int, language: str) -> InlineKeyboardMarkup | None:
    """Lay out the buttons that turn a page; none where there is but one. `key` is what the sheet is narrowed to."""
    if of == 1:
        return None
    row = [InlineKeyboardButton(f"{page + 1} / {of}", callback_data=page_data(page, topic, key, language))]
    if page > 0:
        row.insert(0, InlineKeyboardButton("◀", callback_data=page_data(page - 1, topic, key, language)))
    if page < of - 1:
        row.append(InlineKeyboardButton("▶", callback_data=page_data(page + 1, topic, key, language)))
    return InlineKeyboardMarkup([row])


def link_to(fact: str, username: str) -> str:
    """Make a link that opens the fact; an id has only letters that such a link may have."""
    return f"https://t.me/{username}?start={fact}"


def opened_by(command: Command) -> str | None:
    """Name the fact that a link opens, which need not be there; None for another command."""
    return command.argument if command.name == "start" and command.argument else None
