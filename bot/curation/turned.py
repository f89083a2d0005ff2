"""A phrasing → its negation, or a question of another kind that the base does not answer."""

from __future__ import annotations

import re
from random import Random
from typing import Final

from bot.curation.english import ASKED_OF, AUXILIARIES, HOW_MANY, PARTICIPLES, WHEN, WHERE, WHO
from bot.curation.holdings import Holdings
from bot.curation.texts import is_question
from bot.factbase.model import Fact

_VERB: Final = re.compile(rf"\b({AUXILIARIES})\b", re.I)
_NEGATION: Final = re.compile(r"\b(?:not|never|without|except|no|nor)\b|n't\b", re.I)
_PAST: Final = re.compile(rf"\b(?:\w{{2,}}ed|{'|'.join(PARTICIPLES)})\b", re.I)
_INVERTED: Final = r"(was|were|is|are|did|does|has|have|had|could|can|will)"
# A question that tells the place or the time is not turned into one that asks for it.
_PLACE_TOLD: Final = re.compile(r"\b(?:in|at|from|to|into|on|between) (?:the )?[A-Z]|\b(?:last|run)\b")
_TIME_TOLD: Final = re.compile(r"\b(?:in|by|of|from|since|until) (?:\w+ )?\d{4}|\b(?:last|run)\b")
# The kind that a swap asks for, what it takes, and what it puts there.
SWAPS: Final = (
    (WHEN, re.compile(rf"^(?:From )?where (?={_INVERTED}\b)", re.I), "When "),
    (HOW_MANY, re.compile(r"^(?:From )?where (?=(?:was|were)\b)", re.I), "How many times "),
    (WHERE, re.compile(rf"^(?:Since |Until )?when (?={_INVERTED}\b)", re.I), "Where "),
    (HOW_MANY, re.compile(r"^When (?=(?:did|was|were)\b)", re.I), "How many times "),
    (HOW_MANY, re.compile(rf"^Who (?!{_INVERTED}\b)", re.I), "How many people "),
    (WHERE, re.compile(r"^Who (?=(?:was|were|is|are)\b)", re.I), "Where "),
    (WHEN, re.compile(r"^(?:With )?whom (?=(?:did|could|was)\b)", re.I), "When "),
    (WHERE, re.compile(r"^(?:With )?whom (?=(?:did|could|was)\b)", re.I), "Where "),
    (WHEN, re.compile(rf"^How (?:much|long|far|often) (?={_INVERTED}\b)", re.I), "When "),
    (WHERE, re.compile(rf"^How (?:much|long|often) (?={_INVERTED}\b)", re.I), "Where "),
    (WHERE, re.compile(r"^How many (.+?) (did|does|was|were|has|have) (.+?)\?$", re.I), r"Where \2 \3 \1?"),
    (WHEN, re.compile(r"^How many (.+?) (did|does|was|were|has|have) (.+?)\?$", re.I), r"When \2 \3 \1?"),
    (WHO, re.compile(r"^How many (.+?) (?=took|were|was|had|flew|came)", re.I), r"Who were the \1 that "),
)


def not_so(fact: Fact, phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Ask for the opposite; a fact that is asked for both ways has none."""
    own = [p.text for p in holdings.base.phrases_of(fact) if p.language == fact.question.language]
    if not is_question(phrase) or len({bool(_NEGATION.search(text)) for text in own}) > 1:
        return None
    negation = re.search(r" not\b", phrase)
    if negation:
        return phrase[: negation.start()] + phrase[negation.end() :]
    if _NEGATION.search(phrase):
        return None
    main = phrase.split(" that ")[0]
    verb = _VERB.search(main)
    if verb is None:
        past = _PAST.search(main)
        return f"{phrase[: past.start()]}never {phrase[past.start() :]}" if past else None
    rest = phrase[verb.end() :]
    mention = next((m for m in holdings.mentions(rest) if rest[: m.start] in (" ", " the ")), None)
    if mention and rest[mention.end : mention.end + 1] == " ":  # where was KAZIND 2018 not held
        return phrase[: verb.end()] + rest[: mention.end] + " not" + rest[mention.end :]
    return f"{phrase[: verb.end()]} not{rest}"


def other_word(fact: Fact, phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Ask with another question word, for what the base does not hold."""
    told = {WHERE: _PLACE_TOLD, WHEN: _TIME_TOLD}
    found = [
        text
        for kind, pattern, put in SWAPS
        if not (kind in told and told[kind].search(phrase))
        and (text := pattern.sub(put, phrase)) != phrase
        and holdings.lacks_kind(fact, phrase, kind)
    ]
    return chance.choice(found) if found else None


def other_matter(fact: Fact, phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Ask something else of another kind about a name of the phrasing."""
    mentions = holdings.mentions(phrase)
    if not mentions:
        return None
    mention = chance.choice(mentions)
    texts = [
        text
        for kind, some in ASKED_OF.items()
        for text in some
        if holdings.lacks_matter(mention.name, kind, text.replace("{}", ""))
    ]
    return chance.choice(texts).format(phrase[mention.start : mention.end]) if texts else None
