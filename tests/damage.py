"""Topic files and a seed → variants that no base may be made of: cut, swapped, mistyped, doubled, tabbed, garbled."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from typing import Final

FACT: Final = re.compile(rb"^( *)- id: (\S+)\n((?:\1  .*\n|\n)+)", re.M)
FIELD: Final = re.compile(rb"^ +(?:answer|question|as_of|sources): (\S.*)\n", re.M)
GARBLED: Final = (b"\xff", b"\xc3\x28", b"\xed\xa0\x80", b"\x00", b"\x07", b"\x1b[0m")
WRONG: Final = {
    b"question": b"question: [one, two]",
    b"answer": b"answer: {en: yes}",
    b"as_of": b"as_of: last summer",
    b"sources": b"sources: the papers",
}


@dataclass(frozen=True, slots=True)
class Damage:
    """A file as it must not be taken."""

    kind: str
    path: str
    content: bytes


def damaged(files: Mapping[str, bytes], seed: int, count: int) -> Iterator[Damage]:
    """Damage topic files in turn, each in every way, at places that chance picks; no two are the same."""
    chance = Random(seed)
    made: set[bytes] = set()
    paths = sorted(path for path in files if FACT.search(files[path]))
    for number in range(count):
        kind = list(WAYS)[number % len(WAYS)]
        path = paths[number // len(WAYS) % len(paths)]
        content = WAYS[kind](files[path], chance)
        while content in made:
            content = WAYS[kind](files[path], chance)
        made.add(content)
        yield Damage(kind, path, content)


def _cut(content: bytes, chance: Random) -> bytes:
    """End within a fact, before its sources are told."""
    fact = chance.choice(list(FACT.finditer(content)))
    end = content.index(b"sources: ", fact.start())
    return content[: chance.randint(fact.start(2), end)]


def _swapped(content: bytes, chance: Random) -> bytes:
    """Change the place of a fact's first line and the one below."""
    fact = chance.choice(list(FACT.finditer(content)))
    first, second, *rest = content[fact.start() :].splitlines(keepends=True)
    return content[: fact.start()] + second + first + b"".join(rest)


def _mistyped(content: bytes, chance: Random) -> bytes:
    field = chance.choice(list(FIELD.finditer(content)))
    indent, name = re.match(rb"( +)(\w+)", field[0]).groups()  # type: ignore[union-attr]
    return content[: field.start()] + indent + WRONG[name] + b"\n" + content[field.end() :]


def _doubled(content: bytes, chance: Random) -> bytes:
    one, other = chance.sample(list(FACT.finditer(content)), 2)
    return content[: one.start(2)] + other[2] + content[one.end(2) :]


def _tabbed(content: bytes, chance: Random) -> bytes:
    field = chance.choice(list(FIELD.finditer(content)))
    return content[: field.start()] + b"\t" + content[field.start() :].lstrip(b" ")


def _garbled(content: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(content))
    while content[at] & 0xC0 == 0x80:  # not inside a letter, which other bytes might make whole
        at -= 1
    return content[:at] + chance.choice(GARBLED) + content[at:]


WAYS: Final[Mapping[str, Callable[[bytes, Random], bytes]]] = {
    "cut": _cut,
    "swapped lines": _swapped,
    "wrong type": _mistyped,
    "duplicate id": _doubled,
    "tab": _tabbed,
    "bytes": _garbled,
}
