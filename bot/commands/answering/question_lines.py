"""Reads standard input line by line as questions, and says of a line that cannot be asked why it cannot."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from bot.matching.decision import NoAnswer, Reason, Why

MOST_CHARACTERS: Final = 4096  # no message of Telegram's is longer
MOST_BYTES: Final = 4 * MOST_CHARACTERS + 2

EMPTY: Final = Reason(Why.EMPTY)
UNREADABLE: Final = Reason(Why.UNREADABLE)
TOO_LONG: Final = Reason(Why.TOO_LONG, limit=MOST_CHARACTERS)


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line as it was asked; `refusal` says why it cannot be asked."""

    text: str
    refusal: Reason | None = None

    def refused(self) -> NoAnswer | None:
        """Return the decision on a line that cannot be asked; None for any other."""
        return None if self.refusal is None else NoAnswer(self.text, self.refusal, (), ())


def asked_line(text: str) -> AskedLine:
    """Make a line of a text; one that is empty, too long or not readable has a refusal."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        return AskedLine(text.encode("utf-8", "replace").decode(), UNREADABLE)
    if not text.strip():
        return AskedLine(text, EMPTY)
    if len(text) > MOST_CHARACTERS:
        return AskedLine(text[:MOST_CHARACTERS], TOO_LONG)
    return AskedLine(text)


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
