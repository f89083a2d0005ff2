"""Makes questions that ask for a fact as people in a hurry type them: each must find the fact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Final

from bot.curation.robustness.base_profile import BaseProfile
from bot.curation.robustness.paraphrases import (
    capitals,
    chatty,
    name_first,
    no_mark,
    no_small_words,
    one_small_word_less,
    polite,
    tail_first,
    verb_late,
)
from bot.curation.robustness.typos import joined, name_slip, other_spelling, slip, split, two_slips
from bot.curation.robustness.variant import Variant
from bot.factbase.model import Fact, Phrase

Change = Callable[[str, BaseProfile, Random], str | None]

_ROUNDS: Final = 12
CHANGES: Final[Mapping[str, Change]] = {
    "slip": slip,
    "name slip": name_slip,
    "two slips": two_slips,
    "no small words": no_small_words,
    "one small word less": one_small_word_less,
    "tail first": tail_first,
    "name first": name_first,
    "verb late": verb_late,
    "joined": joined,
    "split": split,
    "other spelling": other_spelling,
    "polite": polite,
    "chatty": chatty,
    "capitals": capitals,
    "no mark": no_mark,
}

_NEVER: Final = "not for it"
_UNCHANGED_IN_SENSE: Final[Mapping[str, Change]] = {"slip": slip, "capitals": capitals, "no mark": no_mark}


def must_hit(fact: Fact, holdings: BaseProfile, chance: Random, least: int) -> Iterator[Variant]:
    """Make at least `least` different questions if the fact has enough words, one of each change first."""
    phrases = holdings.base.phrases_of(fact)
    language = fact.question.language
    own = [phrase.text for phrase in phrases if phrase.language == language]
    seen = {phrase.text for phrase in phrases}
    made = 0
    for number in range(_ROUNDS):
        for change, alter in CHANGES.items():
            phrase = own[0] if number == 0 and chance.random() < 0.5 else chance.choice(own)
            text = alter(phrase, holdings, chance)
            if text is None or text in seen or holdings.is_another_facts(text, fact.id):
                continue
            seen.add(text)
            made += 1
            yield Variant(fact.id, change, phrase, text, must_hit=True)
        if number == 0:
            for variant in _in_other_languages(fact, phrases, holdings, chance):
                made += 1
                yield variant
        if made >= least:
            return


def never(fact: Fact, holdings: BaseProfile, chance: Random) -> Iterator[Variant]:
    """Make questions of those under `not_for`, each as it is and as somebody in a hurry writes it."""
    own = {phrase.text for phrase in holdings.base.phrases_of(fact)}
    for phrase in fact.not_for:
        altered = [(name, alter(phrase.text, holdings, chance)) for name, alter in _UNCHANGED_IN_SENSE.items()]
        for change, text in [(_NEVER, phrase.text), *altered]:
            if text and text not in own:
                yield Variant(
                    fact.id,
                    f"{_NEVER}, {change}" if change != _NEVER else _NEVER,
                    phrase.text,
                    text,
                    must_hit=False,
                    never=True,
                )


def _in_other_languages(
    fact: Fact, phrases: Sequence[Phrase], holdings: BaseProfile, chance: Random
) -> Iterator[Variant]:
    by_language: dict[str, list[str]] = {}
    for phrase in phrases:
        if phrase.language != fact.question.language:
            by_language.setdefault(phrase.language, []).append(phrase.text)
    for language, texts in sorted(by_language.items()):
        phrase_text = chance.choice(texts)
        text = slip(phrase_text, holdings, chance) or no_mark(phrase_text, holdings, chance)
        if text and not holdings.is_another_facts(text, fact.id):
            yield Variant(fact.id, f"in {language}", phrase_text, text, must_hit=True)
