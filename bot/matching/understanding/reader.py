"""Reads a text as a query: drops politeness, puts in synonyms and names, and finds the question's parts."""

from __future__ import annotations

from bot.factbase.model import FactBase
from bot.matching.text.capitals import capitalised
from bot.matching.text.romanised import in_cyrillic
from bot.matching.text.tokenizer import tokenise, without_noise
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
        tokens = self.with_synonyms(in_cyrillic(without_noise(tokenise(text))))
        return parse_query(self.linker.resolve(tokens), capitalised(text), corrections=corrections)

    def with_synonyms(self, tokens: list[str]) -> list[str]:
        """Put the words that a synonym of the base stands for in its place."""
        if not self._synonyms:
            return tokens
        return [t for token in tokens for t in self._synonyms.get(token, (token,))]
