"""Tests of how choices and the pages of a sheet are laid out as buttons."""

from __future__ import annotations

from telegram import InlineKeyboardMarkup

from bot.chat.outbound.callback_data import FactButton, SheetPageButton, decode
from bot.chat.outbound.keyboards import choices_keyboard, pages_keyboard
from bot.replies import Choice


def data_of(markup: InlineKeyboardMarkup | None) -> list[list[object]]:
    """Read the buttons of a keyboard, row by row."""
    assert markup is not None
    return [[decode(str(button.callback_data)) for button in row] for row in markup.inline_keyboard]


def test_a_choice_a_row() -> None:
    """Each choice has a row of its own, whose data leads to its fact."""
    ids = ["kazind-2018-place", "x" * 48]
    markup = choices_keyboard([Choice(fact, "Where?", f"{fact}?") for fact in ids])
    assert data_of(markup) == [[FactButton(fact)] for fact in ids]


def test_no_choices_no_keyboard() -> None:
    """A reply without choices has no keyboard."""
    assert choices_keyboard([]) is None


def test_pages() -> None:
    """The first page leads on, the last back, one between both ways; a single page has no buttons."""
    shown = [data_of(pages_keyboard("drill", "2018", page, 3, "en")) for page in range(3)]
    pages = [[button.page for button in row if isinstance(button, SheetPageButton)] for (row,) in shown]
    assert pages == [[0, 1], [0, 1, 2], [1, 2]]
    assert pages_keyboard("drill", "", 0, 1, "en") is None


def test_no_room_for_the_topic() -> None:
    """A sheet whose topic does not fit into a button's data has no buttons, which Telegram would refuse."""
    assert pages_keyboard("x" * 51, "", 0, 3, "en") is not None
    assert pages_keyboard("x" * 60, "", 0, 3, "en") is None
