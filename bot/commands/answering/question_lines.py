"""Reads standard input line by line as questions."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import BinaryIO, Final

from bot.matching.dialogue.asked_line import MOST_CHARACTERS, UNREADABLE, AskedLine, asked_line

MOST_BYTES: Final = 4 * MOST_CHARACTERS + 2


def read_lines(stream: BinaryIO) -> Iterator[AskedLine]:
    """Read lines until the end; a line of any length takes little memory."""
    is_first = True
    while line := stream.readline(MOST_BYTES):
        rest = line
        while len(rest) == MOST_BYTES and not rest.endswith(b"\n"):
            rest = stream.readline(MOST_BYTES)
        yield _decoded(line.removeprefix(b"\xef\xbb\xbf") if is_first else line)
        is_first = False


def _decoded(line: bytes) -> AskedLine:
    text = line.rstrip(b"\r\n").decode("utf-8", "replace")
    asked = asked_line(text)
    is_whole = asked.text == text
    if is_whole and text.encode() != line.rstrip(b"\r\n"):
        return AskedLine(text, UNREADABLE)
    return asked


def standard_input() -> BinaryIO | None:
    """Return the bytes of standard input, or None where it is closed."""
    return sys.stdin.buffer if sys.stdin is not None else None
