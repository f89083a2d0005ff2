"""Reads what an answer says by the type of its property: places, countries, dates, numbers, ordinals and names."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from babel import Locale

from bot.factbase.dates import first_day, last_day
from bot.factbase.model import PartialDate, ValueType
from bot.matching.text.countries import country_of
from bot.matching.text.numerals import is_number, is_ordinal
from bot.matching.text.tokenizer import fold, tokenise

NO_VALUE: Final = "none"  # what a curator writes where an answer has no value that could be compared
_LANGUAGES: Final = ("en", "ru", "hi")
_MOST_COUNTRY_WORDS: Final = 4
_DAYS_OF: Final = {"day": 1, "week": 7, "fortnight": 14}  # units that are the same but for a factor
_PLURAL: Final = {"days": "day", "weeks": "week", "fortnights": "fortnight"}
# What may stand before a date that says when something was; anything else says something about another date.
_BEFORE_DATE: Final = frozenset(
    """
    on in from at since the of about around early late mid later it began begins begin started starts was is were held
    monday tuesday wednesday thursday friday saturday sunday
    в с со на от начались начался начале конце середине года
    """.split()  # noqa: SIM905 - a list of words reads as text
)
_CLAUSE_END: Final = re.compile(r";|\. |, (?=[^\d\s])(?!(?:19|20)\d\d)")
_DASH: Final = re.compile(r"(?<=\d)\s*[–—]\s*(?=\w)")
_TO: Final = r"(?:to|until|till|and|through|по|до|से)"


@dataclass(frozen=True, slots=True)
class Value:
    """What an answer says; of another type than text it may be empty, where the answer says nothing of the kind."""

    tokens: tuple[str, ...] = ()  # the answer as it is read, names linked
    countries: frozenset[str] = frozenset()
    start: PartialDate | None = None
    end: PartialDate | None = None
    number: float | None = None
    unit: str = ""
    ordinal: int | None = None

    @property
    def first_day(self) -> dt.date | None:
        """The first day that the date may mean."""
        return first_day(self.start) if self.start is not None else None

    @property
    def last_day(self) -> dt.date | None:
        """The last day that the date may mean."""
        return last_day(self.end or self.start) if self.start is not None else None


def read_value(kind: ValueType, text: str, tokens: Sequence[str]) -> Value | None:
    """Read an answer as a value of a type; None where it says nothing of the kind, or several things."""
    held = tuple(tokens)
    match kind:
        case ValueType.COUNTRY:
            countries = countries_in(held)
            return Value(held, countries) if countries else None
        case ValueType.DATE | ValueType.SPAN:
            span = read_span(text)
            return Value(held, start=span[0], end=span[1]) if span is not None else None
        case ValueType.NUMBER:
            return _number(held)
        case ValueType.ORDINAL:
            ordinals = {token for token in held if is_ordinal(token)}
            return Value(held, ordinal=int(ordinals.pop()[:-1])) if len(ordinals) == 1 else None
        case _:
            return Value(held, countries_in(held)) if held else None


def countries_in(tokens: Sequence[str]) -> frozenset[str]:
    """Return the codes of the countries that tokens name, themselves or their people."""
    return frozenset(code for _, _, code in country_spans(tokens))


def country_spans(tokens: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Yield where each country stands among tokens, and its code."""
    position = 0
    while position < len(tokens):
        for size in range(min(_MOST_COUNTRY_WORDS, len(tokens) - position), 1, -1):
            code = _long_names().get(tuple(tokens[position : position + size]))
            if code is not None:
                yield position, position + size, code
                position += size
                break
        else:
            word = tokens[position].removeprefix("=")
            code = country_of(word) if " " not in word else _long_names().get(tuple(word.split()))
            if code is not None:
                yield position, position + 1, code
            position += 1


@lru_cache(maxsize=1)
def _long_names() -> dict[tuple[str, ...], str]:
    """Return the codes of countries whose names have several words."""
    found: dict[tuple[str, ...], str] = {}
    for language in _LANGUAGES:
        for code, name in sorted(Locale(language).territories.items()):
            words = tuple(tokenise(name))
            if len(code) == 2 and code.isalpha() and code not in {"EU", "EZ", "UN"} and len(words) > 1:
                found.setdefault(words, code)
    return found


def _number(tokens: Sequence[str]) -> Value | None:
    """Read the one number of an answer, with its unit."""
    at = [position for position, token in enumerate(tokens) if is_number(token)]
    if not at and tokens.count("fortnight") == 1:
        return Value(tuple(tokens), number=float(_DAYS_OF["fortnight"]), unit="day")
    if len(at) != 1 or ":" in tokens[at[0]]:
        return None
    following = tokens[at[0] + 1] if at[0] + 1 < len(tokens) else ""
    unit = _PLURAL.get(following, following)
    return Value(tuple(tokens), number=float(tokens[at[0]]) * _DAYS_OF.get(unit, 1), unit=same_unit(unit))


def same_unit(word: str) -> str:
    """Return the unit in which numbers with a unit are compared."""
    unit = _PLURAL.get(word, word)
    return "day" if unit in _DAYS_OF else unit


def days_in(word: str) -> int:
    """Return how many days a unit of time has; 1 for any other unit."""
    return _DAYS_OF.get(_PLURAL.get(word, word), 1)


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for language in _LANGUAGES:
        locale = Locale(language)
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    found.setdefault(fold(name).rstrip("."), number)
    return found | {"sept": 9}


@lru_cache(maxsize=1)
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    month = "|".join(map(re.escape, sorted(_months(), key=len, reverse=True)))
    day = r"(\d{1,2})(?:st|nd|rd|th)?"
    start = rf"(?:{day}(?:\s+of)?\s+)?(?:({month})\.?,?\s+)?(?:(\d{{4}})\s+)?"
    span = re.compile(rf"(?<!\w){start}{_TO}\s+(?:{day}\s+)?(?:({month})\.?,?\s+)?(\d{{4}})(?!\w)")
    point = re.compile(
        rf"(?<!\w)(?:(\d{{4}})-(\d\d)(?:-(\d\d))?|(?:{day}(?:\s+of)?\s+)?({month})\.?,?\s+(?:{day},?\s+)?(\d{{4}})"
        r"|(\d{4}))(?![\w-])"
    )
    return span, point


def read_span(text: str) -> tuple[PartialDate, PartialDate] | None:
    """Read the date or the span of days with which an answer begins; one day is a span from itself to itself."""
    folded = fold(_DASH.sub(" to ", text))
    written = re.fullmatch(r"(\S+)/(\S+)", folded.strip())
    if written:
        first, last = read_span(written[1]), read_span(written[2])
        return (first[0], last[1]) if first and last else None
    span, point = _patterns()
    for pattern, read in ((span, _span), (point, _point)):
        match = pattern.search(folded)
        if match is not None and _begins(folded[: match.start()]):
            found = read(match)
            if found is not None and found[0] <= found[1]:
                return found
    return None


def only_date(text: str) -> PartialDate | None:
    """Return the one date that a text names; None where there is none, or several."""
    found = {dates[0] for match in _patterns()[1].finditer(fold(text)) if (dates := _point(match)) is not None}
    return found.pop() if len(found) == 1 else None


def _begins(before: str) -> bool:
    return all(word in _BEFORE_DATE for word in re.findall(r"\w+", before))


def _span(match: re.Match[str]) -> tuple[PartialDate, PartialDate] | None:
    day, month, year, last_of, last_month, last_year = match.groups()
    if not (day or month or year):
        return None
    end = _date(last_year, last_month or (month if last_of else None), last_of)
    start = _date(year or last_year, month or (last_month if day else None), day)
    return (start, end) if start is not None and end is not None else None


def _point(match: re.Match[str]) -> tuple[PartialDate, PartialDate] | None:
    y1, m1, d1, before, month, behind, y2, y3 = match.groups()
    date = _date(y1, m1, d1) if y1 else _date(y2, month, before or behind) if y2 else _date(y3, None, None)
    return (date, date) if date is not None else None


def _date(year: str, month: str | None, day: str | None) -> PartialDate | None:
    number = int(month) if month and month.isdigit() else _months().get(month or "", 0)
    date = PartialDate(int(year), number, int(day or 0))
    if day and not number:
        return None
    try:
        first_day(date)
    except ValueError:
        return None
    return date
