"""The fact base as frozen values: topics, sources, names, phrasings and facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from bot.problems import Place


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A day, a month or a year: YYYY-MM-DD, YYYY-MM or YYYY; 0 stands for a part that is not given."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        parts = [f"{self.year:04d}"]
        if self.month:
            parts.append(f"{self.month:02d}")
        if self.day:
            parts.append(f"{self.day:02d}")
        return "-".join(parts)


class ValueType(StrEnum):
    """What the answers to one kind of question hold, so that they can be compared, counted and put in order."""

    PLACE = "place"
    COUNTRY = "country"
    DATE = "date"
    SPAN = "span"
    NUMBER = "number"
    ORDINAL = "ordinal"
    ORGANISATION = "organisation"
    PERSON = "person"
    TEXT = "text"


class Status(StrEnum):
    """How far a fact is established."""

    CONFIRMED = "confirmed"
    REPORTED = "reported"
    PLANNED = "planned"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact was read. One of `published` and `accessed` is always given."""

    key: str
    title: str
    publisher: str
    published: PartialDate | None
    accessed: PartialDate | None
    url: str | None
    archived: str | None
    reliability: str | None  # A–F, the Admiralty code
    topic: str
    place: Place


@dataclass(frozen=True, slots=True)
class Citation:
    """A source's key and the spot in it, such as ¶6."""

    source: str
    locator: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Claim:
    """One of several answers that sources give to the same question."""

    answer: str
    citations: tuple[Citation, ...]
    as_of: PartialDate


@dataclass(frozen=True, slots=True)
class Phrase:
    """A question as someone may put it, where it stands, and its language (BCP 47, lower case)."""

    text: str
    language: str
    place: Place


@dataclass(frozen=True, slots=True)
class Translation:
    """A fact's question, other phrasings and answer in another language; the answer may be missing."""

    language: str
    question: Phrase | None
    aliases: tuple[Phrase, ...]
    answer: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """One question with its answer and what vouches for it.

    Either `claims` is empty, or it holds what the sources say instead of one answer; then `answer` joins the
    claims with " / ", `citations` lists all their sources and `as_of` is the newest of theirs.
    """

    id: str
    topic: str
    question: Phrase
    aliases: tuple[Phrase, ...]
    answer: str
    citations: tuple[Citation, ...]
    as_of: PartialDate
    place: Place  # of the id
    places: Mapping[str, Place]  # field name → where its value stands
    about: str | None = None
    asks: str | None = None
    status: Status = Status.CONFIRMED
    claims: tuple[Claim, ...] = ()
    credibility: int | None = None  # 1–6, the Admiralty code
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None
    review_by: PartialDate | None = None
    superseded_by: str | None = None
    withdrawn: PartialDate | None = None
    withdrawn_because: str | None = None
    minor: bool = False
    see_also: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    quote: str | None = None
    value: str | None = None  # of the type of `asks`, where it cannot be read from the answer
    translations: tuple[Translation, ...] = ()
    not_for: tuple[Phrase, ...] = ()  # questions that it must never answer

    @property
    def is_current(self) -> bool:
        """Return whether the fact is neither superseded nor withdrawn."""
        return self.superseded_by is None and self.withdrawn is None


@dataclass(frozen=True, slots=True)
class Name:
    """A thing the base knows, with all its spellings; references such as {KAZIND} are already replaced.

    `spellings` starts with the name itself. `parts` are the names that its spellings refer to, so that
    KAZIND 2018, spelled "third {KAZIND}", has the part KAZIND.
    """

    name: str
    spellings: tuple[Phrase, ...]
    parts: tuple[str, ...]
    topic: str
    place: Place


@dataclass(frozen=True, slots=True)
class Topic:
    """One file of the base."""

    name: str
    title: str
    language: str
    path: str
    audience: tuple[int, ...] = ()  # the only chats that may see its facts; empty: all


@dataclass(frozen=True, slots=True)
class Property:
    """The type of what a kind of question asks for, and what it is called, by language."""

    kind: str
    type: ValueType
    called: Mapping[str, tuple[str, ...]]
    place: Place


@dataclass(frozen=True, slots=True)
class Series:
    """Names that are editions of one thing, in their order, and what one of them is called, by language."""

    name: str
    members: tuple[str, ...]
    called: Mapping[str, tuple[str, ...]]
    place: Place


@dataclass(frozen=True, slots=True)
class Phrasings:
    """What is true everywhere: ways to ask for something, and words that mean the same.

    `asks[kind]` holds templates with `{about}`; `synonyms[language][word]` is the word it stands for.
    `properties[kind]` says of what type the answers are, `series[name]` which names are editions of one thing.
    """

    asks: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)
    synonyms: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    properties: Mapping[str, Property] = field(default_factory=dict)
    series: Mapping[str, Series] = field(default_factory=dict)


@dataclass(frozen=True)
class FactBase:
    """The whole base. Every tuple is in a stable order that does not depend on the order of files."""

    topics: tuple[Topic, ...]
    sources: Mapping[str, Source]
    names: Mapping[str, Name]
    phrasings: Phrasings
    facts: tuple[Fact, ...]  # by id
    version: str  # hash of the content, for records and caches

    @cached_property
    def by_id(self) -> Mapping[str, Fact]:
        """Facts by their id."""
        return {fact.id: fact for fact in self.facts}

    @cached_property
    def current_facts(self) -> tuple[Fact, ...]:
        """The facts that hold: neither superseded nor withdrawn."""
        return tuple(fact for fact in self.facts if fact.is_current)

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages that topics and translations are written in."""
        translated = {translation.language for fact in self.facts for translation in fact.translations}
        return frozenset({topic.language for topic in self.topics} | translated)

    def phrases_of(self, fact: Fact) -> tuple[Phrase, ...]:
        """All phrasings of a fact: its question, aliases, translations, and what `about` and `asks` bring."""
        own = [fact.question, *fact.aliases]
        for translation in fact.translations:
            own += [translation.question] if translation.question else []
            own += translation.aliases
        if fact.about and fact.asks:
            for template in self.phrasings.asks.get(fact.asks, ()):
                text = template.text.replace("{about}", fact.about)
                own.append(Phrase(text, template.language, template.place))
        return tuple(own)

    def current(self, fact: Fact) -> Fact:
        """Follow `superseded_by` to the fact that holds now; a fact without a successor is its own."""
        seen = {fact.id}
        while fact.superseded_by and fact.superseded_by not in seen:
            successor = self.by_id.get(fact.superseded_by)
            if successor is None:
                return fact
            seen.add(successor.id)
            fact = successor
        return fact
