"""Tests of how lines become questions."""

from __future__ import annotations

import io

import pytest

from bot.commands.answering.question_lines import MOST_BYTES, read_lines
from bot.matching.dialogue.asked_line import EMPTY, TOO_LONG, UNREADABLE, AskedLine, asked_line


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("where?", AskedLine("where?")),
        ("\t ", AskedLine("\t ", EMPTY)),
        ("a" * 4096, AskedLine("a" * 4096)),
        ("a" * 4097, AskedLine("a" * 4096, TOO_LONG)),
        ("ab\udcff", AskedLine("ab?", UNREADABLE)),
    ],
)
def test_asked_line(text: str, expected: AskedLine) -> None:
    """A text that is blank, too long or not Unicode is kept with the reason."""
    assert asked_line(text) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", []),
        (b"\n", [AskedLine("", EMPTY)]),
        (b"a\nb", [AskedLine("a"), AskedLine("b")]),
        (b"a\r\nb\r\n", [AskedLine("a"), AskedLine("b")]),
        (b"\xef\xbb\xbfa\n\xef\xbb\xbfb", [AskedLine("a"), AskedLine("\ufeffb")]),
        (b"a\xffb\nc", [AskedLine("a�b", UNREADABLE), AskedLine("c")]),
        # Other ends of lines are part of a line.
        ("a\u2028b\x0bc\x85".encode(), [AskedLine("a\u2028b\x0bc\x85")]),
        ("🙂".encode() * 4096 + b"\nc", [AskedLine("🙂" * 4096), AskedLine("c")]),
        (b"a" * MOST_BYTES + b"\nc", [AskedLine("a" * 4096, TOO_LONG), AskedLine("c")]),
        (b"a" * MOST_BYTES, [AskedLine("a" * 4096, TOO_LONG)]),
        (b"a" * MOST_BYTES * 3 + b"b\nc", [AskedLine("a" * 4096, TOO_LONG), AskedLine("c")]),
    ],
)
def test_read_lines(content: bytes, expected: list[AskedLine]) -> None:
    """Every line of the input is one question, whatever its bytes and length."""
    assert list(read_lines(io.BytesIO(content))) == expected
