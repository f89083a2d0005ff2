"""Writes values into the cells of a table, so that no spreadsheet takes one for a formula, and reads them back."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

BETWEEN: Final = "|"  # of several values in a cell; \| is the mark itself
_RUN: Final = re.compile(r"'*[=+\-@\t\r]")
_MARKED: Final = re.compile(r"''*[=+\-@\t\r]")
_ESCAPES: Final = ("\\\\", "\\|")
_PIECE: Final = re.compile(r"\\[\\|]|\||[^\\|]+|\\", re.S)


def safe(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would calculate, as spreadsheets themselves do."""
    return f"'{text}" if _RUN.match(text) else text


def plain(cell: str) -> str:
    """Take off the apostrophe that `safe` puts before a text."""
    return cell[1:] if _MARKED.match(cell) else cell


def joined(values: Iterable[str]) -> str:
    """Write several values into one cell; nothing where all are empty."""
    texts = list(values)
    if not any(texts):
        return ""
    return f" {BETWEEN} ".join(text.replace("\\", "\\\\").replace(BETWEEN, "\\" + BETWEEN) for text in texts)


def parted(cell: str) -> tuple[str, ...]:
    """Read the values of a cell, each on one line; an empty cell has one empty value."""
    parts, part = [], ""
    for piece in _PIECE.findall(cell):
        if piece == BETWEEN:
            parts.append(part)
            part = ""
        else:
            part += piece[1:] if piece in _ESCAPES else piece
    return tuple(" ".join(each.split()) for each in (*parts, part))
