"""A plain text to the entities Telegram finds in it: commands, mentions, hashtags, links, addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .wire import Json, utf16_length

REST, HOST, TOP_LEVEL = r'[^\s<>"«»]', r"(?:[a-z0-9-]+\.)+", "com|org|net|gov|int|io|me|kz|in|ru"
SIGNS = re.compile(r"[/@#.]")
PATTERNS = (
    ("url", re.compile(rf"(?<![\w@./])(?:https?://{REST}+|{HOST}(?:{TOP_LEVEL})\b(?:/{REST}*)?)", re.I)),
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]+@(?:[a-z0-9-]+\.)+[a-z]{2,}", re.I)),
    ("bot_command", re.compile(r"(?<![\w/<>@.])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/@])")),
    ("mention", re.compile(r"(?<![\w@.])@[A-Za-z0-9_]{3,32}(?![\w@])")),
    ("hashtag", re.compile(r"(?<![\w#/])#\w*[^\W\d]\w*")),
)  # fmt: skip


def detect(text: str) -> list[Json]:
    """Find the entities of a text, in order; none of them overlap."""
    if not SIGNS.search(text):
        return []
    taken: list[tuple[int, int]] = []
    found: list[Json] = []
    for kind, start, end in _matches(text):
        if any(start < other_end and other_start < end for other_start, other_end in taken):
            continue
        taken.append((start, end))
        found.append({"type": kind, "offset": utf16_length(text[:start]), "length": utf16_length(text[start:end])})
    return sorted(found, key=lambda entity: int(entity["offset"]))


def _matches(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, pattern in PATTERNS:
        for match in pattern.finditer(text):
            end = match.end()
            if kind == "url":
                end = match.start() + len(match.group().rstrip(".,;:!?)'\""))
            yield kind, match.start(), end
