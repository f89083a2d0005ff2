"""A question → what it lacks to be one of its own, so that only what was said before can complete it.

"And in 2019?", "when?" and "who took part" name nothing; "and KAZIND 2019?" asks nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cached_property
from typing import Final

from bot.factbase.model import FactBase
from bot.matching.dialogue.small_talk import LEADING, MOST_WORDS, PERSONAL, POINTING, SMALL_TALK
from bot.matching.retrieval.index import Index
from bot.matching.text.countries import country_of
from bot.matching.text.lexicon import AUXILIARIES, KIND_NOUNS, LIGHT_WORDS, OPEN_QUESTION_WORDS, QUESTION_WORDS
from bot.matching.text.stemmer import stem
from bot.matching.text.token_class import is_hard, kind_of
from bot.matching.understanding.entity_linker import leads_on, names_in

_ASKING: Final = QUESTION_WORDS.keys() | OPEN_QUESTION_WORDS | KIND_NOUNS.keys() | AUXILIARIES | LIGHT_WORDS
_NAMING_NOTHING: Final = _ASKING | LEADING | POINTING | PERSONAL | SMALL_TALK
_NAMES: Final = frozenset({"name", "designator"})
_IT: Final = frozenset({"it", "them", "him", "her"})
_ABOUT: Final = (("what", "about"), ("how", "about"), ("что", "насчет"), ("как", "насчет"))


class MissingPart(StrEnum):
    """What a question leaves to the one before it."""

    THING = "names nothing that it is about"
    QUESTION = "names something and asks nothing of it"


class EllipsisDetector:
    """Says of questions what they lack; it keeps the words with which a base asks."""

    def __init__(self, base: FactBase, index: Index) -> None:
        self._base = base
        self._index = index

    def of(self, text: str) -> MissingPart | None:
        """Give what a question lacks; None where it is whole.

        Short ones only, for a longer one says itself what it is about; nor is anything lacking where nothing is asked.
        """
        tokens = self._index.read(text, corrections=False).tokens
        if not tokens or len(tokens) > MOST_WORDS:
            return None
        names = names_in(tokens, self._index.names)
        if not names:
            return None if self._names(tokens) else MissingPart.THING
        return MissingPart.QUESTION if self._is_bare(text, tokens, names) else None

    def _names(self, tokens: Sequence[str]) -> bool:
        """Whether any word may be what a question is about."""
        if any(is_hard(token) and kind_of(token) in _NAMES for token in tokens):
            return True
        words = [token for token in tokens if not is_hard(token) and token not in _NAMING_NOTHING]
        if words and all(country_of(word) is not None for word in words):
            return True
        telling = {stem(word) for word in words}
        if len(telling) <= 1 and len(tokens) > 1 and tokens[-1] in _IT and tokens[-2] not in AUXILIARIES:
            return False  # who paid for it?
        return bool(telling) and not any(telling <= asking for asking in self._asked_with)

    def _is_bare(self, text: str, tokens: Sequence[str], names: Sequence[str]) -> bool:
        """Whether there is a name and nothing else but words that lead to it, or that could ask for several facts."""
        named = {token for name in names for token in self._index.read(name).tokens}
        rest = [token for token in tokens if token not in named]
        if any(token not in LEADING and token not in POINTING for token in rest):
            return False
        if leads_on(text) or tuple(tokens[:2]) in _ABOUT:
            return True
        return len(names) == 1 and not rest and self._facts_about[names[0]] > 1

    @cached_property
    def _asked_with(self) -> tuple[frozenset[str], ...]:
        """The words, by kind, with which the base asks for something of a name."""
        templates = self._base.phrasings.asks.values()
        return tuple(
            frozenset(self._stems(template.text.replace("{about}", "") for template in kind)) for kind in templates
        )

    def _stems(self, texts: Iterable[str]) -> Iterable[str]:
        return (stem(token) for text in texts for token in self._index.read(text).tokens if not is_hard(token))

    @cached_property
    def _facts_about(self) -> Counter[str]:
        return Counter(fact.about for fact in self._base.facts if fact.is_current and fact.about is not None)
