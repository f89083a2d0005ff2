"""Reads questions by their parts: what to do, with which series, under which conditions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.factbase.model import ValueType
from bot.tables.asked import AskedQuestion, held_of, resolve, scope_of, series_or_subjects
from bot.tables.conditions import Found, take_conditions
from bot.tables.plan import Condition, Criterion, Operation, Plan
from bot.tables.rows import DATED, LOCATED, Tables
from bot.tables.subjects import Subject
from bot.tables.tagger import Item
from bot.tables.words import Word

_NAMED: Final = (ValueType.ORGANISATION, ValueType.PERSON)
_HOSTING: Final = frozenset({"host", "hosted", "hosts", "hosting"})


@dataclass(slots=True)
class _Parts:
    """The parts of a question beside its subject."""

    is_count: bool = False
    is_list: bool = False
    kinds: frozenset[str] | None = None
    is_plural_noun: bool = False
    years: bool = False
    is_which: bool = False
    verbs: frozenset[str] | None = None
    is_plain_verb: bool = False  # one that any series may have: held, took place
    is_aux: bool = False
    is_who: bool = False
    named: Item | None = None  # somebody or something that no facts are about in a series


def by_parts_of_speech(asked: AskedQuestion) -> Plan | None:
    """Read a question by its parts: what to do, with which series, under which conditions."""
    for is_many in (False, True):
        found = take_conditions(asked.items, asked.today, is_many=is_many)
        found = _hosted(found)
        split = _split(found.rest, asked)
        if split is None:
            continue
        parts, rest = split
        plan = _by_parts(asked, parts, rest, found.conditions)
        if plan is not None:
            return plan
    return None


def _hosted(found: Found) -> Found:
    """Read "did India host" and "hosted by India" as conditions."""
    rest = list(found.rest)
    for at, item in enumerate(rest):
        before = rest[at - 1] if at else None
        behind = rest[at + 1] if at + 1 < len(rest) else None
        is_by = before is not None and before.is_(Word.BY)
        hosts = behind is not None and behind.tokens[-1] in _HOSTING
        if item.country is not None and item.meaning.name is None and (is_by or hosts):
            condition = Condition(Criterion.WHERE, (), item.tokens, item.country, said=item.text)
            start = at - 1 if is_by else at
            return Found((*found.conditions, condition), [*rest[:start], *rest[at + 1 :]])
    return found


def _split(items: Sequence[Item], asked: AskedQuestion) -> tuple[_Parts, list[Item]] | None:
    """Part operations, properties and verbs from what says what the question is about."""
    parts, rest = _Parts(), []
    for at, item in enumerate(items):
        meaning = item.meaning
        if item.is_(Word.HOW_MANY):
            parts.is_count = True
            parts.is_plural_noun |= at + 1 < len(items) and items[at + 1].meaning.name in asked.tables.series
        elif item.is_(Word.TIMES) and parts.is_count:
            parts.is_plural_noun = True
        elif item.is_(Word.LIST) and not meaning.kinds:
            parts.is_list = True
        elif item.is_(Word.YEARS) and (parts.is_which or parts.is_list):
            parts.years = True
            parts.is_plural_noun |= item.is_plural or not item.tokens[0].isascii()
        elif item.is_(Word.WHICH):
            parts.is_which = True
        elif item.is_(Word.IN) and at + 1 < len(items) and items[at + 1].is_(Word.WHICH):
            continue
        elif item.is_(Word.IN) and at == len(items) - 1 and parts.verbs is not None:
            continue  # "did they take part in"
        elif item.tokens == ("who",) and at == 0:
            parts.is_who = True
        elif at == 0 and item.is_(Word.AUX):
            parts.is_aux = True
        elif meaning.verbs and meaning.name is None and not (meaning.called or (meaning.kinds and item.is_plural)):
            parts.verbs = meaning.verbs if parts.verbs is None else parts.verbs & meaning.verbs
            parts.is_plain_verb |= item.is_light
        elif meaning.kinds and not meaning.called and meaning.name is None:
            if parts.kinds is not None:
                return None
            parts.kinds = meaning.kinds
            parts.is_plural_noun |= item.is_plural
        elif parts.named is None and _is_somebody(item, asked):
            parts.named = item
        elif item.is_(Word.ONLY) and asked.spoken.subjects:
            continue
        else:
            rest.append(item)
    return parts, rest


def _by_parts(
    asked: AskedQuestion, parts: _Parts, rest: Sequence[Item], conditions: tuple[Condition, ...]
) -> Plan | None:
    tables = asked.tables
    subject = asked.subject(rest)
    if subject is None:
        return None
    if not scope_of(subject, asked) and not subject.members:
        subject = replace(subject, series=_only_series(parts, subject, tables))
        if subject.series is None:
            return _everywhere(parts, subject, conditions, tables)
    if subject.members:
        return _verified(asked, parts, subject, conditions) if parts.named is None else None
    scope = scope_of(subject, asked)
    if parts.named is not None:
        return _involving(asked, parts, subject, conditions)
    held_verbs = _verbs(parts, scope, tables)
    if held_verbs is None:
        return None
    resolved = resolve(conditions, scope, held_verbs, tables)
    if resolved is None:
        return None
    series, named = series_or_subjects(subject, asked)
    kinds = _asked_kinds(parts, scope, held_verbs, tables)
    if kinds is None:
        return None
    is_past = bool(held_verbs)
    if parts.is_aux:
        is_plain = not (kinds or parts.is_count or parts.is_list or parts.is_which)
        checked = Plan(Operation.VERIFY, series, named, (), resolved, subject.position, is_past=is_past)
        return checked if is_plain and resolved else None
    if parts.is_count:
        is_counted = (subject.is_plural or parts.is_plural_noun) and not kinds and not subject.position
        return Plan(Operation.COUNT, series, named, (), resolved, is_past=is_past) if is_counted else None
    if subject.position is not None:
        return Plan(Operation.PICK, series, named, kinds, resolved, subject.position, is_past=is_past)
    if subject.is_spoken and resolved and not kinds:
        kinds = tuple(kind for kind in asked.spoken.kinds if kind in tables.base.phrasings.properties)[:1]
    plan = Plan(Operation.LIST, series, named, kinds, resolved, is_past=is_past)
    return plan if _asks_many(parts, subject, is_limited=bool(resolved)) else None


def _asks_many(parts: _Parts, subject: Subject, *, is_limited: bool) -> bool:
    """Return whether a question asks for several, by its words or by a condition that several may meet."""
    is_many = subject.is_all or subject.is_plural or parts.is_plural_noun
    return is_many or (is_limited and (parts.is_which or subject.is_called or subject.is_spoken))


def _is_somebody(item: Item, asked: AskedQuestion) -> bool:
    name, tables = item.meaning.name, asked.tables
    return name is not None and name not in tables.series and name not in tables.series_of


def _only_series(parts: _Parts, subject: Subject, tables: Tables) -> str | None:
    """Return the one series whose members have the property that is asked for, and nothing else does."""
    if subject.series is not None or not parts.kinds or subject.is_spoken:
        return subject.series
    having = [name for name in tables.facts if not parts.kinds.isdisjoint(tables.facts[name])]
    found = {tables.series_of.get(name) for name in having}
    return found.pop() if len(found) == 1 else None


def _involving(asked: AskedQuestion, parts: _Parts, subject: Subject, conditions: tuple[Condition, ...]) -> Plan | None:
    """Read "which seasons did the Rovers win": members whose facts name somebody."""
    tables, scope, named = asked.tables, scope_of(subject, asked), parts.named
    kinds = tuple(kind for kind in tables.kinds_of(scope, _NAMED) if kind in (parts.verbs or ()))
    resolved = resolve(conditions, scope, frozenset(), tables)
    is_plain = parts.kinds is None and not parts.is_aux and not parts.years and not parts.is_who
    if named is None or len(kinds) != 1 or resolved is None or not is_plain or subject.members:
        return None
    series, subjects = series_or_subjects(subject, asked)
    conditions = (Condition(Criterion.INVOLVING, kinds, named.tokens, named.country, said=named.text), *resolved)
    if parts.is_count:
        is_counted = (subject.is_plural or parts.is_plural_noun) and not subject.position
        return Plan(Operation.COUNT, series, subjects, (), conditions) if is_counted else None
    if subject.position is not None:
        return Plan(Operation.PICK, series, subjects, (), conditions, subject.position)
    return Plan(Operation.LIST, series, subjects, (), conditions) if subject.is_plural or parts.is_which else None


def _verbs(parts: _Parts, scope: Sequence[str], tables: Tables) -> frozenset[str] | None:
    """Return the properties that the verb asks for and the subjects have; None for a verb that says something else."""
    if parts.verbs is None:
        return frozenset()
    held = parts.verbs & set(tables.kinds_of(scope, (*DATED, *LOCATED, *(_NAMED if parts.is_who else ()))))
    return held or (frozenset() if parts.is_plain_verb else None)


def _asked_kinds(parts: _Parts, scope: Sequence[str], verbs: frozenset[str], tables: Tables) -> tuple[str, ...] | None:
    """Return the one property that is asked for, none where the members themselves are; None where it is unclear."""
    if parts.years:
        if parts.kinds is not None:
            return None
        dated = tables.kinds_of(scope, DATED)
        dated = tuple(kind for kind in dated if kind in verbs) or dated
        return dated if len(dated) == 1 else None
    if parts.is_who:
        named = tables.kinds_of(scope, (ValueType.COUNTRY, *_NAMED))
        asked = tuple(kind for kind in named if kind in verbs)
        return asked if len(asked) == 1 and parts.kinds is None else None
    if parts.kinds is None:
        return ()
    held = held_of(parts.kinds, scope, tables)
    return held if len(held) == 1 else None


def _everywhere(parts: _Parts, subject: Subject, conditions: tuple[Condition, ...], tables: Tables) -> Plan | None:
    """Read "list all venues": one property of all that have it."""
    is_bare = subject == Subject(is_all=subject.is_all) and not conditions and parts.verbs is None and not parts.is_who
    if not is_bare or parts.kinds is None or parts.is_count or parts.is_aux or parts.years:
        return None
    if not (parts.is_plural_noun and (parts.is_list or subject.is_all or parts.is_which)):
        return None
    properties = tables.base.phrasings.properties
    held = tuple(
        kind for kind in properties if kind in parts.kinds and any(kind in kinds for kinds in tables.facts.values())
    )
    return Plan(Operation.LIST, None, (), held) if held else None


def _verified(asked: AskedQuestion, parts: _Parts, subject: Subject, conditions: tuple[Condition, ...]) -> Plan | None:
    """Read a yes-or-no question about one member; whatever else is asked of one is the base's own question."""
    if not parts.is_aux or len(subject.members) != 1 or len(conditions) != 1 or parts.kinds or parts.is_count:
        return None
    if parts.is_list or parts.is_which or subject.is_all or subject.position:
        return None
    verbs = _verbs(parts, subject.members, asked.tables)
    if verbs is None:
        return None
    resolved = resolve(conditions, subject.members, verbs, asked.tables)
    return Plan(Operation.VERIFY, None, subject.members, (), resolved) if resolved else None
