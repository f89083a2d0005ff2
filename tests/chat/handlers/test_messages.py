"""Tests of the texts that handlers add; conversations are tested with the real process."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.chat.commands.start_help import help_text
from bot.chat.handlers.messages import asked_at_note
from bot.chat.protocol.request import BotIdentity
from bot.messages.chat import COMMANDS
from bot.replies import words_in
from bot.replies.message import text_reply

NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)
EAST = dt.timezone(dt.timedelta(hours=5))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (dt.datetime(2026, 11, 24, 9, 12, tzinfo=dt.UTC), "asked at 09:12 UTC"),
        (dt.datetime(2026, 11, 24, 14, 12, tzinfo=EAST), "asked at 09:12 UTC"),
        (dt.datetime(2026, 11, 23, 23, 59, tzinfo=dt.UTC), "asked on 23 November 2026 at 23:59 UTC"),
    ],
)
def test_asked_at_note(asked: dt.datetime, expected: str) -> None:
    """The time is in UTC, with the date unless it is today."""
    assert asked_at_note(asked, NOW, words_in("en")) == expected


def test_help_names_every_command() -> None:
    """Help lists the commands that Telegram's menu shows, and how to call the bot in a group."""
    text = help_text("Where was it?", BotIdentity(1, "BriefBot"), words_in("en"))
    assert [name for name in COMMANDS if f"/{name}:" not in text] == []
    assert "/ask@BriefBot" in text


def test_a_sentence_is_escaped() -> None:
    """What a person typed cannot become a tag."""
    assert text_reply("no /<b>x</b>\nand & more").html == "no /&lt;b&gt;x&lt;/b&gt;\nand &amp; more"
