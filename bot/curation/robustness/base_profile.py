"""Collects a base's names, years, numbers, words and kinds of answer, to tell which variants it can answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Final

from bot.curation.robustness.lexicon import NUMBER_WORDS, ORDINALS
from bot.curation.robustness.text import OPEN, WORD, bag, content, deletions, kinds_of, root, words, years_of
from bot.factbase.model import Fact, FactBase, Name

_RARE: Final = 0.08  # a word of more facts says little of what they are about
_MOST_COVERED: Final = 0.5


@dataclass(frozen=True, slots=True)
class Mention:
    """A name where it stands in a text."""

    name: str
    start: int
    end: int

    def replaced(self, phrase: str, text: str) -> str:
        """Return the text with another text in place of the name."""
        return phrase[: self.start] + text + phrase[self.end :]


@dataclass(frozen=True, slots=True)
class Held:
    """What one fact contains in all its phrasings, answers and dates."""

    fact: Fact
    names: frozenset[str]
    family: frozenset[str]  # the names, and what they are part of
    asked: frozenset[str]  # roots of the words of its phrasings
    phrasings: tuple[frozenset[str], ...]  # the same, one by one, without names
    told: frozenset[str]  # roots of the words of its answers
    years: frozenset[int]
    kinds: frozenset[str]


class BaseProfile:
    """Looks up the texts of a base by what a variant changes."""

    def __init__(self, base: FactBase) -> None:
        self.base = base
        self._names = {
            tuple(words(spelling.text)): name.name
            for name in base.names.values()
            for spelling in name.spellings
            if words(spelling.text)
        }
        self._longest: dict[str, int] = {}  # first word of a spelling → most words of one that begins so
        for spelled in self._names:
            self._longest[spelled[0]] = max(len(spelled), self._longest.get(spelled[0], 0))
        self.held = {fact.id: self._held(fact) for fact in base.facts}
        texts = [text for fact in base.facts for text in _texts(base, fact)]
        texts += [spelling.text for name in base.names.values() for spelling in name.spellings]
        self.vocabulary = frozenset(word for text in texts for word in words(text))
        self.years = frozenset(year for text in texts for year in years_of(text)).union(
            *(held.years for held in self.held.values())
        )
        self.numbers = frozenset(
            [int(word) for word in self.vocabulary if word.isdecimal()]
            + [at for at, word in enumerate(ORDINALS, 1) if word in self.vocabulary]
            + [at for at, word in enumerate(NUMBER_WORDS, 2) if word in self.vocabulary]
        )
        self._bags: dict[tuple[str, ...], set[str]] = {}
        for fact in base.facts:
            for phrase in base.phrases_of(fact):
                self._bags.setdefault(bag(phrase.text), set()).add(base.current(fact).id)
        counts = Counter(root for held in self.held.values() for root in held.asked)
        most = max(2, _RARE * len(base.facts))
        self._common = frozenset(root for root, count in counts.items() if count > most)
        self._near: dict[str, set[str]] = {}
        for word in self.vocabulary:
            for left in deletions(word):
                self._near.setdefault(left, set()).add(word)

    def _held(self, fact: Fact) -> Held:
        phrases = [phrase.text for phrase in self.base.phrases_of(fact)]
        own = [p for p in self.base.phrases_of(fact) if p.language == fact.question.language]
        answers = [fact.answer, *(claim.answer for claim in fact.claims)]
        years = {year for text in (*phrases, *answers) for year in years_of(text)}
        years |= {date.year for date in (fact.valid_from, fact.valid_to) if date}
        names = {mention.name for text in phrases for mention in self.mentions(text)}
        names |= {fact.about} if fact.about else set()
        named = [self.base.names[name] for name in names]
        years |= {year for name in named for spelling in name.spellings for year in years_of(spelling.text)}
        return Held(
            fact=fact,
            names=frozenset(names),
            family=frozenset(names.union(*(name.parts for name in named))),
            asked=frozenset(root for text in phrases for root in content(text)),
            phrasings=tuple(dict.fromkeys(self.matter(text)[1] for text in phrases)),
            told=frozenset(root for text in answers for root in content(text)),
            years=frozenset(years),
            kinds=frozenset(kind for phrase in own for kind in kinds_of(phrase.text)),
        )

    def mentions(self, text: str) -> list[Mention]:
        """Find the names in a text, from left to right; of overlapping spellings the longest counts."""
        found: list[Mention] = []
        matches = list(WORD.finditer(text.casefold()))
        parts = [match.group() for match in matches]
        position = 0
        while position < len(parts):
            for size in range(min(self._longest.get(parts[position], 0), len(parts) - position), 0, -1):
                name = self._names.get(tuple(parts[position : position + size]))
                if name:
                    end = matches[position + size - 1].end()
                    found.append(Mention(name, matches[position].start(), end))
                    position += size
                    break
            else:
                position += 1
        return found

    def a_mention(self, text: str, chance: Random) -> Mention | None:
        """Choose one of the names in a text at random."""
        found = self.mentions(text)
        return chance.choice(found) if found else None

    def names_in(self, text: str) -> frozenset[str]:
        """Return the names in a text."""
        return frozenset(mention.name for mention in self.mentions(text))

    def is_another_facts(self, text: str, fact: str) -> bool:
        """Return whether a text has the telling words of a phrasing of another fact, in any order."""
        return bool(self._bags.get(bag(text), set()) - {self.base.current(self.base.by_id[fact]).id})

    def is_held(self, text: str) -> bool:
        """Return whether a text has the telling words of some phrasing, in any order."""
        return bag(text) in self._bags

    def is_slip_of(self, slip: str, word: str) -> bool:
        """Return whether a misspelt word is no word of the base, and near to no other word than forms of `word`."""
        near = set().union(*(self._near.get(left, ()) for left in deletions(slip)))
        return slip not in self.vocabulary and all(root(other) == root(word) for other in near)

    def knows(self, text: str) -> bool:
        """Return whether the base has any word of a text."""
        return any(word in self.vocabulary for word in words(text) if not word.isdecimal())

    def lacks_year(self, phrase: str, year: int) -> bool:
        """Return whether no fact with this year shares a telling word or a name with the phrasing."""
        names, roots = self.matter(phrase)
        telling = roots - self._common
        if not names and not telling:
            return year not in self.years
        return not any(
            year in held.years and (names & held.family or telling & (held.asked | held.told))
            for held in self.held.values()
        )

    def lacks_name(self, fact: Fact, phrase: str, other: Name) -> bool:
        """Return whether the base lacks what a phrasing of `fact` asks of another name and of what that is part of."""
        _, roots = self.matter(phrase)
        kinds = kinds_of(phrase) - {OPEN}
        around = {other.name, *other.parts}
        return bool(roots) and not any(
            held.fact.asks == fact.asks or (kinds & held.kinds and roots & held.asked) or _covers(held, roots)
            for held in self.held.values()
            if held.names & around
        )

    def lacks_kind(self, fact: Fact, phrase: str, kind: str) -> bool:
        """Return whether no fact about the things in a phrasing answers this kind of question."""
        if kind in self.held[fact.id].kinds:
            return False
        names, roots = self.matter(phrase)
        return not any(
            (names & held.names and kind in held.kinds) or ((not names or names & held.names) and _covers(held, roots))
            for held in self.held.values()
            if held.fact.id != fact.id and held.kinds & {kind, OPEN}
        )

    def lacks_matter(self, name: str, kind: str, matter: str) -> bool:
        """Return whether no fact about a name answers this kind of question or has a telling word of the matter."""
        roots = content(matter)
        around = {name, *self.base.names[name].parts}
        return not any(
            held.names & around and (kind in held.kinds or roots & (held.asked | held.told))
            for held in self.held.values()
        )

    def matter(self, phrase: str) -> tuple[frozenset[str], frozenset[str]]:
        """Return the names in a phrasing with what they are part of, and the roots of its other words."""
        names: set[str] = set()
        rest = phrase
        for mention in reversed(self.mentions(phrase)):
            names |= {mention.name, *self.base.names[mention.name].parts}
            rest = rest[: mention.start] + " " + rest[mention.end :]
        return frozenset(names), content(rest)


def _covers(held: Held, roots: frozenset[str]) -> bool:
    """Return whether one phrasing of a fact, or its answers, have most of some words."""
    return any(len(roots & some) > _MOST_COVERED * len(roots) for some in (*held.phrasings, held.told))


def _texts(base: FactBase, fact: Fact) -> Iterator[str]:
    yield from (phrase.text for phrase in base.phrases_of(fact))
    yield fact.answer
    for claim in fact.claims:
        yield claim.answer
    for translation in fact.translations:
        if translation.answer:
            yield translation.answer
