"""Lays styled text out in lines, fits it into one message, and writes it as Telegram HTML or plain text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, IntEnum
from html import escape
from typing import Final, TypeAlias

MESSAGE_LIMIT: Final = 4096  # UTF-16 code units of a Telegram message, counted after its tags are parsed
ELLIPSIS: Final = "…"


class Style(Enum):
    """How a span looks; the value is its HTML tag."""

    PLAIN = ""
    BOLD = "b"
    SMALL = "i"  # Telegram has no smaller letters
    BLOCK = "pre"  # monospaced, its lines as they are


class Yield(IntEnum):
    """The order in which texts are shortened when a message is too long; those of NEVER stay whole."""

    ANSWER = 0
    CONTEXT = 1  # the question, a quote, a reason
    SOURCE = 2
    NEVER = 3


# No text is cut below so many units while one of a lower rank can still give way.
FLOORS: Final = {Yield.ANSWER: 200, Yield.CONTEXT: 60, Yield.SOURCE: 24}


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with one look; `url` makes it a link."""

    text: str
    style: Style = Style.PLAIN
    url: str | None = None
    gives: Yield = Yield.NEVER


Line: TypeAlias = tuple[Span, ...]
EMPTY_LINE: Final[Line] = ()


def span(text: str, style: Style = Style.PLAIN, url: str | None = None, gives: Yield = Yield.NEVER) -> Span:
    """Make a span of any text on one line, safe to send."""
    return Span(" ".join(clean(text).split()), style, url, gives)


def block(text: str, style: Style, gives: Yield) -> Span:
    """Make a span of a text that may have lines of its own, safe to send."""
    lines = (" ".join(line.split()) for line in clean(text).splitlines())
    return Span("\n".join(lines).strip(), style, None, gives)


def clean(text: str) -> str:
    """Drop what cannot be sent or reaches beyond the text: controls, lone surrogates, direction marks."""
    return "".join(_harmless(char) for char in text)


def _harmless(char: str) -> str:
    if char in "\n\t\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
        return "\n" if char in "\n\u2028\u2029" else " "
    category = unicodedata.category(char)
    if category == "Cs":
        return "\N{REPLACEMENT CHARACTER}"
    is_direction = "\u202a" <= char <= "\u202e" or "\u2066" <= char <= "\u2069"
    return "" if category == "Cc" or is_direction else char


def units(text: str) -> int:
    """Count a text as Telegram does, in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def length(lines: Iterable[Line]) -> int:
    """Count the units of lines together with the ends of the lines."""
    return sum(1 + sum(units(span.text) for span in line) for line in lines)


def shorten(text: str, limit: int) -> str:
    """Cut a text to so many units at the end of a word, with an ellipsis; one long word is cut within."""
    if units(text) <= limit:
        return text
    size, end = 0, 0
    while size + units(text[end]) <= limit - 1:
        size += units(text[end])
        end += 1
    word_end = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
    if word_end > end // 2:
        end = word_end
    else:
        while end > 1 and _continues(text[end - 1], text[end]):
            end -= 1
    return text[:end].rstrip(" \n,;:") + ELLIPSIS


def _continues(before: str, char: str) -> bool:
    """Return whether a character continues the one before it, such as an accent or the second half of an emoji."""
    return before == "\u200d" or char == "\u200d" or unicodedata.category(char) in {"Mn", "Me", "Mc"}


def fit(lines: Iterable[Line], limit: int = MESSAGE_LIMIT) -> tuple[Line, ...]:
    """Shorten texts, the answer first and sources last, until the lines fit."""
    kept = tuple(lines)
    for rank, floor in FLOORS.items():
        excess = length(kept) - limit
        if excess <= 0:
            return kept
        sizes = [units(span.text) for line in kept for span in line if span.gives is rank]
        cap = _widest_cap(sizes, sum(sizes) - excess, floor)
        kept = tuple(tuple(_capped(span, rank, cap) for span in line) for line in kept)
    if length(kept) <= limit:
        return kept
    more: Line = (Span(ELLIPSIS),)
    while kept and length((*kept, more)) > limit:
        kept = kept[:-1]
    return (*kept, more)


def _widest_cap(sizes: Sequence[int], room: int, floor: int) -> int:
    """Find the widest cap, but no lower than the floor, under which texts of these sizes have room."""
    low, high = floor, max(sizes, default=floor)
    while low < high:
        middle = (low + high + 1) // 2
        if sum(min(size, middle) for size in sizes) <= room:
            low = middle
        else:
            high = middle - 1
    return low


def _capped(span: Span, rank: Yield, cap: int) -> Span:
    return replace(span, text=shorten(span.text, cap)) if span.gives is rank else span


def to_html(lines: Iterable[Line]) -> str:
    """Write lines as Telegram HTML, every text escaped."""
    return "\n".join("".join(_tagged(span) for span in line) for line in lines)


def _tagged(span: Span) -> str:
    html = escape(span.text, quote=False)
    if not html:
        return ""
    if span.style is not Style.PLAIN:
        html = f"<{span.style.value}>{html}</{span.style.value}>"
    if span.url is not None:
        html = f'<a href="{escape(span.url)}">{html}</a>'
    return html


def to_plain(lines: Iterable[Line]) -> str:
    """Write lines without looks; the address of a link stands on a line of its own below."""
    written: list[str] = []
    for line in lines:
        written.append("".join(span.text for span in line))
        written += [span.url for span in line if span.url is not None]
    return "\n".join(written)
