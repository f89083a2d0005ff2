"""Turns the public question sets into fact bases, in memory or as topic folders on disk."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from bot.factbase.model import Citation, Fact, FactBase, PartialDate, Phrase, Phrasings, Source, Topic
from bot.problems import BotError, Place

DEFAULT_FOLDER = Path(__file__).parents[1] / ".." / "shared" / "bench"
TOPIC = "bench"
SOURCE = "public-set"
DAY = PartialDate(2026, 1, 1)
ID_LENGTH = 48
NO_ANSWER = "The set gives no answer."


class SetsError(BotError):
    """The question sets cannot be read; the message says where they come from."""


@dataclass(frozen=True, slots=True)
class Question:
    """What someone asked, and the fact that answers it; None where nothing in the base does."""

    text: str
    expect: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One fact of a set, under an id that a topic file may have."""

    id: str
    question: str
    aliases: tuple[str, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """A public set: what the base holds, and what it is asked."""

    name: str
    entries: tuple[Entry, ...]
    questions: tuple[Question, ...]
    language: str

    @property
    def phrases(self) -> list[tuple[str, str]]:
        """Pairs of fact id and phrasing."""
        return [(entry.id, text) for entry in self.entries for text in (entry.question, *entry.aliases)]


def folder() -> Path:
    """Tell where the sets are looked for: `BENCH_DATA`, else the folder beside the project."""
    return Path(os.environ.get("BENCH_DATA") or DEFAULT_FOLDER).resolve()


def load(where: Path, names: Iterable[str] = ()) -> list[QuestionSet]:
    """Read the sets of a folder, all or those named, by name."""
    found = sorted(path.parent.name for path in where.glob("*/facts.jsonl"))
    if not found:
        raise SetsError(
            f"no question sets in '{where}'; set BENCH_DATA to a folder with one folder a set (facts.jsonl, "
            "queries.jsonl), made from the public sets that docs/benchmark.md names"
        )
    wanted = list(names) or found
    for name in wanted:
        if name not in found:
            raise SetsError(f"no question set '{name}' in '{where}'; there are {', '.join(found)}")
    return [read(where / name) for name in wanted]


def read(where: Path) -> QuestionSet:
    """Read one set from its folder."""
    rows = _rows(where / "facts.jsonl")
    ids = kebab_ids([row["id"] for row in rows])
    entries = tuple(_entry(ids[row["id"]], row) for row in rows)
    asked = _rows(where / "queries.jsonl")
    questions = tuple(
        Question(row["q"], None if row["expect"] is None else ids[row["expect"]], row["kind"]) for row in asked
    )
    return QuestionSet(where.name, entries, questions, _language(entries))


def _entry(id: str, row: Mapping[str, Any]) -> Entry:
    """Take a fact as a topic file would give it: without outer spaces, and never without an answer."""
    aliases = tuple(alias.strip() for alias in row["aliases"])
    return Entry(id, row["question"].strip(), aliases, row["answer"].strip() or NO_ANSWER)


def kebab_ids(ids: Iterable[str]) -> dict[str, str]:
    """Map ids of any form to ones a topic file allows; a hash marks those that clash or are too long."""
    ids = list(ids)
    short = {id: re.sub(r"[^a-z0-9]+", "-", id.lower()).strip("-") for id in ids}
    counts: dict[str, int] = {}
    for name in short.values():
        counts[name] = counts.get(name, 0) + 1
    return {
        id: name if name and counts[name] == 1 and len(name) <= ID_LENGTH else _hashed(id, name)
        for id, name in short.items()
    }


def _hashed(id: str, name: str) -> str:
    mark = sha256(id.encode()).hexdigest()[:8]
    return f"{name[: ID_LENGTH - 9].strip('-')}-{mark}".strip("-")


def as_base(entries: Sequence[Entry], language: str = "en") -> FactBase:
    """Make the fact base that `write_topic` would put on disk, without the disk."""
    path = f"{TOPIC}.yaml"
    place = Place(path, 1, 1)

    def phrase(text: str) -> Phrase:
        return Phrase(text, language, place)

    no_places: Mapping[str, Place] = MappingProxyType({})
    facts = [
        Fact(
            id=entry.id,
            topic=TOPIC,
            question=phrase(entry.question),
            aliases=tuple(phrase(text) for text in entry.aliases),
            answer=entry.answer,
            citations=(Citation(SOURCE, None, place),),
            as_of=DAY,
            place=place,
            places=no_places,
        )
        for entry in sorted(entries, key=lambda entry: entry.id)
    ]
    source = Source(SOURCE, "Public question set", "Its authors", DAY, None, None, None, None, TOPIC, place)
    version = sha256(repr(entries).encode("utf-8", "surrogatepass")).hexdigest()
    topic = Topic(TOPIC, "Benchmark", language, path)
    return FactBase((topic,), {SOURCE: source}, {}, Phrasings(), tuple(facts), version)


def write_topic(entries: Sequence[Entry], where: Path, language: str = "en") -> Path:
    """Write the facts as one topic file of the folder `where`, for commands that read a base from disk."""
    document = {
        "topic": TOPIC,
        "title": "Benchmark",
        "language": language,
        "sources": {
            SOURCE: {"title": "Public question set", "publisher": "Its authors", "published": str(DAY)},
        },
        "facts": [
            {"id": entry.id, "question": entry.question}
            | ({"aliases": list(entry.aliases)} if entry.aliases else {})
            | {"answer": entry.answer, "sources": [SOURCE], "as_of": str(DAY)}
            for entry in entries
        ],
    }
    where.mkdir(parents=True, exist_ok=True)
    path = where / f"{TOPIC}.yaml"
    path.write_text(yaml.dump(document, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=1000), "utf-8")
    return path


class _Plain(yaml.SafeDumper):
    """Writes without anchors, which a fact base refuses."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        # Not splitlines: a text may hold a line separator that JSON leaves as it is.
        return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
    except (OSError, ValueError) as error:
        raise SetsError(f"cannot read '{path}' ({error}); it wants one JSON object a line") from error


def _language(entries: Sequence[Entry]) -> str:
    letters = [letter for entry in entries for letter in entry.question if letter.isalpha()]
    cyrillic = sum("\u0400" <= letter <= "\u04ff" for letter in letters)
    return "ru" if cyrillic > len(letters) / 2 else "en"
