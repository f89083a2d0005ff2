"""Reads what follows /brief: the topic, what to narrow it to, and the format, as in "kazind 2022 pdf"."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.briefing.sheet import facts_for
from bot.factbase.model import FactBase, Topic
from bot.matching.text.lexicon import (
    LEADING,
    LIGHT_WORDS,
    OPEN_QUESTION_WORDS,
    PERSONAL,
    POINTING,
    QUESTION_WORDS,
    SMALL_TALK,
)
from bot.matching.text.numerals import is_year
from bot.matching.text.tokenizer import tokenise
from bot.matching.understanding.entity_linker import EntityLinker, names_in


class SheetFormat(StrEnum):
    """What a sheet is written as."""

    PAGES = "pages"
    PDF = "pdf"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class SheetRequest:
    """A sheet that is asked for; `topic` is None where the base has no such topic."""

    topic: Topic | None
    narrow: str
    form: SheetFormat


def read_request(text: str, base: FactBase, names: EntityLinker) -> SheetRequest:
    """Read a request; where no topic is named, a name of the base leads to its topic."""
    words = text.split()
    form = SheetFormat.PAGES
    if words and words[-1].lower() in (SheetFormat.PDF, SheetFormat.HTML):
        form = SheetFormat(words.pop().lower())
    topics = {topic.name: topic for topic in base.topics}
    topic = topics.get(words[0].lower()) if words else None
    if topic is not None:
        return SheetRequest(topic, " ".join(words[1:]), form)
    narrow = " ".join(words)
    found = (base.names[name] for name in names_in(names.resolve(tokenise(narrow)), names) if name in base.names)
    return SheetRequest(next((topics[name.topic] for name in found if name.topic in topics), None), narrow, form)


def topics_held(base: FactBase) -> tuple[tuple[Topic, int], ...]:
    """List the topics that hold facts now, with how many."""
    counts = {topic.name: 0 for topic in base.topics}
    for fact in base.facts:
        counts[fact.topic] += fact.is_current
    return tuple((topic, counts[topic.name]) for topic in base.topics if counts[topic.name])


MOST: Final = 4  # words that name something, as "KAZIND 2022"
MOST_SHEETS: Final = 3
# Words with which somebody asks for everything, or does not say for what.
ALL: Final = frozenset(
    """
    everything all anything something about info information fact facts data overview summary brief sheet report
    find search look up get fetch need want edition editions
    все всё факты факт информация информацию данные справка справку расскажи расскажите покажи покажите дай
    дайте найди издания
    सब सबकुछ जानकारी
    """.split()  # noqa: SIM905 - a list of words reads as text
)
_AROUND: Final = ALL | LEADING | POINTING | PERSONAL | SMALL_TALK | LIGHT_WORDS


@dataclass(frozen=True, slots=True)
class SheetSummary:
    """A fact sheet that may be handed out: its topic, what it is narrowed to, and how many facts it has."""

    topic: str
    narrow: str
    facts: int

    @property
    def named(self) -> str:
        """What to write after /brief for this sheet."""
        return f"{self.topic} {self.narrow}".strip()


@dataclass(frozen=True, slots=True)
class BareName:
    """A message that is only a name: the name as it is written, its number of facts, and the longest sheets."""

    name: str
    facts: int
    sheets: tuple[SheetSummary, ...]


def bare_name(text: str, base: FactBase, names: EntityLinker) -> BareName | None:
    """Read a message that consists of a name, a year or one other word and asks nothing; None for any other."""
    tokens = names.resolve(tokenise(text))
    if any(token in QUESTION_WORDS or token in OPEN_QUESTION_WORDS for token in tokens):
        return None
    kept = [token for token in tokens if token not in _AROUND]
    is_named = all(token[0] == "=" or is_year(token) for token in kept)
    if all(token.isdigit() and not is_year(token) for token in kept):
        return None  # a number that chooses from a list
    if len(kept) > MOST or (not is_named and len(kept) > 1):
        return None
    name = " ".join(names.display.get(token, token) for token in kept)
    request = read_request(name, base, names)
    asked = [(request.topic, request.narrow)] if request.topic else [(topic, name) for topic in base.topics]
    found = [
        SheetSummary(topic.name, narrow, count)
        for topic, narrow in asked
        if (count := len(facts_for(base, topic.name, names, narrow)))
    ]
    found.sort(key=lambda sheet: -sheet.facts)
    return BareName(name, sum(sheet.facts for sheet in found), tuple(found[:MOST_SHEETS])) if found else None
