"""Tests of choices as buttons and of what their data leads to."""

from __future__ import annotations

import pytest

from bot.chat.outbound.keyboards import fact_of, keyboard
from bot.replies import Choice


def test_a_button_carries_its_fact() -> None:
    """The data alone names the fact, within Telegram's 64 bytes for the longest id."""
    ids = ["kazind-2018-place", "x" * 48]
    markup = keyboard([Choice(fact, "Where?", f"{fact}?") for fact in ids])
    assert markup is not None
    buttons = [button for row in markup.inline_keyboard for button in row]
    data = [str(button.callback_data) for button in buttons]
    assert [fact_of(text) for text in data] == ids
    assert max(len(text.encode()) for text in data) <= 64
    assert [len(row) for row in markup.inline_keyboard] == [1, 1]


def test_no_choices_no_keyboard() -> None:
    """A reply without choices has no keyboard."""
    assert keyboard([]) is None


@pytest.mark.parametrize(
    ("data", "expected"), [("fact:a", "a"), ("fact:", ""), ("vote:a", None), ("", None), (None, None)]
)
def test_fact_of(data: str | None, expected: str | None) -> None:
    """A button of another kind stands for no fact."""
    assert fact_of(data) == expected
