"""Lists the sources of a base, each with the number of facts that cite it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from bot.factbase.model import FactBase, Source


@dataclass(frozen=True, slots=True)
class Entry:
    """A source and the number of facts that cite it."""

    source: Source
    facts: int


def bibliography(base: FactBase) -> list[Entry]:
    """List the sources, sorted by publisher, date and title."""
    cited = Counter(key for fact in base.facts for key in {citation.source for citation in fact.citations})
    entries = [Entry(source, cited[source.key]) for source in base.sources.values()]
    return sorted(
        entries, key=lambda entry: (entry.source.publisher.casefold(), date_of(entry.source), entry.source.key)
    )


def date_of(source: Source) -> str:
    """Return the day of publication, or else the day on which the source was read."""
    return str(source.published or source.accessed or "")
