"""Reads questions that name what they want: a card, a timeline, a year, a comparison, somebody's part."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from bot.factbase.model import ValueType
from bot.tables.asked import AskedQuestion, held_of
from bot.tables.conditions import take_conditions
from bot.tables.plan import Condition, Criterion, Operation, Plan
from bot.tables.tagger import Item
from bot.tables.words import Word

_NAMED: Final = (ValueType.ORGANISATION, ValueType.PERSON)


def card(asked: AskedQuestion) -> Plan | None:
    """Read "tell me about KAZIND 2018"."""
    for rest in _without_word(asked.items, Word.CARD):
        name = _one_name(rest)
        tables = asked.tables
        if name is not None and (name in tables.facts or name in tables.series):
            series = name if name in tables.series else None
            return Plan(Operation.CARD, series, (name,))
        subject = asked.subject(rest)
        if subject is not None and subject.position is not None and not subject.members:
            return Plan(Operation.CARD, subject.series, position=subject.position)
    return None


def timeline(asked: AskedQuestion) -> Plan | None:
    """Read "timeline of KazSat-2R"."""
    for rest in _without_word(asked.items, Word.TIMELINE):
        name = _one_name(rest)
        if name is not None:
            return Plan(Operation.TIMELINE, name if name in asked.tables.series else None, (name,))
        subject = asked.subject(rest)
        if subject is not None and subject.series and not subject.members and not subject.position:
            return Plan(Operation.TIMELINE, subject.series, (subject.series,))
    return None


def _without_word(items: Sequence[Item], word: Word) -> Iterator[list[Item]]:
    """Yield the items without a word that opens or closes the question."""
    for at in dict.fromkeys((0, len(items) - 1)):
        if items[at].is_(word) and len(items) > 1:
            yield [item for position, item in enumerate(items) if position != at]


def _one_name(items: Sequence[Item]) -> str | None:
    """Return the one name among light words, None where there is anything else."""
    names = [item.meaning.name for item in items if item.meaning.name is not None]
    is_rest_light = all(item.is_light for item in items if item.meaning.name is None)
    return names[0] if len(names) == 1 and is_rest_light else None


def events(asked: AskedQuestion) -> Plan | None:
    """Read "what happened in 2018"."""
    for rest in _without_word(asked.items, Word.HAPPENED):
        found = take_conditions(rest, asked.today, is_many=True)
        if len(found.conditions) == 1 and not found.rest:
            one = found.conditions[0]
            if one.test is Criterion.WHEN and one.first and one.last and one.first.year == one.last.year:
                return Plan(Operation.EVENTS, year=one.first.year)
    return None


def compare(asked: AskedQuestion) -> Plan | None:
    """Read "compare KAZIND 2018 and 2019", all that both have or one property of them."""
    if not any(item.is_(Word.COMPARE) for item in asked.items):
        return None
    rest = [item for item in asked.items if not item.is_(Word.COMPARE)]
    kinds: frozenset[str] | None = None
    kept = []
    for item in rest:
        if item.meaning.kinds and not item.meaning.called and item.meaning.name is None:
            kinds = item.meaning.kinds if kinds is None else frozenset()
        elif not item.is_(Word.IN, Word.BETWEEN, Word.WITH):
            kept.append(item)
    members = _members(kept, asked)
    if len(members) < 2:
        return None
    if kinds is None:
        return Plan(Operation.COMPARE, None, members)
    held = held_of(kinds, members, asked.tables)
    return Plan(Operation.COMPARE, None, members, held) if len(held) == 1 else None


def _members(items: Sequence[Item], asked: AskedQuestion) -> tuple[str, ...]:
    """Return the subjects named one after the other; a year stands for a member of the same series."""
    subject = asked.subject(items)
    if subject is not None:
        return subject.members if not subject.position and not subject.is_spoken else ()
    names: list[str] = []
    for item in items:
        if item.meaning.name is not None and item.meaning.name in asked.tables.facts:
            names.append(item.meaning.name)
        elif not (item.is_light or item.is_(Word.AND)):
            return ()
    return tuple(dict.fromkeys(names))


def involved(asked: AskedQuestion) -> Plan | None:
    """Read "did Pakistan take part in KAZIND 2018" and "was KAZIND 2018 the third edition"."""
    if not asked.items or not asked.items[0].is_(Word.AUX):
        return None
    members = [i.meaning.name for i in asked.items if i.meaning.name in asked.tables.series_of]
    if len(members) != 1 or members[0] is None:
        return None
    member = members[0]
    named: list[Item] = []
    verbs: frozenset[str] | None = None
    for item in asked.items[1:]:
        if item.meaning.name == member or item.is_light or item.is_(Word.IN, Word.ALL):
            continue
        if item.meaning.verbs and item.country is None and item.meaning.name is None:
            verbs = item.meaning.verbs
        elif item.country is not None or item.ordinal is not None or item.meaning.name is not None:
            named.append(item)
        elif not item.meaning.called:
            return None
    if len(named) != 1:
        return None
    one = named[0]
    if one.ordinal is not None:
        kinds = asked.tables.kinds_of((member,), (ValueType.ORDINAL,)) if verbs is None else ()
        test = Condition(Criterion.ORDINAL, kinds, low=one.ordinal, high=one.ordinal, said=one.text)
    else:
        kinds = tuple(k for k in asked.tables.kinds_of((member,), _NAMED) if verbs is not None and k in verbs)
        test = Condition(Criterion.INVOLVING, kinds, one.tokens, one.country, said=one.text)
    return Plan(Operation.VERIFY, None, (member,), (), (test,)) if len(kinds) == 1 else None
