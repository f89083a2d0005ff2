"""Choices → inline buttons, and the data of a pressed button → the fact it stands for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.replies import Choice

FACT: Final = "fact:"  # with an id of at most 48 characters it stays below Telegram's 64 bytes
MOST_BYTES: Final = 64


def keyboard(choices: Sequence[Choice]) -> InlineKeyboardMarkup | None:
    """Lay out one button a row; the data names the fact, so that no memory is needed to read a press."""
    rows = [
        [InlineKeyboardButton(choice.label, callback_data=FACT + choice.fact)]
        for choice in choices
        if len((FACT + choice.fact).encode()) <= MOST_BYTES
    ]
    return InlineKeyboardMarkup(rows) if rows else None


def fact_of(data: str | None) -> str | None:
    """Return the fact that a button stands for; None for a button of another kind."""
    return data.removeprefix(FACT) if data is not None and data.startswith(FACT) else None
