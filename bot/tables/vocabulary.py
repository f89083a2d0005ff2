"""What a base calls its series, properties and places, and how it asks for each, taken from its own phrasings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

from bot.factbase.model import ValueType
from bot.matching.matcher import Matcher
from bot.matching.text.capitals import capitalised
from bot.matching.text.lexicon import AUXILIARIES, KIND_NOUNS, OPEN_QUESTION_WORDS, QUESTION_WORDS
from bot.matching.text.stemmer import stem
from bot.matching.text.tokenizer import script_of
from bot.tables.rows import Tables
from bot.tables.words import Word, phrases

_SLOT: Final = "zzqqxx"  # stands in a template for the name
# What tells no template from another: articles and tenses.
_ARTICLES: Final = frozenset("the a an ever has have had been be is was were are do does did".split())  # noqa: SIM905
_VERB_TYPES: Final = frozenset(ValueType) - {ValueType.TEXT, ValueType.NUMBER, ValueType.ORDINAL}
_MOST_NOUN_WORDS: Final = 3
_PIECE_END: Final = re.compile(r"[,;.()]")
_LONGEST_NAME: Final = ("",) * 6  # tokens of a name


@lru_cache(maxsize=20_000)
def noun_key(token: str) -> str:
    """Return what the singular and the plural of a noun have in common; only the plain plural of English counts."""
    if token[0] == "=" or token[0].isdigit() or script_of(token) != "latin":
        return stem(token)
    for ending, singular in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("xes", "x")):
        if token.endswith(ending) and len(token) > len(ending) + 1:
            return token.removesuffix(ending) + singular
    is_plural = token.endswith("s") and not token.endswith(("ss", "us", "is")) and len(token) > 3
    return token[:-1] if is_plural else token


def aligned(tokens: Iterable[str]) -> tuple[str, ...]:
    """Return tokens as templates and questions are compared: without articles and tenses."""
    return tuple(stem(token) for token in tokens if token not in _ARTICLES)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word or phrase may stand for."""

    words: frozenset[Word] = frozenset()
    name: str | None = None  # of the base
    series: frozenset[str] = frozenset()  # it names them
    called: frozenset[str] = frozenset()  # it is what one of their members is called
    kinds: frozenset[str] = frozenset()  # properties that it names
    verbs: frozenset[str] = frozenset()  # properties that are asked for with it
    is_place: bool = False

    def with_(self, other: Meaning) -> Meaning:
        """Join two meanings of the same words."""
        return Meaning(
            self.words | other.words,
            self.name or other.name,
            self.series | other.series,
            self.called | other.called,
            self.kinds | other.kinds,
            self.verbs | other.verbs,
            self.is_place or other.is_place,
        )


@dataclass(frozen=True)
class Vocabulary:
    """The words of one base for questions over many facts."""

    tables: Tables
    matcher: Matcher

    def _read(self, text: str) -> tuple[str, ...]:
        return tuple(self.matcher.reader.read(text, corrections=False).tokens)

    @cached_property
    def templates(self) -> Mapping[tuple[tuple[str, ...], tuple[str, ...]], frozenset[str]]:
        """What is asked for, by the aligned words before and behind the name."""
        found: dict[tuple[tuple[str, ...], tuple[str, ...]], set[str]] = defaultdict(set)
        for kind, before, behind in self._templates:
            key, noun = (aligned(before), aligned(behind)), tuple(map(noun_key, _noun_of(before, behind)))
            is_member = noun in self.nouns and bool(self.nouns[noun].called)  # "KAZIND edition" asks for no number
            # "which edition" asks for a member far more often than for its number
            if any(key) and not is_member and self.tables.type_of(kind) is not ValueType.ORDINAL:
                found[key].add(kind)
        return {key: frozenset(kinds) for key, kinds in found.items()}

    @cached_property
    def _templates(self) -> tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]:
        found = []
        held = {kind for kinds in self.tables.facts.values() for kind in kinds}
        for kind, templates in self.tables.base.phrasings.asks.items():
            for template in templates if kind in held else ():
                tokens = self._read(template.text.replace("{about}", _SLOT))
                if tokens.count(_SLOT) == 1:
                    at = tokens.index(_SLOT)
                    found.append((kind, tokens[:at], tokens[at + 1 :]))
        return tuple(found)

    @cached_property
    def meanings(self) -> Mapping[tuple[str, ...], Meaning]:
        """What each phrase stands for, by its words as they are read."""
        found: dict[tuple[str, ...], Meaning] = {}

        def add(words: Sequence[str], meaning: Meaning) -> None:
            if words:
                found[tuple(words)] = found.get(tuple(words), Meaning()).with_(meaning)

        for phrase, words in phrases().items():
            add(phrase, Meaning(words))
        return found

    @cached_property
    def nouns(self) -> Mapping[tuple[str, ...], Meaning]:
        """What each noun stands for, by its singular."""
        found: dict[tuple[str, ...], Meaning] = {}

        def add(words: Sequence[str], meaning: Meaning) -> None:
            key = tuple(noun_key(word) for word in words)
            if key:
                found[key] = found.get(key, Meaning()).with_(meaning)

        for name, series in self.tables.series.items():
            add(self._read(name), Meaning(series=frozenset({name})))
            for texts in series.called.values():
                for text in texts:
                    add(self._read(text), Meaning(called=frozenset({name})))
        for kind, held in self.tables.base.phrasings.properties.items():
            for texts in held.called.values():
                for text in texts:
                    add(self._read(text), Meaning(kinds=frozenset({kind})))
        for kind, before, behind in self._templates:
            noun = _noun_of(before, behind)
            is_typed = kind in self.tables.base.phrasings.properties
            if noun and is_typed and not any(word[0] == "=" for word in noun):
                add(noun, Meaning(kinds=frozenset({kind})))
        return found

    @cached_property
    def verbs(self) -> Mapping[tuple[str, ...], frozenset[str]]:
        """The properties that are asked for with each verb, by its stems."""
        found: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for kind, before, behind in self._templates:
            if self.tables.type_of(kind) in _VERB_TYPES and before and before[0] in _ASKING:
                rest = tuple(stem(word) for word in (*before, *behind) if not self._is_light(word, kind))
                if 1 <= len(rest) <= 2:
                    found[rest].add(kind)
                if len(rest) == 2 and before[0] in OPEN_QUESTION_WORDS and not behind:
                    found[rest[1:]].add(kind)  # "which country hosted"
        return {key: frozenset(kinds) for key, kinds in found.items()}

    def _is_light(self, word: str, kind: str) -> bool:
        if word in _ASKING or word in AUXILIARIES or word in _ARTICLES or word in KIND_NOUNS:
            return True
        if phrases().get((word,), frozenset()) & {Word.LIGHT, Word.IN, Word.WITH, Word.BY, Word.SINCE} and word not in (
            "held",
            "happened",
        ):
            return True
        noun = self.nouns.get((noun_key(word),))
        return noun is not None and (kind in noun.kinds or bool(noun.called))

    @cached_property
    def places(self) -> frozenset[tuple[str, ...]]:
        """Every run of words that names a place in an answer about a place."""
        found: set[tuple[str, ...]] = set()
        for kinds in self.tables.facts.values():
            for kind, facts in kinds.items():
                if self.tables.type_of(kind) is ValueType.PLACE:
                    for fact in facts:
                        for text in [claim.answer for claim in fact.claims] or [fact.answer]:
                            found.update(self._places_in(text))
        return frozenset(found)

    def _places_in(self, text: str) -> Iterable[tuple[str, ...]]:
        """Yield the names of the base and the runs of capitalised words, each as long as it is."""
        proper = capitalised(text)
        for piece in _PIECE_END.split(text):
            run: list[str] = []
            for token in (*self._read(piece), ""):
                if token and token[0] != "=" and token in proper:
                    run.append(token)
                    continue
                if run:
                    yield tuple(run)
                run = []
                if token[:1] == "=":
                    yield (token,)

    @cached_property
    def most_words(self) -> int:
        """The most words of a phrase that stands for something."""
        return max(map(len, (*self.meanings, *self.nouns, *self.verbs, *self.places, _LONGEST_NAME)), default=1)


_ASKING: Final = QUESTION_WORDS.keys() | OPEN_QUESTION_WORDS | {"many", "much"}


def _noun_of(before: tuple[str, ...], behind: tuple[str, ...]) -> tuple[str, ...]:
    """Return the noun of a template that is nothing else: "venue" of "venue of {about}" and of "{about} venue"."""
    if bool(before) == bool(behind):
        return ()
    words = list(before or behind)
    while words and before and _joins(words[-1]):
        words.pop()
    while words and behind and _joins(words[0]):
        words.pop(0)
    is_noun = not any(word in _ASKING or word in AUXILIARIES for word in words)
    return tuple(words) if is_noun and len(words) <= _MOST_NOUN_WORDS else ()


def _joins(word: str) -> bool:
    return bool(phrases().get((word,), frozenset()) & {Word.LIGHT, Word.IN, Word.WITH, Word.SINCE})
