"""Writes each cited source on one line: title, publisher, date and locators."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.factbase.model import Citation, FactBase, PartialDate, Source
from bot.matching.text.tokenizer import script_of
from bot.messages.replies import ACCESSED, AS_OF, IN_LANGUAGE, READ_ON, RELIABILITY
from bot.replies.languages import same
from bot.replies.layout import Line, Span, Yield, clean, span
from bot.replies.localisation import Words

# What Telegram and a terminal take for an address; a longer one is left out rather than cut.
ADDRESS: Final = re.compile(r"https?://\S{1,2000}", re.IGNORECASE)


KAZAKH: Final = frozenset("әғқңөұүһі")  # letters that Russian lacks
LANGUAGES_OF_SCRIPTS: Final = {"BENGALI": "bn", "GURMUKHI": "pa", "CJK": "zh", "HANGUL": "ko", "ARABIC": "ar"}


def when(sources: Mapping[str, Source], citations: Iterable[Citation], as_of: PartialDate, say: Words) -> str:
    """Say as of when something holds; for undated pages, that is the day on which they were read."""
    return say(READ_ON if is_read_on(sources, citations, as_of) else AS_OF, date=say.date(as_of))


def is_read_on(sources: Mapping[str, Source], citations: Iterable[Citation], day: PartialDate) -> bool:
    """Return whether a day is only that on which undated sources were read."""
    cited = [sources[citation.source] for citation in citations]
    is_undated = all(source.published is None for source in cited)
    return is_undated and day.day > 0 and any(source.accessed == day for source in cited)


def source_lines(
    base: FactBase,
    citations: Iterable[Citation],
    say: Words,
    *,
    graded: bool = False,
    read_on: PartialDate | None = None,
) -> list[Line]:
    """Write each source once, with all its locators, in the order of the citations.

    `read_on` is the day of reading that stands with them already.
    """
    locators: dict[str, list[str]] = {}
    for citation in citations:
        of_source = locators.setdefault(citation.source, [])
        if citation.locator and citation.locator not in of_source:
            of_source.append(citation.locator)
    return [_line(base.sources[key], of_source, say, graded, read_on) for key, of_source in locators.items()]


def _line(source: Source, locators: Sequence[str], say: Words, graded: bool, read_on: PartialDate | None) -> Line:
    date = "" if read_on is not None and source.accessed == read_on else date_of(source, say)
    language = language_of_title(source.title)
    parts: list[Span] = [
        span(source.title, url=address(source), gives=Yield.SOURCE),
        span(say(IN_LANGUAGE, language=say.name_of(language)) if language and not same(language, say.language) else ""),
        span(source.publisher, gives=Yield.SOURCE),
        span(date),
        *(span(locator, gives=Yield.SOURCE) for locator in locators),
    ]
    if graded and source.reliability:
        parts.append(span(say(RELIABILITY, grade=source.reliability)))
    comma = Span(", ")
    return tuple(piece for part in parts if part.text for piece in (comma, part))[1:]


def language_of_title(title: str) -> str | None:
    """Return the language that the script of a title tells; None for Latin letters, which may be of any language."""
    letters = [character for character in title.lower() if character.isalpha()]
    scripts = Counter(script_of(letter) for letter in letters)
    script = max(scripts, key=lambda name: scripts[name], default="")
    if script == "cyrillic":
        return "kk" if KAZAKH.intersection(letters) else "ru"
    if script == "devanagari":
        return "hi"
    names = Counter(unicodedata.name(letter, "").partition(" ")[0] for letter in letters)
    return LANGUAGES_OF_SCRIPTS.get(max(names, key=lambda name: names[name], default=""))


def address(source: Source) -> str | None:
    """Return the address to link to, the archived one where the page has no other."""
    for url in (source.url, source.archived):
        if url and clean(url) == url and ADDRESS.fullmatch(url):
            return url
    return None


def date_of(source: Source, say: Words) -> str:
    """Write the day of publication, else the day on which the page was read."""
    if source.published is not None:
        return say.date(source.published)
    return say(ACCESSED, date=say.date(source.accessed)) if source.accessed is not None else ""
