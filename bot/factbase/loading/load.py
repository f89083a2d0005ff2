"""Loads all files of a base into one FactBase, or reports every problem that keeps it from loading."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.factbase.loading.build import build_facts, build_phrasings, build_sources, build_topic
from bot.factbase.loading.conform import conform, schema_problem
from bot.factbase.loading.definition import PHRASINGS, TOPIC
from bot.factbase.loading.names import expand_names, simple_fold, spelling_problems
from bot.factbase.loading.nodes import MappingNode, parse
from bot.factbase.loading.outline import File, Outline, add_phrasings, add_topic
from bot.factbase.loading.phrasings_merge import merged, synonym_problems
from bot.factbase.loading.references import reference_problems
from bot.factbase.model import Fact, FactBase, Phrasings, Source, Topic
from bot.problems import Place, Problem, in_order

PHRASINGS_FILE = "phrasings.yaml"


def load(
    files: Iterable[tuple[str, bytes]], *, fold: Callable[[str], str] = simple_fold
) -> tuple[FactBase | None, list[Problem]]:
    """Read the files of a base, given as (path as shown to people, content), in any order.

    A file named phrasings.yaml holds phrasings, those of several folders are joined; every other one is a
    topic. The base is None exactly when
    there are problems, all of the level SCHEMA. `fold` maps spellings that count as the same to one text.
    """
    reading = _FileReader()
    given = sorted(files)
    for path, content in given:
        reading.add(path, content)
    names, problems = expand_names(reading.outline.names)
    problems += reading.problems
    problems += spelling_problems(names, fold)
    problems += reference_problems(reading.outline, names.values(), reading.is_unread)
    if problems:
        return None, in_order(problems)
    base = FactBase(
        topics=tuple(sorted(reading.topics, key=lambda topic: topic.name)),
        sources={source.key: source for source in sorted(reading.sources, key=lambda source: source.key)},
        names={name: names[name] for name in sorted(names)},
        phrasings=reading.phrasings or Phrasings(),
        facts=tuple(sorted(reading.facts, key=lambda fact: fact.id)),
        version=version_of(given),
    )
    return base, []


def version_of(files: Iterable[tuple[str, bytes]]) -> str:
    """Return the version of a base: a hash of names and contents, whatever the folder or the order."""
    digest = hashlib.sha256()
    for name, content in sorted((_file_name(path), content) for path, content in files):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


@dataclass(slots=True)
class _FileReader:
    """Collects what the files hold. Each file is built at once, as nodes take several times the memory of facts."""

    topics: list[Topic] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    phrasings: Phrasings | None = None
    phrasings_path: str = ""
    outline: Outline = field(default_factory=Outline)
    problems: list[Problem] = field(default_factory=list)
    unread: list[bytes] = field(default_factory=list)

    def add(self, path: str, content: bytes) -> None:
        """Read one file; its values are kept only if it conforms."""
        is_topic = _file_name(path) != PHRASINGS_FILE
        top = Place(path, 1, 1)
        node, problems = parse(path, content)
        if node is None:
            self.unread += [content] if problems else []
            if is_topic and not problems:
                mend = f"begin with topic: {_stem(path)}"
                problems.append(schema_problem(top, "the file is empty", mend, "field-missing"))
        else:
            problems += conform(node, TOPIC if is_topic else PHRASINGS, "the file", top)
        self.problems += problems
        if isinstance(node, MappingNode):
            add = self._add_topic if is_topic else self._add_phrasings
            add(File(path, _stem(path), node), sound=not problems)

    def is_unread(self, word: str) -> bool:
        """Return whether a word occurs in a file that could not be read."""
        return any(word.encode() in content for content in self.unread)

    def _add_topic(self, file: File, *, sound: bool) -> None:
        add_topic(self.outline, file)
        if sound:
            self.topics.append(build_topic(file))
            self.sources += build_sources(file)
            self.facts += build_facts(file)

    def _add_phrasings(self, file: File, *, sound: bool) -> None:
        add_phrasings(self.outline, file)
        if not sound:
            return
        more = build_phrasings(file)
        if self.phrasings is None:
            self.phrasings, self.phrasings_path = more, file.path
            return
        self.problems += synonym_problems(self.phrasings, self.phrasings_path, more, file)
        self.phrasings = merged(self.phrasings, more)


def _stem(path: str) -> str:
    return re.sub(r"\.ya?ml$", "", _file_name(path), flags=re.IGNORECASE)


def _file_name(path: str) -> str:
    return re.split(r"[/\\]", path)[-1]
