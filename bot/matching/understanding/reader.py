"""Reads a text as a query: drops politeness, puts in synonyms and names, and finds the question's parts."""

from __future__ import annotations

from bot.factbase.model import FactBase
from bot.matching.text.tokenizer import capitalised, tokenise, without_noise
from bot.matching.understanding.entity_linker import EntityLinker
from bot.matching.understanding.query import Query, parse_query


class QuestionReader:
    """Reads questions by the names and synonyms of one base."""

    def __init__(self, base: FactBase) -> None:
        self.linker = EntityLinker(base.names)
        self._synonyms = {
            word: tuple(tokenise(meaning))
            for language in sorted(base.phrasings.synonyms)
            for word, meaning in base.phrasings.synonyms[language].items()
        }

    def read(self, text: str, *, corrections: bool = True) -> Query:
        """Read a text; with `corrections` off, words such as "no" or "sorry" take nothing back."""
        tokens = without_noise(tokenise(text))
        if self._synonyms:
            tokens = [t for token in tokens for t in self._synonyms.get(token, (token,))]
        return parse_query(self.linker.resolve(tokens), capitalised(text), corrections=corrections)
