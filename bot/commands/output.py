"""Writes results to stdout and all else to stderr, as UTF-8 whatever the terminal's encoding."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from bot.replies.as_json import Json

DISTRIBUTION: Final = "briefing-bot"  # also the program that an installation brings
AS_MODULE: Final = "python -m bot"


def program() -> str:
    """Return how the program was called: by its installed name, or as a module of Python."""
    return DISTRIBUTION if PurePath(sys.argv[0]).stem == DISTRIBUTION else AS_MODULE


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
    """Write a line that is no result, such as an error or a count; it names commands as this program was called."""
    if sys.stderr is not None:
        sys.stderr.write(text.replace(AS_MODULE, program()) + "\n")
        sys.stderr.flush()


def is_terminal() -> bool:
    """Return whether somebody sees remarks as they come."""
    return sys.stderr is not None and sys.stderr.isatty()


def counted(number: int, thing: str) -> str:
    """Write a number with its noun: 1 error, 2 errors."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
