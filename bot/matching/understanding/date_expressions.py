"""Finds dates in questions: "as of March 2019" is cut out, so that the rest is decided as of that date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.factbase.dates import parse_date
from bot.factbase.model import PartialDate
from bot.matching.text.numerals import is_year

_MONTHS: Final = (
    "january jan январь января январе",
    "february feb февраль февраля феврале",
    "march mar март марта марте",
    "april apr апрель апреля апреле",
    "may май мая мае",
    "june jun июнь июня июне",
    "july jul июль июля июле",
    "august aug август августа августе",
    "september sept sep сентябрь сентября сентябре",
    "october oct октябрь октября октябре",
    "november nov ноябрь ноября ноябре",
    "december dec декабрь декабря декабре",
)
_MONTH_OF: Final = {word: number for number, words in enumerate(_MONTHS, start=1) for word in words.split()}
_MONTH = r"(?P<{}>" + "|".join(sorted(_MONTH_OF, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<{}>\d{{1,2}})(?:st|nd|rd|th|-?го|-?е)?"
_YEAR = r"(?P<{}>\d{{4}})"
# Day and month in digits alone are read the way that only one country's people would not mean otherwise: 31.12.2019.
_FORMS: Final = (
    rf"{_YEAR.format('y1')}-(?P<m1>\d{{1,2}})(?:-{_DAY.format('d1')})?",
    rf"{_DAY.format('d2')}\.(?P<m2>\d{{1,2}})\.{_YEAR.format('y2')}",
    rf"{_DAY.format('d3')}\s+(?:of\s+)?{_MONTH.format('m3')},?\s+{_YEAR.format('y3')}",
    rf"{_MONTH.format('m4')}\s+{_DAY.format('d4')}\s*,?\s+{_YEAR.format('y4')}",
    rf"{_MONTH.format('m5')},?\s+{_YEAR.format('y5')}",
    _YEAR.format("y6"),
)
_END = r"(?![\w/]|[-.]\d)(?:\s*г(?:ода?|оду)?\b\.?)?"
_DATE: Final = re.compile(rf"(?:{'|'.join(_FORMS)}){_END}", re.IGNORECASE)
_LEAD = (
    r"(?:\bas\s+(?:of|at|on)\s+(?:the\s+)?(?:end[\s-]+(?:of\s+)?)?|\bпо\s+состоянию\s+на\s+(?:конец\s+)?"
    r"|(?P<bare>\bна\s+(?:конец\s+)?))"
)
_MAY_BE_DATE = rf"(?=\S*\d|{_MONTH.format('m0')}(?:[\s?!,]|\Z))"
_LED: Final = re.compile(_LEAD + _MAY_BE_DATE, re.IGNORECASE)
# "на март 2019" is as often the time that something is planned for.
_PLANNED_FOR: Final = re.compile(r"\b(?:заплан|план|назнач|намеч|перен[её]с|отлож|рассчит|ожида)", re.IGNORECASE)
_JOINTS: Final = " \t\n,;:"
MOST_CHARACTERS: Final = 4096  # no message of Telegram's is longer


@dataclass(frozen=True, slots=True)
class Dated:
    """A question without its "as of", and the date; `date` is None where it cannot be read or there are several."""

    rest: str
    date: PartialDate | None


def dated(question: str) -> Dated | None:
    """Return the question without "as of" and its date; None where it has none."""
    if len(question) > MOST_CHARACTERS:
        return None
    rest, dates, at = "", set[PartialDate | None](), 0
    for led in _LED.finditer(question):
        if led.start() < at:
            continue
        found = _DATE.match(question, led.end())
        end = found.end() if found else led.end()
        if led["bare"] and (found is None or not _is_apart(question, led.start(), end, found)):
            continue
        dates.add(_date_of(found) if found else None)
        rest += question[at : led.start()].rstrip(_JOINTS) + " "
        at = end
    if not dates:
        return None
    rest = (rest + question[at:]).strip(_JOINTS)
    return Dated(rest, dates.pop() if len(dates) == 1 else None)


def written_date(text: str) -> tuple[PartialDate, str] | None:
    """Return the date that a text begins with and what follows it; None where it begins with none."""
    found = _DATE.match(text.strip())
    date = _date_of(found) if found else None
    return (date, text.strip()[found.end() :].strip(_JOINTS)) if found and date else None


def _is_apart(question: str, start: int, end: int, found: re.Match[str]) -> bool:
    """Return whether "на март 2019" can only mean "as of": a month or day, at one end of the question, of no plan."""
    is_at_end = not any(map(str.isalnum, question[:start])) or not any(map(str.isalnum, question[end:]))
    return found["y6"] is None and is_at_end and not _PLANNED_FOR.search(question)


def _date_of(found: re.Match[str]) -> PartialDate | None:
    parts = {name[0]: text for name, text in found.groupdict().items() if text and name[1] in "123456"}
    month = parts.get("m", "").casefold()
    written = [parts["y"], str(_MONTH_OF.get(month, month)).zfill(2), parts.get("d", "").zfill(2)]
    return parse_date("-".join(written[: 1 + ("m" in parts) + ("d" in parts)]))


def dates_in(text: str) -> Iterator[PartialDate]:
    """Yield the dates that a text names; of bare numbers only years."""
    for found in _DATE.finditer(text[:MOST_CHARACTERS]):
        date = _date_of(found)
        if date is not None and is_year(str(date.year)):
            yield date
