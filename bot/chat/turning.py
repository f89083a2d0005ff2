"""Pages of a fact sheet → the buttons that turn them, and what the data of such a button leads to."""

from __future__ import annotations

from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

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
