"""Writes results to stdout and all else to stderr, as UTF-8 whatever the terminal's encoding."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.replies.as_json import Json


def settle_streams() -> None:
    """Write UTF-8 everywhere; half of a surrogate pair, which it lacks, becomes a question mark."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def result(text: str) -> None:
    """Write a line of the command's results, at once."""
    if sys.stdout is not None:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def result_json(value: Mapping[str, Json] | Sequence[Json]) -> None:
    """Write a value as JSON on one line, at once."""
    result(json.dumps(value, ensure_ascii=False))


def remark(text: str) -> None:
    """Write a line that is no result, such as an error or a count."""
    if sys.stderr is not None:
        sys.stderr.write(text + "\n")
        sys.stderr.flush()


def counted(number: int, thing: str) -> str:
    """Write a number with its noun: 1 error, 2 errors."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
