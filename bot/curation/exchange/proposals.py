"""Reads the question, answer and source of a proposed fact from a message, and makes an import row of them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from bot.curation.exchange.table_reader import Row
from bot.factbase.dates import parse_date
from bot.factbase.model import FactBase
from bot.matching.understanding.date_expressions import written_date

LABELS: Final = {
    "question": ("question", "q", "вопрос", "в"),
    "answer": ("answer", "a", "ответ", "о"),
    "source": ("source", "s", "источник", "и"),
}
NUMBER: Final = re.compile(r"\s*[Pp][0-9]{1,8}(?=\s|$)")
_LABEL: Final = re.compile(r"\s*(?P<label>\w+)\s*:\s*(?P<text>.*)", re.S)
_URL: Final = re.compile(r"https?://[^\s<>\"]+")


@dataclass(frozen=True, slots=True)
class Proposed:
    """The parts of a proposal; a missing part is empty."""

    question: str = ""
    answer: str = ""
    source: str = ""

    @property
    def is_whole(self) -> bool:
        """Return whether no part is missing."""
        return all(map(is_given, self.texts))

    @property
    def texts(self) -> tuple[str, str, str]:
        """Return the three texts."""
        return self.question, self.answer, self.source


def is_given(text: str) -> bool:
    """Return whether a part is more than the dots of the form."""
    return bool(text.strip(" .…"))


def read_proposal(text: str) -> Proposed:
    """Read the parts by their labels; without labels the first line is the question, the last the source."""
    parts: dict[str, list[str]] = {}
    at, lines = "", [line.strip() for line in NUMBER.sub("", text, count=1).splitlines() if line.strip()]
    for line in lines:
        label = _LABEL.match(line)
        named = next((part for part, names in LABELS.items() if label and label["label"].casefold() in names), None)
        if label is not None and named is not None:
            at, line = named, label["text"]
        if at:
            parts.setdefault(at, []).append(line)
    if parts:
        return Proposed(**{part: " ".join(" ".join(some).split()) for part, some in parts.items()})
    if len(lines) < 3:
        return Proposed(*(" ".join(line.split()) for line in lines))
    first, *between, last = (" ".join(line.split()) for line in lines)
    return Proposed(first, " ".join(between), last)


def row_of(proposed: Proposed, base: FactBase, today: dt.date) -> Row:
    """Make the import row of a proposal.

    A source that the base lacks is read as title, publisher, date and address. With an address, a missing publisher
    becomes its host, and a missing date today.
    """
    cells = {"question": (proposed.question,), "answer": (proposed.answer,), "source": (proposed.source,)}
    if proposed.source.partition(" ")[0] in base.sources:
        return Row(1, cells)
    address = _URL.search(proposed.source)
    rest = _URL.sub("", proposed.source)
    named = [part.strip() for part in re.split(r"[,;]|\s[–—-]\s", rest) if part.strip(" .()")]
    dates = {part: date for part in named if (date := _date(part))}
    named = [part for part in named if part not in dates]
    host = (urlsplit(address[0]).hostname or "") if address is not None else ""
    publisher = named.pop() if len(named) > 1 else host
    cells |= {"source": (", ".join(named) or host,), "publisher": (publisher,)}
    if address is not None:
        cells["url"] = (address[0].rstrip(".,;)"),)
    if dates:
        cells["published"] = (next(iter(dates.values())),)
    elif address is not None:
        cells["accessed"] = (today.isoformat(),)
    return Row(1, cells)


def _date(text: str) -> str | None:
    """Read a text that is a date and nothing else, such as 2019-01-02 or January 2019."""
    if parse_date(text) is not None:
        return text
    date, rest = written_date(text) or (None, "")
    return str(date) if date is not None and not rest.strip(" .") else None
