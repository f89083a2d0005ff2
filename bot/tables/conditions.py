"""Finds the conditions of a question: in a country or place, in, since or between years, with more than so many."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.tables.plan import Condition, Criterion
from bot.tables.tagger import Item
from bot.tables.values import days_in, same_unit
from bot.tables.words import Word

_POSTPOSITIONS: Final = frozenset({"में", "पर", "mein", "me", "par", "से", "se", "तक", "tak"})
_BOUNDS: Final = {Word.MORE: (1, None), Word.AT_LEAST: (0, None), Word.FEWER: (None, -1), Word.AT_MOST: (None, 0)}
_JUST: Final = 1e-6


@dataclass(frozen=True, slots=True)
class Found:
    """Conditions, and the items that are left."""

    conditions: tuple[Condition, ...]
    rest: list[Item]


def take_conditions(items: Sequence[Item], today: dt.date, *, is_many: bool) -> Found:
    """Take the conditions out of items; with `is_many`, "before 2022" bounds years instead of naming a neighbour."""
    conditions: list[Condition] = []
    rest: list[Item] = []
    items = _without_year_nouns(items)
    position = 0
    while position < len(items):
        is_led = bool(rest) and bool(rest[-1].meaning.verbs)
        found = _condition(items[position:], today, is_many=is_many, is_led=is_led)
        if found is None:
            rest.append(items[position])
            position += 1
        else:
            condition, size = found
            if rest and rest[-1].is_(Word.NOT):
                rest.pop()
                condition = _negated(condition)
            conditions.append(condition)
            position += size
    return Found(tuple(conditions), rest)


def _negated(condition: Condition) -> Condition:
    return replace(condition, is_negated=True)


def _without_year_nouns(items: Sequence[Item]) -> list[Item]:
    """Leave out the word "year" beside a year: "in the year 2018", "в 2018 году"."""
    kept: list[Item] = []
    for at, item in enumerate(items):
        before, behind = items[max(0, at - 1)], items[min(at + 1, len(items) - 1)]
        is_latin = item.tokens[0].isascii()
        if item.is_(Word.YEARS) and (behind.year is not None if is_latin else before.year is not None):
            if kept and is_latin and kept[-1].tokens == ("the",):
                kept.pop()
        else:
            kept.append(item)
    return kept


def _condition(items: Sequence[Item], today: dt.date, *, is_many: bool, is_led: bool) -> tuple[Condition, int] | None:
    return (
        _relative_year(items, today)
        or _between(items)
        or _bounded(items, is_many=is_many)
        or _quantity(items)
        or _located(items, is_led=is_led)
    )


def _relative_year(items: Sequence[Item], today: dt.date) -> tuple[Condition, int] | None:
    size = 1 if not items[0].is_(Word.IN) else 2
    if len(items) < size:
        return None
    if items[size - 1].is_(Word.THIS_YEAR):
        return _years(today.year, today.year, items[:size]), size
    if items[size - 1].is_(Word.LAST_YEAR):
        return _years(today.year - 1, today.year - 1, items[:size]), size
    return None


def _years(first: int | None, last: int | None, items: Sequence[Item]) -> Condition:
    return Condition(
        Criterion.WHEN,
        (),
        first=dt.date(first, 1, 1) if first is not None else None,
        last=dt.date(last, 12, 31) if last is not None else None,
        said=" ".join(item.text for item in items),
    )


def _between(items: Sequence[Item]) -> tuple[Condition, int] | None:
    """Read "between 2018 and 2022", "from 2018 to 2022", and "2018 se 2022 tak"."""
    if len(items) < 4:
        return None
    first, last = items[1].year, items[3].year
    if items[0].is_(Word.BETWEEN) and first and last and items[2].is_(Word.AND, Word.UNTIL) and first <= last:
        return _years(first, last, items[:4]), 4
    first, last = items[0].year, items[2].year
    if first and last and items[1].is_(Word.AND) and _is_post(items[3], Word.UNTIL) and first <= last:
        return _years(first, last, items[:4]), 4
    return None


def _is_post(item: Item, word: Word) -> bool:
    """Return whether a word stands behind what it belongs to, as in Hindi."""
    return item.is_(word) and item.tokens[-1] in _POSTPOSITIONS


def _bounded(items: Sequence[Item], *, is_many: bool) -> tuple[Condition, int] | None:
    if len(items) < 2:
        return None
    if items[1].year is not None:
        lead, year = items[0], items[1].year
    elif items[0].year is not None and items[1].tokens[-1] in _POSTPOSITIONS:
        lead, year = items[1], items[0].year
    else:
        return None
    if lead.is_(Word.IN):
        return _years(year, year, items[:2]), 2
    if lead.is_(Word.SINCE):
        return _years(year, None, items[:2]), 2
    if lead.is_(Word.BEFORE) and is_many:
        return _years(None, year - 1, items[:2]), 2
    if lead.is_(Word.AFTER) and is_many:
        return _years(year + 1, None, items[:2]), 2
    if lead.is_(Word.UNTIL):
        return _years(None, year, items[:2]), 2
    return None


def _quantity(items: Sequence[Item]) -> tuple[Condition, int] | None:
    """Read "with more than 100 soldiers"; Hindi puts the comparison behind the number."""
    start = 1 if items[0].is_(Word.WITH) and len(items) > 3 else 0
    run = items[start : start + 3]
    if len(run) < 3:
        return None
    compared, counted = (run[0], run[1]) if run[1].number is not None else (run[1], run[0])
    bound = next((bounds for word, bounds in _BOUNDS.items() if compared.is_(word)), None)
    noun = run[2]
    if bound is None or counted.number is None or (counted.year is not None and not noun.meaning.kinds):
        return None
    unit = same_unit(noun.tokens[0]) if len(noun.tokens) == 1 else ""
    number = counted.number * days_in(noun.tokens[0])
    low = number + bound[0] * _JUST if bound[0] is not None else None
    high = number + bound[1] * _JUST if bound[1] is not None else None
    said = " ".join(item.text for item in items[: start + 3])
    kinds = tuple(sorted(noun.meaning.kinds))
    return Condition(Criterion.QUANTITY, kinds, low=low, high=high, unit=unit, said=said), start + 3


def _located(items: Sequence[Item], *, is_led: bool) -> tuple[Condition, int] | None:
    """Read "in India", and "from Baikonur" behind a verb."""
    if items[0].is_(Word.IN) or (is_led and items[0].tokens == ("from",)):
        at = 2 if len(items) > 2 and items[1].is_light and not items[1].is_location else 1
        if len(items) > at and items[at].is_location:
            return _where(items[at]), at + 1
    if len(items) > 1 and items[0].is_location and _is_post(items[1], Word.IN):
        return _where(items[0]), 2
    return None


def _where(item: Item) -> Condition:
    return Condition(Criterion.WHERE, (), words=item.tokens, country=item.country, said=item.text)
