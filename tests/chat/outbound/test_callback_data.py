"""Tests of what stands in the data of a button, and what is read from it."""

from __future__ import annotations

import pytest

from bot.chat.outbound.callback_data import (
    Button,
    FactButton,
    ForgetButton,
    RefreshButton,
    SheetPageButton,
    VoteButton,
    decode,
    encode,
)
from bot.factbase.dates import parse_date
from bot.store.conversations.votes import Vote, VoteReason

LONGEST_ID = "x" * 48


@pytest.mark.parametrize(
    ("button", "data"),
    [
        (FactButton("kazind-2018-place"), "fact:kazind-2018-place"),
        (FactButton(LONGEST_ID, parse_date("2018-09-10")), f"fact:{LONGEST_ID}@2018-09-10"),
        (SheetPageButton(0, "drill", "", "en"), "brief:0.en:drill:"),
        (SheetPageButton(12, "drill", "kazind 2018", "ru"), "brief:12.ru:drill:kazind 2018"),
        (SheetPageButton(1, "drill", "10:30", "en"), "brief:1.en:drill:10:30"),
        (VoteButton(Vote.UP), "vote:up"),
        (VoteButton(Vote.DOWN), "vote:down"),
        (VoteButton(Vote.DOWN, VoteReason.WRONG), "vote:wrong"),
        (ForgetButton("0123abcd"), "forget:0123abcd"),
        (RefreshButton("kazind-2018-place"), "again:kazind-2018-place"),
        (RefreshButton(LONGEST_ID, "0123abcd"), f"again:{LONGEST_ID}:0123abcd"),
    ],
)
def test_there_and_back(button: Button, data: str) -> None:
    """Buttons keep the data that messages of earlier versions carry, and are read back as they were."""
    assert encode(button) == data
    assert decode(data) == button


@pytest.mark.parametrize(
    ("button", "fits"),
    [
        (FactButton("x" * 59), True),
        (FactButton("x" * 60), False),
        (SheetPageButton(0, "drill", "я" * 23, "en"), True),
        (SheetPageButton(0, "drill", "я" * 24, "en"), False),
    ],
)
def test_too_long(button: Button, fits: bool) -> None:
    """Data of more than Telegram's 64 bytes, not letters, is refused."""
    assert (encode(button) is not None) is fits


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("fact:", FactButton("")),
        ("fact:a@soon", FactButton("a")),
        ("brief:", SheetPageButton(0, "", "", "")),
        ("brief:many.en:drill:", SheetPageButton(0, "drill", "", "en")),
        ("brief:1000000.en:drill:", SheetPageButton(0, "drill", "", "en")),
        ("vote:maybe", None),
        ("gap:1", None),
        ("", None),
        (None, None),
    ],
)
def test_what_nobody_wrote(data: str | None, expected: Button | None) -> None:
    """Data that is cut short or of another part of the bot raises nothing."""
    assert decode(data) == expected
