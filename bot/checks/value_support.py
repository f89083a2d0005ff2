"""Finds values that are not of their property's type, or that the answer does not bear out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.checks.rule import RuleContext, RuleFinding, place_of
from bot.factbase.model import Fact, ValueType
from bot.matching.text.numerals import is_number
from bot.matching.text.stemmer import stem
from bot.matching.text.tokenizer import tokenise
from bot.problems import quoted
from bot.tables.values import NO_VALUE, Value, countries_in, days_in, read_value


def value_support(context: RuleContext) -> Iterator[RuleFinding]:
    """A fact's `value` is of the type of its property, and its answer bears it out.

    Numbers, years, countries and words of the value stand in the answer; a number may also be the sum of those of the
    answer. Mend it by copying from the answer, or write `none` where the answer has no value of that type.
    """
    for fact in context.base.facts:
        if fact.value is None:
            continue
        held = context.base.phrasings.properties.get(fact.asks or "")
        if held is None:
            what = f"{quoted(fact.value)} is the value of no property"
            yield RuleFinding(place_of(fact, "value"), what, "give `asks` a type under properties, or leave it out")
        elif fact.value != NO_VALUE:
            value = read_value(held.type, fact.value, tokenise(fact.value))
            if value is None:
                what = f"{quoted(fact.value)} cannot be read as a {held.type}"
                yield RuleFinding(place_of(fact, "value"), what, "write it as the answer does, or none")
            elif not _is_borne_out(held.type, value, fact):
                what = f"{quoted(fact.value)} does not stand in the answer"
                yield RuleFinding(place_of(fact, "value"), what, "copy it from the answer")


def _is_borne_out(kind: ValueType, value: Value, fact: Fact) -> bool:
    answer = tokenise(fact.answer)
    if kind is ValueType.COUNTRY:
        return value.countries <= countries_in(answer)
    if kind is ValueType.NUMBER:
        return _has_number(value, answer)
    if kind in (ValueType.DATE, ValueType.SPAN):
        years = {str(date.year) for date in (value.start, value.end) if date is not None}
        return years <= set(answer)
    stems = {stem(word) for word in answer}
    return all(stem(word) in stems for word in value.tokens)


def _has_number(value: Value, answer: Sequence[str]) -> bool:
    numbers = [float(word) for word in answer if is_number(word) and ":" not in word]
    units = {days_in(word) for word in answer} | {1}
    in_units = {number * unit for number in numbers for unit in units} | units
    return value.number in in_units | {sum(numbers)}
