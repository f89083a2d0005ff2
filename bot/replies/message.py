"""Makes messages of lines or text, cut or split where one message cannot hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from bot.replies import Reply
from bot.replies.layout import MESSAGE_LIMIT, Line, Yield, fit, length, shorten, span, to_html, to_plain


def paged(lines: Iterable[Line]) -> list[Reply]:
    """Break lines into messages that fit."""
    return [Reply(to_html(page), to_plain(page)) for page in pages_of(lines)]


def pages_of(lines: Iterable[Line]) -> Iterator[tuple[Line, ...]]:
    page: list[Line] = []
    for line in lines:
        if page and length([*page, line]) > MESSAGE_LIMIT:
            yield fit(page)
            page = []
        page.append(line)
    yield fit(page)


ECHOED: Final = 80  # units


def reply_from_lines(lines: Iterable[Line]) -> Reply:
    """Make a message of lines; what does not fit is cut where that does the least harm."""
    whole = list(lines)
    return Reply(to_html(fit(whole)), to_plain(whole))


def text_reply(text: str) -> Reply:
    """Make a reply of a text, line by line; what does not fit is cut in the longest lines."""
    return reply_from_lines((span(line, gives=Yield.CONTEXT),) for line in text.split("\n"))


def echoed(text: str) -> str:
    """Shorten what somebody wrote to what is enough to recognise it by."""
    return shorten(text, ECHOED)
