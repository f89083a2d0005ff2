"""All files of a base, as bytes → one FactBase, or every problem that keeps it from loading."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence

from bot.factbase.build import build_facts, build_phrasings, build_sources, build_topic
from bot.factbase.conform import conform, schema_problem
from bot.factbase.definition import PHRASINGS, TOPIC
from bot.factbase.model import FactBase, Name, Phrasings
from bot.factbase.names import expand_names, simple_fold, spelling_problems
from bot.factbase.nodes import MappingNode, parse
from bot.factbase.outline import File, outline
from bot.factbase.references import reference_problems
from bot.problems import Place, Problem, in_order

PHRASINGS_FILE = "phrasings.yaml"


def load(
    files: Iterable[tuple[str, bytes]], *, fold: Callable[[str], str] = simple_fold
) -> tuple[FactBase | None, list[Problem]]:
    """Read the files of a base, given as (path as shown to people, content), in any order.

    A file named phrasings.yaml holds the phrasings, every other one is a topic. The base is None exactly when
    there are problems, all of the level SCHEMA. `fold` maps spellings that count as the same to one text.
    """
    given = sorted(files)
    topics: list[File] = []
    phrasings: list[File] = []
    unread: list[bytes] = []
    problems: list[Problem] = []
    for path, content in given:
        is_topic = _file_name(path) != PHRASINGS_FILE
        file, found = _read(path, content, is_topic)
        problems += found
        if file:
            (topics if is_topic else phrasings).append(file)
        elif found:
            unread.append(content)
    for extra in phrasings[1:]:
        what = f"a second {PHRASINGS_FILE} beside {phrasings[0].path}"
        problems.append(
            schema_problem(Place(extra.path, 1, 1), what, "gather all phrasings in one", "topic-file")
        )

    found_names = outline(topics, phrasings[0] if phrasings else None)
    names, name_problems = expand_names(found_names.names)
    problems += name_problems
    problems += spelling_problems(names, fold)
    problems += reference_problems(
        found_names, topics, names.values(), lambda word: any(word.encode() in content for content in unread)
    )
    if problems:
        return None, in_order(problems)
    return _build(topics, phrasings, names, _version(given)), []


def _read(path: str, content: bytes, is_topic: bool) -> tuple[File | None, list[Problem]]:
    node, problems = parse(path, content)
    top = Place(path, 1, 1)
    stem = re.sub(r"\.ya?ml$", "", _file_name(path))
    if node is None:
        if is_topic and not problems:
            problems.append(
                schema_problem(top, "the file is empty", f"begin with topic: {stem}", "field-missing")
            )
        return None, problems
    problems += conform(node, TOPIC if is_topic else PHRASINGS, "the file", top)
    return (File(path, stem, node) if isinstance(node, MappingNode) else None), problems


def _build(
    topics: Sequence[File], phrasings: Sequence[File], names: dict[str, Name], version: str
) -> FactBase:
    return FactBase(
        topics=tuple(sorted((build_topic(file) for file in topics), key=lambda topic: topic.name)),
        sources={
            source.key: source
            for source in sorted(
                (source for file in topics for source in build_sources(file)), key=lambda s: s.key
            )
        },
        names={name: names[name] for name in sorted(names)},
        phrasings=build_phrasings(phrasings[0]) if phrasings else Phrasings(),
        facts=tuple(
            sorted((fact for file in topics for fact in build_facts(file)), key=lambda fact: fact.id)
        ),
        version=version,
    )


def _version(files: Iterable[tuple[str, bytes]]) -> str:
    """Return a hash of names and contents that does not depend on the folder or the order."""
    digest = hashlib.sha256()
    for name, content in sorted((_file_name(path), content) for path, content in files):
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]


def _file_name(path: str) -> str:
    return re.split(r"[/\\]", path)[-1]
