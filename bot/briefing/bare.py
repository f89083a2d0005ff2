"""A message that names something and asks nothing of it → the fact sheets that tell of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.briefing.request import read_request
from bot.briefing.sheet import facts_for
from bot.factbase.model import FactBase
from bot.matching.asides import LEADING, PERSONAL, POINTING, SMALL_TALK
from bot.matching.lexicon import LIGHT_WORDS, OPEN_QUESTION_WORDS, QUESTION_WORDS
from bot.matching.names import Names
from bot.matching.normalise import is_year, tokenise

MOST: Final = 4  # words that name something, as "KAZIND 2022"
MOST_SHEETS: Final = 3
# With these somebody wants to have all of it, or does not say what.
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
class Sheet:
    """A fact sheet that may be handed out: its topic, what it is narrowed to, and how many facts it has."""

    topic: str
    narrow: str
    facts: int

    @property
    def named(self) -> str:
        """Give what follows `/brief` to have it."""
        return f"{self.topic} {self.narrow}".strip()


@dataclass(frozen=True, slots=True)
class Bare:
    """What is named, as it is written, how many facts tell of it, and the longest sheets with them."""

    name: str
    facts: int
    sheets: tuple[Sheet, ...]


def bare(text: str, base: FactBase, names: Names) -> Bare | None:
    """Read a message that holds a name, a year or one other word, and else nothing that asks; None for any other."""
    tokens = names.resolve(tokenise(text))
    if any(token in QUESTION_WORDS or token in OPEN_QUESTION_WORDS for token in tokens):
        return None
    kept = [token for token in tokens if token not in _AROUND]
    is_named = all(token[0] == "=" or is_year(token) for token in kept)
    if not kept or len(kept) > MOST or (not is_named and len(kept) > 1):
        return None
    name = " ".join(names.display.get(token, token) for token in kept)
    request = read_request(name, base, names)
    asked = [(request.topic, request.narrow)] if request.topic else [(topic, name) for topic in base.topics]
    found = [
        Sheet(topic.name, narrow, count)
        for topic, narrow in asked
        if (count := len(facts_for(base, topic.name, names, narrow)))
    ]
    found.sort(key=lambda sheet: -sheet.facts)
    return Bare(name, sum(sheet.facts for sheet in found), tuple(found[:MOST_SHEETS])) if found else None
