"""Tests of which address a source is linked to."""

from __future__ import annotations

import pytest

from bot.factbase.model import PartialDate, Source
from bot.replies.sources import address
from tests.replies.bases import PLACE

LONG = "https://e.example/" + "a" * 2000


@pytest.mark.parametrize(
    ("url", "archived", "expected"),
    [
        ("https://e.example/a", "https://old.example/a", "https://e.example/a"),
        (None, "https://old.example/a", "https://old.example/a"),
        (None, None, None),
        ("ftp://e.example/a", None, None),
        ("javascript:alert(1)", "HTTP://old.example", "HTTP://old.example"),
        ("https://e.example/a b", None, None),
        ("https://e.example/\u202ea", None, None),
        (LONG, None, None),
    ],
)
def test_address(url: str | None, archived: str | None, expected: str | None) -> None:
    """The page's own address comes before an archived one, and only a web address is linked."""
    source = Source("s", "T", "P", PartialDate(2019), None, url, archived, None, "drill", PLACE)

    assert address(source) == expected
