"""Numbers the sources that a document cites, and lists them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.briefing.document import NumberedSource, Reference
from bot.factbase.model import Citation, PartialDate, Source
from bot.messages.replies import RELIABILITY
from bot.replies.localisation import Words
from bot.replies.sources import date_of, when


class Bibliography:
    """Numbers the sources of a paper in the order in which they are first cited."""

    def __init__(self, sources: Mapping[str, Source], say: Words) -> None:
        self._sources = sources
        self._say = say
        self._numbers: dict[str, int] = {}

    def references(self, citations: Iterable[Citation], *, graded: bool = False) -> tuple[Reference, ...]:
        """Return a reference to each source, with all its locators and, if `graded`, its reliability."""
        locators: dict[str, list[str]] = {}
        for citation in citations:
            if citation.source in self._sources:
                of_source = locators.setdefault(citation.source, [])
                of_source += [citation.locator] if citation.locator and citation.locator not in of_source else []
        return tuple(self._reference(key, of_source, graded) for key, of_source in locators.items())

    def _reference(self, key: str, locators: list[str], graded: bool) -> Reference:
        grade = self._sources[key].reliability
        rest = [*locators, *([f"({self._say(RELIABILITY, grade=grade)})"] if graded and grade else [])]
        return Reference(self._numbers.setdefault(key, len(self._numbers) + 1), " ".join(rest))

    def when(self, citations: Iterable[Citation], as_of: PartialDate) -> str:
        """Say as of when something holds that its sources say."""
        return when(self._sources, citations, as_of, self._say)

    def listed(self) -> tuple[NumberedSource, ...]:
        """List what was cited: publisher, date and reliability of each."""
        return tuple(self._listed(key, number) for key, number in self._numbers.items())

    def _listed(self, key: str, number: int) -> NumberedSource:
        source = self._sources[key]
        grade = self._say(RELIABILITY, grade=source.reliability) if source.reliability else ""
        rest = ", ".join(filter(None, (source.publisher, date_of(source, self._say), grade)))
        return NumberedSource(number, source, rest)
