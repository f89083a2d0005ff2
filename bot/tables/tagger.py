"""Cuts a question into items, each with what it may stand for; longer phrases win over shorter ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.matching.text.numerals import is_number, is_ordinal, is_year
from bot.matching.text.stemmer import stem
from bot.tables.values import country_spans
from bot.tables.vocabulary import Meaning, Vocabulary, noun_key
from bot.tables.words import Word

NOTHING: Final = Meaning()


@dataclass(frozen=True, slots=True)
class Item:
    """A run of tokens with its meaning; `country` is a code."""

    tokens: tuple[str, ...]
    meaning: Meaning = NOTHING
    country: str | None = None
    year: int | None = None
    ordinal: int | None = None
    number: float | None = None
    is_plural: bool = False

    def is_(self, *words: Word) -> bool:
        """Return whether the item may be one of these words."""
        return not self.meaning.words.isdisjoint(words)

    @property
    def is_light(self) -> bool:
        """Whether the item may be left aside."""
        return Word.LIGHT in self.meaning.words

    @property
    def is_location(self) -> bool:
        """Whether the item names a country or a place."""
        return self.country is not None or self.meaning.is_place

    @property
    def text(self) -> str:
        """The item as it is read."""
        return " ".join(token.removeprefix("=") for token in self.tokens)


def tag(tokens: Sequence[str], vocabulary: Vocabulary) -> list[Item]:
    """Cut tokens into items; one that stands for nothing has an empty meaning."""
    countries = {start: (end, code) for start, end, code in country_spans(tokens)}
    items: list[Item] = []
    position = 0
    while position < len(tokens):
        item = max(_at(tokens, position, vocabulary, countries), key=lambda one: len(one.tokens))
        items.append(item)
        position += len(item.tokens)
    return items


def _at(
    tokens: Sequence[str], position: int, vocabulary: Vocabulary, countries: dict[int, tuple[int, str]]
) -> Iterator[Item]:
    """Yield what may begin at a position, from the shortest on."""
    for size in range(1, min(vocabulary.most_words, len(tokens) - position) + 1):
        run = tuple(tokens[position : position + size])
        meaning = _meaning(run, vocabulary)
        end, code = countries.get(position, (0, None))
        country = code if end == position + size else None
        is_plural = noun_key(run[-1]) != run[-1]
        if size == 1:
            yield _single(run[0], meaning, country, is_plural=is_plural)
        elif meaning != NOTHING or country is not None:
            yield Item(run, meaning, country, is_plural=is_plural)


def _single(token: str, meaning: Meaning, country: str | None, *, is_plural: bool) -> Item:
    return Item(
        (token,),
        meaning,
        country,
        year=int(token) if is_year(token) else None,
        ordinal=int(token[:-1]) if is_ordinal(token) else None,
        number=float(token) if is_number(token) and ":" not in token and token.count(".") < 2 else None,
        is_plural=is_plural,
    )


def _meaning(run: tuple[str, ...], vocabulary: Vocabulary) -> Meaning:
    meaning = vocabulary.meanings.get(run, NOTHING)
    noun = vocabulary.nouns.get(tuple(noun_key(token) for token in run))
    if noun is not None:
        meaning = meaning.with_(noun)
    verbs = vocabulary.verbs.get(tuple(stem(token) for token in run))
    if verbs is not None:
        meaning = meaning.with_(Meaning(verbs=verbs))
    name = vocabulary.matcher.linker.display.get(" ".join(run))
    if name is not None:
        meaning = meaning.with_(Meaning(name=name))
    if run in vocabulary.places:
        meaning = meaning.with_(Meaning(is_place=True))
    return meaning
