"""Changes a phrasing so that the base has no answer: another year, name, number or question word, a negation."""

from __future__ import annotations

import re
from random import Random
from typing import Final

from bot.curation.robustness.base_profile import BaseProfile, Mention
from bot.curation.robustness.lexicon import (
    ADJECTIVES,
    ASKED_OF,
    AUXILIARIES,
    COUNTRIES,
    HOW_MANY,
    ORDINALS,
    OTHER_NAMES,
    OTHER_THINGS,
    PARTICIPLES,
    WHEN,
    WHERE,
    WHO,
)
from bot.curation.robustness.text import YEAR, is_question
from bot.factbase.model import Fact, Name

_AROUND: Final = 25  # years that a moved year may be away
_NEAR: Final = 6
_COUNTED: Final = range(5, 60)
_NUMBER: Final = re.compile(r"(?<![\d.,])\d{1,3}(?![\d.,%])")
_ORDINAL: Final = re.compile(rf"\b(?:{'|'.join(ORDINALS)}|\d+(?:st|nd|rd|th))\b", re.I)
_COUNTRY: Final = re.compile(rf"\b(?:{'|'.join((*COUNTRIES, *ADJECTIVES))})\b", re.I)
_CAPITALISED: Final = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}\b")
_YEAR_PAIR: Final = re.compile(r"\d{4}[-–/]\d")


def year_unknown(fact: Fact, phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Replace the year by one that is nowhere in the base, or add one."""
    if _YEAR_PAIR.search(phrase):
        return None
    phrase = _with_year_in_name(fact, phrase, holdings, chance)
    years = list(YEAR.finditer(phrase))
    near = int(years[-1].group()) if years else fact.as_of.year
    unknown = [y for y in range(near - _AROUND, near + _AROUND) if y not in holdings.years]
    if not unknown:
        return None
    year = str(chance.choice(unknown))
    if years:
        return phrase[: years[-1].start()] + year + phrase[years[-1].end() :]
    return f"{phrase.rstrip('? ')} in {year}?"


def year_lacking(fact: Fact, phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Replace the year by one that the base has, but not with anything that the phrasing is about."""
    if _YEAR_PAIR.search(phrase):
        return None
    phrase = _with_year_in_name(fact, phrase, holdings, chance)
    years = list(YEAR.finditer(phrase))
    if not years:
        return None
    near = int(years[-1].group())
    lacking = [
        year
        for year in range(near - _NEAR, near + _NEAR + 1)
        if year in holdings.years and holdings.lacks_year(phrase, year)
    ]
    if not lacking:
        return None
    text = phrase[: years[-1].start()] + str(chance.choice(lacking)) + phrase[years[-1].end() :]
    return None if holdings.names_in(text) - holdings.names_in(phrase) else text  # now a sibling, perhaps held


def _with_year_in_name(fact: Fact, phrase: str, holdings: BaseProfile, chance: Random) -> str:
    """Write the fact's name in a spelling that contains its year, if there is one."""
    mention = _own_mention(fact, phrase, holdings)
    if mention is None or YEAR.search(phrase):
        return phrase
    dated = [s for s in _spellings(holdings.base.names[mention.name]) if YEAR.search(s)]
    return mention.replaced(phrase, chance.choice(dated)) if dated else phrase


def sibling(fact: Fact, phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Ask the same of another name, for which the base lacks it."""
    mention = _own_mention(fact, phrase, holdings)
    if mention is None:
        return None
    asked = {held.fact.asks for held in holdings.held.values() if held.fact.about == fact.about}
    near = {
        held.fact.about
        for held in holdings.held.values()
        if held.fact.about not in (None, fact.about, *holdings.base.names[mention.name].parts)
        and held.fact.asks in asked
    }
    names = [holdings.base.names[name] for name in sorted(filter(None, near))]
    lacking = [name for name in names if holdings.lacks_name(fact, phrase, name)]
    return mention.replaced(phrase, chance.choice(lacking).name) if lacking else None


def other_name(fact: Fact, phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Replace a name by one of which the base has no word."""
    places: list[tuple[int, int, tuple[str, ...]]] = []
    for mention in holdings.mentions(phrase):
        start, end = _first_part(phrase, mention, holdings)
        has_number = any(char.isdigit() for char in phrase[start:end])
        places.append((start, end, OTHER_THINGS if has_number else OTHER_NAMES))
    for match in _COUNTRY.finditer(phrase):
        word = match.group().casefold()
        places.append((*match.span(), COUNTRIES.get(word) or ADJECTIVES[word]))
    if not places:
        places = [(*match.span(), OTHER_NAMES) for match in _CAPITALISED.finditer(phrase)]
    if not places:
        return None
    start, end, others = chance.choice(places)
    unknown = [other for other in others if not holdings.knows(other)]
    return phrase[:start] + chance.choice(unknown) + phrase[end:] if unknown else None


def _first_part(phrase: str, mention: Mention, holdings: BaseProfile) -> tuple[int, int]:
    """Shorten "KAZIND 2018" to "KAZIND", so that the year or the ordinal stays."""
    year = YEAR.search(phrase, mention.start, mention.end)
    if year and year.end() == mention.end and phrase[: year.start()].endswith(" "):
        return mention.start, year.start() - 1
    parts = holdings.base.names[mention.name].parts
    written = phrase[mention.start : mention.end].casefold()
    spelled = [s.casefold() for part in parts for s in _spellings(holdings.base.names[part])]
    for spelling in sorted(spelled, key=len, reverse=True):
        if spelling in written:
            start = mention.start + written.index(spelling)
            return start, start + len(spelling)
    return mention.start, mention.end


def number_unknown(fact: Fact, phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Replace a number or an ordinal by one that is nowhere in the base."""
    mention = _own_mention(fact, phrase, holdings)
    if mention is not None and not _ORDINAL.search(phrase) and chance.random() < 0.5:
        counted = [s for s in _spellings(holdings.base.names[mention.name]) if _ORDINAL.search(s)]
        phrase = mention.replaced(phrase, chance.choice(counted)) if counted else phrase
    ordinals = [match for match in _ORDINAL.finditer(phrase) if _counts(phrase, match, holdings)]
    numbers = list(_NUMBER.finditer(phrase))
    if ordinals:
        match = chance.choice(ordinals)
        unknown = [n for n in _COUNTED if n not in holdings.numbers]
        other = _ordinal(chance.choice(unknown), written=match.group().isalpha()) if unknown else None
    elif numbers:
        match = chance.choice(numbers)
        most = 31 if int(match.group()) <= 31 else 999
        near = [n for n in range(4, most) if n not in holdings.numbers]
        other = str(chance.choice(near)) if near else None
    else:
        return None
    return phrase[: match.start()] + other + phrase[match.end() :] if other else None


def _counts(phrase: str, match: re.Match[str], holdings: BaseProfile) -> bool:
    """Return whether an ordinal says which one ("the first contract"), not when ("India first took part")."""
    before = phrase[: match.start()].casefold()
    inside = any(m.start <= match.start() < m.end for m in holdings.mentions(phrase))
    return inside or not before or before.endswith(("the ", "its ", "'s ", "of "))


def ordinal_added(fact: Fact, phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Where the phrasing has no number, ask about an edition that is nowhere in the base."""
    if not is_question(phrase) or _ORDINAL.search(phrase) or _NUMBER.search(phrase):
        return None
    unknown = [n for n in _COUNTED if n not in holdings.numbers]
    if not unknown:
        return None
    time = _ordinal(chance.choice(unknown), written=chance.random() < 0.5)
    return f"{phrase.rstrip('? ')} for the {time} time?"


def _ordinal(number: int, *, written: bool) -> str:
    if written and number <= len(ORDINALS):
        return ORDINALS[number - 1]
    ending = "th" if 10 < number % 100 < 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _own_mention(fact: Fact, phrase: str, holdings: BaseProfile) -> Mention | None:
    return next((m for m in holdings.mentions(phrase) if m.name == fact.about), None)


def _spellings(name: Name) -> list[str]:
    return [spelling.text for spelling in name.spellings if spelling.text.isascii()]


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


def not_so(fact: Fact, phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Ask for the opposite; return nothing for a fact that is asked both ways."""
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


def other_word(fact: Fact, phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Ask with another question word, for something that the base lacks."""
    told = {WHERE: _PLACE_TOLD, WHEN: _TIME_TOLD}
    found = [
        text
        for kind, pattern, put in SWAPS
        if not (kind in told and told[kind].search(phrase))
        and (text := pattern.sub(put, phrase)) != phrase
        and holdings.lacks_kind(fact, phrase, kind)
    ]
    return chance.choice(found) if found else None


def other_matter(fact: Fact, phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Ask for something of another kind about a name of the phrasing."""
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
