"""Groups the facts of a topic by what they are about, in the order of the file, editions by year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from bot.factbase.dates import first_day
from bot.factbase.model import Fact
from bot.matching.text.numerals import is_year
from bot.matching.text.tokenizer import tokenise
from bot.matching.understanding.entity_linker import EntityLinker, names_in
from bot.problems import Place


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts about one thing, oldest first; the last group of a topic may be about several and has no name."""

    about: str | None
    facts: tuple[Fact, ...]

    def only(self, facts: Collection[Fact]) -> FactGroup:
        """Return the group with only some of its facts."""
        wanted = {fact.id for fact in facts}
        return FactGroup(self.about, tuple(fact for fact in self.facts if fact.id in wanted))


def group_facts(facts: Sequence[Fact], names: EntityLinker) -> tuple[FactGroup, ...]:
    """Group facts; what stands alone in its group comes last, in a group without a name."""
    subjects = {fact.id: _subjects(fact, names) for fact in facts}
    weights = Counter(fact.about for fact in facts if fact.about)
    mentions = Counter(name for named in subjects.values() for name in named)
    held: dict[str | None, list[Fact]] = {}
    for fact in facts:
        about = max(subjects[fact.id], key=lambda name: (weights[name], mentions[name]), default=None)
        held.setdefault(about, []).append(fact)
    alone = held.pop(None, []) + [facts.pop() for facts in held.values() if len(facts) == 1]
    groups = [FactGroup(about, _by_date(facts)) for about, facts in held.items() if facts]
    editions = [_first(group) for group in groups if _year(group)]
    groups.sort(key=lambda group: (min(editions), _year(group)) if _year(group) else (_first(group), ""))
    return (*groups, FactGroup(None, _by_date(alone))) if alone else tuple(groups)


def _subjects(fact: Fact, names: EntityLinker) -> tuple[str, ...]:
    """Name what a fact is about: what it says so itself, else the names in its question."""
    return (fact.about,) if fact.about else names_in(names.resolve(tokenise(fact.question.text)), names)


def _by_date(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    return tuple(sorted(facts, key=lambda fact: (first_day(fact.valid_from or fact.as_of), fact.place)))


def _first(group: FactGroup) -> Place:
    return min(fact.place for fact in group.facts)


def _year(group: FactGroup) -> str:
    return next((token for token in tokenise(group.about or "") if is_year(token)), "")
