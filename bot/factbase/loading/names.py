"""Expands the references between names, so that each name has all its spellings."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import product
from math import prod

from bot.factbase.loading.conform import did_you_mean, schema_problem
from bot.factbase.loading.outline import PlacedText, WrittenName
from bot.factbase.model import Name, Phrase
from bot.problems import Place, Problem, quoted

MOST_SPELLINGS = 1_000
_MOST_STEPS = 20
_REFERENCE = re.compile(r"\{([^{}]*)\}")


def expand_names(written: list[WrittenName]) -> tuple[dict[str, Name], list[Problem]]:
    """Replace {Name} by every spelling of that name, through as many names as it takes.

    Problems: a name that stands twice, a reference to no name, or round in a circle.
    """
    expansion = _Expansion()
    for each in sorted(written, key=lambda name: name.place):
        first = expansion.written.setdefault(each.name, each)
        if first is not each:
            what = f"name {quoted(each.name)} already stands at {first.place}"
            expansion.note(each.place, what, "gather all its spellings there", "name-taken")
    for name in sorted(expansion.written):
        expansion.resolve(name, ())
    return expansion.done, expansion.problems


def spelling_problems(names: Mapping[str, Name], fold: Callable[[str], str]) -> list[Problem]:
    """Find spellings that, folded, belong to two names."""
    owners: dict[str, tuple[Name, Phrase]] = {}
    problems: dict[tuple[Place, str], Problem] = {}
    for name in sorted(names.values(), key=lambda name: name.place):
        for spelling in name.spellings:
            owner, first = owners.setdefault(fold(spelling.text), (name, spelling))
            if owner.name != name.name:
                what = f"{quoted(spelling.text)} already is a spelling of {quoted(owner.name)} ({first.place})"
                problem = schema_problem(spelling.place, what, "keep it under one of the two", "name-taken")
                problems.setdefault((spelling.place, owner.name), problem)
    return list(problems.values())


def simple_fold(text: str) -> str:
    """Fold case and compatibility forms, and drop spaces, hyphens and invisible marks."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(char for char in folded if unicodedata.category(char) not in {"Zs", "Pd", "Cf", "Pc", "Cc"})


@dataclass(slots=True)
class _Expansion:
    """Names resolved one by one, each after those that it refers to."""

    written: dict[str, WrittenName] = field(default_factory=dict)
    done: dict[str, Name] = field(default_factory=dict)
    circular: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def note(self, place: Place, what: str, mend: str, rule: str) -> None:
        self.problems.append(schema_problem(place, what, mend, rule))

    def resolve(self, name: str, way: tuple[str, ...]) -> Name:
        if name in self.done:
            return self.done[name]
        written = self.written[name]
        if "{" in name or "}" in name:
            what = f"name {quoted(name)} has braces in it"
            self.note(written.place, what, "write the name out; braces belong in spellings", "name-reference")
        texts = {name: Phrase(name, written.language, written.place)}
        parts: dict[str, None] = {}
        for spelling in written.spellings:
            for text in self._spellings(spelling, (*way, name), parts):
                texts.setdefault(text, Phrase(text, written.language, spelling.place))
        resolved = Name(name, tuple(texts.values()), tuple(parts), written.topic, written.place)
        self.done[name] = resolved
        return resolved

    def _spellings(self, spelling: PlacedText, way: tuple[str, ...], parts: dict[str, None]) -> list[str]:
        """Return every text that a written spelling stands for, and add the names in it to `parts`."""
        pieces = _REFERENCE.split(spelling.text)  # text, name, text, name, …, text
        if any("{" in piece or "}" in piece for piece in pieces[::2]):
            what = f"{quoted(spelling.text)} has a brace without its partner"
            self.note(spelling.place, what, "write {Name}, or leave the brace out", "name-reference")
            return []
        choices: list[list[str]] = []
        for number, piece in enumerate(pieces):
            if number % 2 == 0:
                choices.append([piece])
                continue
            referred = self._referred(piece.strip(), spelling, way)
            if referred is None:
                return []
            parts |= dict.fromkeys((referred.name, *referred.parts))
            choices.append([phrase.text for phrase in referred.spellings])
        if prod(map(len, choices)) > MOST_SPELLINGS:
            what = f"{quoted(spelling.text)} stands for more than {MOST_SPELLINGS} spellings"
            self.note(spelling.place, what, "refer to fewer names in it", "name-reference")
            return []
        return ["".join(combination) for combination in product(*choices)]

    def _referred(self, name: str, spelling: PlacedText, way: tuple[str, ...]) -> Name | None:
        if name not in self.written:
            mend = did_you_mean(name, self.written, "refer to a name that stands under names: in some topic")
            self.note(spelling.place, f"{{{name}}} refers to no name of the base", mend, "name-reference")
            return None
        if name in way:
            circle = way[way.index(name) :]
            self.circular.update(circle)
            what = f"{{{name}}} refers round in a circle: {' → '.join((*circle, name))}"
            self.note(spelling.place, what, "write one of the spellings out", "name-reference")
            return None
        if len(way) > _MOST_STEPS:
            what = f"{{{name}}} refers on through more than {_MOST_STEPS} names"
            self.note(spelling.place, what, "write this spelling out", "name-reference")
            return None
        resolved = self.resolve(name, way)
        return None if name in self.circular else resolved
