"""Looks up how the matcher has read the base's phrasings, so that no rule reads them again."""

from __future__ import annotations

from bot.matching import Matcher
from bot.matching.dialogue.ellipsis import MissingPart, missing_part
from bot.matching.dialogue.small_talk import MOST_WORDS


class ReadPhrases:
    """The phrasings of a matcher's index, by their text; any other text is read when it comes."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._read = {indexed.phrase.text: indexed for indexed in matcher.index.phrases}

    def fold(self, text: str) -> str:
        """Return what `Matcher.fold` does: the same for two texts that the matcher cannot tell apart."""
        indexed = self._read.get(text)
        return indexed.text if indexed is not None else self._matcher.fold(text)

    def missing_part(self, text: str) -> MissingPart | None:
        """Return what a question leaves to the one before it; None if it is whole, as every long one is."""
        indexed = self._read.get(text)
        if indexed is not None and len(indexed.query.tokens) > MOST_WORDS:
            return None
        return missing_part(text, self._matcher)
