"""Reads questions in the base's own ways to ask, with a series or several subjects in place of the name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.tables.asked import AskedQuestion, held_of, resolve, scope_of, series_or_subjects
from bot.tables.conditions import take_conditions
from bot.tables.plan import Condition, Operation, Plan
from bot.tables.subjects import Subject
from bot.tables.tagger import Item, tag
from bot.tables.vocabulary import Vocabulary, aligned
from bot.tables.words import Word


def by_template(asked: AskedQuestion) -> Plan | None:
    """Read a question as one of the base's own ways to ask, with a series or several subjects in place of the name."""
    for found in _stripped(asked):
        tokens = tuple(token for item in found.rest for token in item.tokens)
        is_perfect = any(item.is_(Word.PERFECT) for item in found.rest)
        for kinds, slot, is_noun_plural in _alignments(tokens, asked.vocabulary):
            inside = take_conditions(tag(slot, asked.vocabulary), asked.today, is_many=False)
            subject = asked.subject(inside.rest)
            if subject is None:
                continue
            conditions = (*found.conditions, *inside.conditions)
            many = found.is_over or is_perfect or is_noun_plural
            plan = _property_plan(asked, subject, kinds, conditions, is_many=many)
            if plan is not None:
                return plan
    return None


@dataclass(frozen=True, slots=True)
class _Stripped:
    conditions: tuple[Condition, ...]
    rest: tuple[Item, ...]
    is_over: bool


def _stripped(asked: AskedQuestion) -> Iterator[_Stripped]:
    """Yield the question as it is, without "over the years", and without its conditions as well."""
    yield _Stripped((), asked.items, False)
    rest = [item for item in asked.items if not item.is_(Word.OVER_YEARS)]
    is_over = len(rest) < len(asked.items)
    if is_over:
        yield _Stripped((), tuple(rest), True)
    # "KAZIND after 2019" may be any of several; "the editions after 2019" are all of them
    is_many = any(item.is_plural and item.meaning.called for item in rest)
    found = take_conditions(rest, asked.today, is_many=is_many)
    if found.conditions:
        yield _Stripped(found.conditions, tuple(found.rest), is_over)


def _alignments(
    tokens: tuple[str, ...], vocabulary: Vocabulary
) -> Iterator[tuple[frozenset[str], tuple[str, ...], bool]]:
    """Yield what templates ask for, and the words that stand in the place of the name; the longest templates first."""
    size = len(tokens)
    before = [aligned(tokens[:at]) for at in range(size + 1)]
    behind = [aligned(tokens[at:]) for at in range(size + 1)]
    for length in range(1, size):
        for start in range(size - length + 1):
            kinds = vocabulary.templates.get((before[start], behind[start + length]))
            if kinds:
                plural = start > 1 and tokens[0] in ("which", "what") and tokens[1].endswith("s") and len(tokens[1]) > 3
                yield kinds, tokens[start : start + length], plural


def _property_plan(
    asked: AskedQuestion, subject: Subject, kinds: frozenset[str], conditions: tuple[Condition, ...], *, is_many: bool
) -> Plan | None:
    tables = asked.tables
    if len(subject.members) > 1:
        held = held_of(kinds, subject.members, tables)
        return Plan(Operation.COMPARE, None, subject.members, held) if len(held) == 1 and not conditions else None
    if subject.members:
        return None
    scope = scope_of(subject, asked)
    held = held_of(kinds, scope, tables)
    if len(held) != 1:
        return None
    resolved = resolve(conditions, scope, frozenset(), tables)
    if resolved is None:
        return None
    series, named = series_or_subjects(subject, asked)
    if subject.position is not None:
        return Plan(Operation.PICK, series, named, held, resolved, subject.position)
    if not (subject.is_all or is_many or subject.is_plural or resolved):
        return None
    return Plan(Operation.LIST, series, named, held, resolved)
