"""Tests of the bot's own texts as messages."""

from __future__ import annotations

from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from bot.replies.layout import MESSAGE_LIMIT, units
from bot.replies.message import text_reply


@given(st.lists(st.text(max_size=300), max_size=20).map("\n".join), st.integers(1, 40))
def test_a_sentence_fits(text: str, times: int) -> None:
    """However long, with however many lines, it is a message, and what fits is whole."""
    told = text_reply(text * times)
    assert units(unescape(told.html)) <= MESSAGE_LIMIT
    if units(told.plain) < MESSAGE_LIMIT:
        assert unescape(told.html) == told.plain
