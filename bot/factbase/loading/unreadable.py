"""Reports bytes that are not text, and text that is not YAML, with place and remedy."""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from bot.problems import Level, Place, Problem

# What libyaml refuses to read, found here first because its error carries an offset in bytes and no line.
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What turns the direction of text, so that it reads as something else than it is.
TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_LINE_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")

# What is said of the text → how to mend it, by the first words.
_MENDS = {
    "mapping values are not allowed": "put text with ': ' in quotation marks, else mend the indentation",
    "found character that cannot start": "put the text in quotation marks, and indent with spaces, not tabs",
    "found unexpected end of stream": "close the quotation mark",
    "this bracket is still open": "close it",
    "did not find expected ',' or": "close the bracket, or put text with brackets or quotes in quotes",
    "did not find expected key": "line it up with the fields above",
    "did not find expected '-'": "line it up with the list above",
    "could not find expected ':'": "write 'field: value', and text of several lines after '|' or in quotes",
    "did not find expected <document start>": "keep one document in the file",
    "found unknown escape": "write \\\\ for a backslash, or use single quotation marks",
    "block sequence entries are not allowed": "begin the list on a line of its own",
}


def decode(path: str, content: bytes) -> tuple[str, Problem | None]:
    """Read UTF-8, with or without a byte order mark; the text is empty where there is a problem."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # The error counts in `error.object`, which has no byte order mark any more.
        before = error.object[: error.start].decode("utf-8-sig", errors="replace")
        what = f"byte 0x{error.object[error.start]:02x} is not part of any UTF-8 text"
        place = _place_after(path, before)
        return "", Problem(place, Level.SCHEMA, what, "save the file as UTF-8", "yaml-encoding")
    if stray := _UNREADABLE.search(text):
        what = f"character U+{ord(stray.group()):04X} cannot stand in a YAML file"
        place = _place_after(path, text[: stray.start()])
        return "", Problem(place, Level.SCHEMA, what, "delete it", "yaml-encoding")
    if stray := TURNING.search(text):
        return "", turning_problem(_place_after(path, text[: stray.start()]), stray[0])
    return text, None


def turning_problem(place: Place, char: str) -> Problem:
    """Make a problem of a character that turns the direction of text."""
    what = f"character U+{ord(char):04X} turns the direction of text, so that it reads as something else"
    return Problem(place, Level.SCHEMA, what, "delete it", "yaml-encoding")


def syntax_problem(path: str, text: str, error: yaml.YAMLError, brackets: Sequence[Place]) -> Problem:
    """Make a problem of what libyaml says; `brackets` are those still open, outermost first."""
    what, place = "the text cannot be read as YAML", Place(path, 1, 1)
    if isinstance(error, yaml.MarkedYAMLError):
        what = " ".join(filter(None, (error.problem, error.context))) or what
        marks = [mark for mark in (error.problem_mark, error.context_mark) if mark]
        # Where the end of the file cuts something off, say where that began.
        end = len(text.rstrip())
        mark = next((mark for mark in marks if mark.index < end), None)
        if mark is None and brackets:
            place, what = brackets[-1], "this bracket is still open at the end of the file"
        elif mark or marks:
            mark = mark or marks[0]
            place = Place(path, mark.line + 1, mark.column + 1)
    mend = next((mend for words, mend in _MENDS.items() if what.startswith(words)), "mend the YAML here")
    return Problem(place, Level.SCHEMA, what, mend, "yaml-syntax")


def _place_after(path: str, before: str) -> Place:
    *lines, last = _LINE_BREAK.split(before)
    return Place(path, len(lines) + 1, len(last) + 1)
