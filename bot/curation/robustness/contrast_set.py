"""Makes questions that look like a fact but that no fact of the base answers: none of them may be answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Final

from bot.curation.robustness.base_profile import BaseProfile
from bot.curation.robustness.contrasts import (
    not_so,
    number_unknown,
    ordinal_added,
    other_matter,
    other_name,
    other_word,
    sibling,
    year_lacking,
    year_unknown,
)
from bot.curation.robustness.variant import Variant
from bot.factbase.model import Fact

Change = Callable[[Fact, str, BaseProfile, Random], str | None]

_ROUNDS: Final = 8
CHANGES: Final[Mapping[str, Change]] = {
    "year unknown": year_unknown,
    "year lacking": year_lacking,
    "sibling": sibling,
    "other name": other_name,
    "number unknown": number_unknown,
    "negation": not_so,
    "other question word": other_word,
    "other matter": other_matter,
    "ordinal added": ordinal_added,
}


def must_not(fact: Fact, holdings: BaseProfile, chance: Random, least: int) -> Iterator[Variant]:
    """Make at least `least` different questions if the fact allows it, one of each change first."""
    language = fact.question.language
    own = [p.text for p in holdings.base.phrases_of(fact) if p.language == language]
    seen: set[str] = set()
    for number in range(_ROUNDS):
        for change, alter in CHANGES.items():
            phrase = own[0] if number == 0 else chance.choice(own)
            text = alter(fact, phrase, holdings, chance)
            if text is None or text.casefold() in seen or holdings.is_held(text):
                continue
            seen.add(text.casefold())
            yield Variant(fact.id, change, phrase, text, must_hit=False)
        if len(seen) >= least:
            return
