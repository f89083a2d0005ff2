"""Reads the base's own questions, names and templates, each once, for follow-ups that are compared with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from bot.factbase.model import Fact, FactBase
from bot.matching.text.countries import country_of
from bot.matching.text.lexicon import AUXILIARIES, OPEN_QUESTION_WORDS, SMALL_WORDS_OF_NAMES
from bot.matching.text.stemmer import stem
from bot.matching.text.token_class import is_constraint
from bot.matching.understanding.query import Query
from bot.matching.understanding.reader import QuestionReader


class BaseTexts:
    """What the base asks and names. A text is read when it is first needed, and kept."""

    def __init__(self, base: FactBase, reader: QuestionReader) -> None:
        self._base = base
        self._reader = reader
        self._questions: dict[str, Query] = {}
        self._names: dict[str, tuple[str, ...]] = {}
        self._wordings: dict[str, frozenset[str]] = {}

    def question(self, fact: Fact) -> Query:
        """Return the question of a fact."""
        query = self._questions.get(fact.id)
        if query is None:
            query = self._questions[fact.id] = self._reader.read(fact.question.text)
        return query

    def name(self, name: str) -> tuple[str, ...]:
        """Return the tokens of one of the base's names."""
        tokens = self._names.get(name)
        if tokens is None:
            tokens = self._names[name] = self._reader.read(name).tokens
        return tokens

    def words_asking_for(self, fact: Fact) -> frozenset[str]:
        """Return the words with which the base asks for what a fact tells: of its templates, else of its phrasings."""
        templates = self._base.phrasings.asks.get(fact.asks or "", ())
        key = f"asks {fact.asks}" if templates else f"fact {fact.id}"
        words = self._wordings.get(key)
        if words is None:
            texts = [t.text for t in templates] or [phrase.text for phrase in self._base.phrases_of(fact)]
            tokens = self._tokens(texts)
            if not templates:
                tokens = (t for t in tokens if not is_constraint(t) and country_of(t) is None)
            words = self._wordings[key] = frozenset(tokens)
        return words

    @cached_property
    def stems_by_kind(self) -> tuple[frozenset[str], ...]:
        """The stems with which the base asks for something of a name, one set for each kind of template."""
        return tuple(
            frozenset(stem(token) for token in self._tokens(t.text for t in templates) if not is_constraint(token))
            for templates in self._base.phrasings.asks.values()
        )

    @cached_property
    def asked_nouns(self) -> frozenset[str]:
        """The words right behind "which" or "what" in a template: which edition was it."""
        templates = (template for kind in self._base.phrasings.asks.values() for template in kind)
        texts = [self._reader.read(template.text.replace("{about}", "0")).tokens for template in templates]
        behind = (noun for tokens in texts for word, noun in pairwise(tokens) if word in OPEN_QUESTION_WORDS)
        return frozenset(n for n in behind if not is_constraint(n)) - AUXILIARIES - SMALL_WORDS_OF_NAMES

    @cached_property
    def facts_about(self) -> Counter[str]:
        """How many current facts are about each name."""
        return Counter(fact.about for fact in self._base.facts if fact.is_current and fact.about is not None)

    def _tokens(self, texts: Iterable[str]) -> Iterable[str]:
        return (token for text in texts for token in self._reader.read(text.replace("{about}", "")).tokens)
