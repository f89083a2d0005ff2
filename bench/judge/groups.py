"""Reads the groups of bench/contrasts: a question, others that ask the same, and near misses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

FOLDER: Final = Path(__file__).parents[1] / "contrasts"
PROPERTIES: Final = "properties.txt"
_KEPT_BACK: Final = "kept back"
_HEADING: Final = re.compile(r"# (domain|kept back):\s*(.+?)\s*")


@dataclass(frozen=True, slots=True)
class Group:
    """One fact's question, rephrasings that the same answer answers, and near misses that need another."""

    domain: str
    is_kept_back: bool
    ask: str
    same: tuple[str, ...]
    other: tuple[str, ...]


def read_groups(folder: Path = FOLDER) -> list[Group]:
    """Read all groups in the order of files and lines; raise ValueError for a line of no known form."""
    paths = sorted(path for path in folder.glob("*.txt") if path.name != PROPERTIES)
    return [group for path in paths for group in _groups_of(path)]


def _groups_of(path: Path) -> Iterator[Group]:
    kind, domain = "domain", path.stem
    for block in re.split(r"\n\s*\n", path.read_text("utf-8")):
        lines: dict[str, list[str]] = {"?": [], "=": [], "!": []}
        for line in filter(None, map(str.strip, block.splitlines())):
            if heading := _HEADING.fullmatch(line):
                kind, domain = heading.groups()
            elif line[0] in lines:
                lines[line[0]].append(line[1:].strip())
            else:
                raise ValueError(f"{path.name}: {line!r} begins with none of '?', '=', '!' and '# domain:'")
        if lines["?"] and lines["="] and lines["!"]:
            ask, same, other = lines["?"][0], tuple(lines["="]), tuple(lines["!"])
            yield Group(f"{path.stem}: {domain}", kind == _KEPT_BACK, ask, same, other)


def read_properties(path: Path = FOLDER / PROPERTIES) -> dict[str, list[list[str]]]:
    """Read the ways to ask for each property, by the kind of thing that has it."""
    kinds: dict[str, list[list[str]]] = {}
    kind = ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("## "):
            kind = line[3:].strip()
            kinds[kind] = []
        elif "|" in line:
            kinds[kind].append([way.strip() for way in line.split("|")[1:]])
    return kinds
