"""Makes pairs of questions that ask the same or not from the groups, and from made-up names with their properties."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from bench.judge.groups import Group

Pair: TypeAlias = tuple[str, str, float]  # two questions, and 1 where they ask the same, else 0

_NEGATIVES: Final = 4  # a near miss is put beside so many questions of its group
_ELSEWHERE: Final = 3  # pairs with other groups of the domain
_POSITIVES: Final = 0.45  # share of pairs of one property
_WITH_KIND: Final = 0.3  # share of names with their kind: the treaty Morvel
# A near miss in a wrapping is the same question: so that the judge does not learn how near misses sound.
_WRAPPINGS: Final = (
    "quick one: {}",
    "for my boss: {}",
    "do you know {}",
    "pls tell me {}",
    "hi, {}",
    "{} thanks",
    "{} please",
    "sorry, {}",
    "need to know: {}",
    "{} - for a briefing",
    "can you tell me {}",
    "morning! {}",
    "{} asap",
)
_SYLLABLES: Final = tuple(
    "ka ran mor ti vel sho dun bra lis nor gal ush ten pil dor zam ari kos hel vin tur bek sal om".split()  # noqa: SIM905
)
_KINDS: Final[Mapping[str, Sequence[str]]] = {
    "event": ("exercise", "conference", "summit", "cup", "festival", "workshop", "games", "forum", "talks"),
    "agreement": ("treaty", "agreement", "contract", "memorandum", "accord", "deal", "pact"),
    "person": ("minister", "general", "president", "ambassador", "dr", "colonel"),
    "object": ("satellite", "ship", "reactor", "bridge", "tanker", "train", "telescope"),
    "organisation": ("company", "agency", "union", "club", "fund", "museum", "institute"),
}


def normalised(text: str) -> str:
    """Return a question as the judge reads it: in small letters, without marks at the end."""
    return re.sub(r"\s+", " ", re.sub(r"[?!.]+\s*$", "", text.strip()).replace("’", "'")).lower()


def pairs_of(groups: Sequence[Group], chance: random.Random) -> list[Pair]:
    """Return the pairs of all groups, shuffled."""
    beside: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        beside[group.domain].append(group)
    found: list[Pair] = []
    for group in groups:
        same, other = (group.ask, *group.same), group.other
        found += [(one, two, 1.0) for at, one in enumerate(same) for two in same[at + 1 :]]
        for miss in other:
            found += [(one, miss, 0.0) for one in chance.sample(same, min(_NEGATIVES, len(same)))]
        wrapped = [*chance.sample(other, min(2, len(other))), group.ask]
        found += [(chance.choice(_WRAPPINGS).format(one), one, 1.0) for one in wrapped]
        if len(other) > 1:
            one, two = chance.sample(other, 2)
            found.append((one, two, 0.0))
        for _ in range(_ELSEWHERE):
            neighbour = chance.choice(beside[group.domain])
            if neighbour is not group:
                found.append((chance.choice(same), chance.choice((neighbour.ask, *neighbour.same)), 0.0))
    found = [(one, two, y) if chance.random() < 0.5 else (two, one, y) for one, two, y in found]
    chance.shuffle(found)
    return [(normalised(one), normalised(two), y) for one, two, y in found]


def property_pairs(kinds: Mapping[str, Sequence[Sequence[str]]], count: int, chance: random.Random) -> list[Pair]:
    """Return so many pairs about made-up names, of one property or of two properties of one kind of thing."""
    names, weights = list(kinds), [len(properties) for properties in kinds.values()]
    found: list[Pair] = []
    for _ in range(count):
        kind = chance.choices(names, weights)[0]
        ways = chance.choice(kinds[kind])
        is_same = chance.random() < _POSITIVES
        if is_same:
            one, two = chance.sample(list(ways), 2)
        else:
            one, two = chance.choice(ways), chance.choice(chance.choice([w for w in kinds[kind] if w is not ways]))
        name = _name(kind, chance)
        found.append((_filled(one, name, kind, chance), _filled(two, name, kind, chance), float(is_same)))
    return [(normalised(one), normalised(two), y) for one, two, y in found]


def _name(kind: str, chance: random.Random) -> str:
    name = "".join(chance.choice(_SYLLABLES) for _ in range(chance.choice((2, 2, 3))))
    style = chance.random()
    if style < 0.25:
        name = "".join(chance.choice("abcdefghiklmnoprstuvwz") for _ in range(chance.choice((3, 4, 5))))
    elif style < 0.4:
        name += " " + chance.choice(_SYLLABLES) + chance.choice(_SYLLABLES)
    elif style < 0.5:
        name += "-" + chance.choice(_SYLLABLES)
    if kind == "event" and chance.random() < 0.75:
        return f"{name} {chance.randint(1995, 2026)}"
    if kind == "object" and chance.random() < 0.5:
        return f"{name}-{chance.randint(1, 9)}"
    if kind == "agreement" and chance.random() < 0.5:
        return f"{chance.randint(1995, 2026)} {name}"
    return name


def _filled(way: str, name: str, kind: str, chance: random.Random) -> str:
    if chance.random() < _WITH_KIND:
        noun = chance.choice(_KINDS[kind])
        name = f"{noun} {name}" if kind == "person" or chance.random() < 0.5 else f"{name} {noun}"
    return way.replace("{x}", name)
