"""Limits a base to what a chat may see, as if the rest had never been written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot.factbase.model import Fact, FactBase, Name


@dataclass(frozen=True, slots=True)
class Audience:
    """A chat that looks at the base, by its numbers; it has several once it has moved.

    `topics` are the only topics that the chat wants to see; None means all that it may.
    """

    chats: frozenset[int] = frozenset()
    topics: frozenset[str] | None = None


ANYBODY: Final = Audience()  # sees the topics that are not limited to chats


def topics_for(base: FactBase, audience: Audience) -> frozenset[str]:
    """Name the topics that an audience may see."""
    return frozenset(
        topic.name
        for topic in base.topics
        if (not topic.audience or audience.chats & set(topic.audience))
        and (audience.topics is None or topic.name in audience.topics)
    )


def visible(base: FactBase, topics: frozenset[str]) -> FactBase:
    """Return a base with only some topics, and the sources and names that their facts need.

    A fact that is superseded by a hidden one is hidden too, for what it says no longer holds.
    """
    if topics >= {topic.name for topic in base.topics}:
        return base
    facts = [fact for fact in base.facts if {fact.topic, base.current(fact).topic} <= topics]
    held = {fact.id for fact in facts}
    cited = {citation.source for fact in facts for citation in fact.citations}
    needed = set(_names(base, (fact.about for fact in facts if fact.about)))
    return FactBase(
        topics=tuple(topic for topic in base.topics if topic.name in topics),
        sources={key: source for key, source in base.sources.items() if source.topic in topics or key in cited},
        names={name: entry for name, entry in base.names.items() if entry.topic in topics or name in needed},
        phrasings=base.phrasings,
        facts=tuple(_alone(fact, held, base) for fact in facts),
        version=hashlib.sha256("\0".join((base.version, *sorted(topics))).encode()).hexdigest()[:16],
    )


def _alone(fact: Fact, held: set[str], base: FactBase) -> Fact:
    """Remove links to hidden facts, and skip hidden successors up to one that is visible."""
    seen, next_one = tuple(other for other in fact.see_also if other in held), fact.superseded_by
    while next_one is not None and next_one not in held:
        next_one = base.by_id[next_one].superseded_by
    if (seen, next_one) == (fact.see_also, fact.superseded_by):
        return fact
    return replace(fact, see_also=seen, superseded_by=next_one)


def _names(base: FactBase, wanted: Iterable[str]) -> Iterator[str]:
    """Yield names and those that they are made of."""
    for name in wanted:
        entry: Name | None = base.names.get(name)
        if entry is not None:
            yield name
            yield from _names(base, entry.parts)
