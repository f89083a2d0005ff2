"""A fact → questions that ask for it as hurried people write: each must find the fact."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from random import Random
from typing import Final

from bot.curation.english import (
    AFTER,
    AUXILIARIES,
    BEFORE,
    NUMBER_WORDS,
    ORDINALS,
    PARTICIPLES,
    QUESTION_WORDS,
    SMALL_WORDS,
)
from bot.curation.holdings import Holdings, Mention, content, words
from bot.curation.slips import SLIPS
from bot.curation.variant import Variant
from bot.factbase.model import Fact, Phrase

Change = Callable[[str, Holdings, Random], str | None]

_TRIES: Final = 12
_LONG: Final = 5  # letters of a word that is still clear with a slip
_VERY_LONG: Final = 8  # shorter ones may fall into two other words
_INNER_CAPITAL: Final = re.compile(r"(?<=[a-z])[A-Z]")
_EXACT: Final = QUESTION_WORDS | SMALL_WORDS | {*ORDINALS, *NUMBER_WORDS}  # a slip in these is no small thing
_LETTERS: Final = re.compile(r"[^\W\d_]+")
_TAIL: Final = re.compile(r"\s+((?:in|at|on|to|for|between|from)\s[^?]+?)\s*\?*$", re.I)
_LEADS_TO_NAME: Final = re.compile(r"\b(?:in|at|on|of|for|from|to|with|during|by)? ?(?:the )?$", re.I)
_TOOK_OVER: Final = re.compile(rf"\b({AUXILIARIES})\b\s+", re.I)


def must_hit(fact: Fact, holdings: Holdings, chance: Random, least: int) -> Iterator[Variant]:
    """Make at least `least` different questions where the fact has words enough, one of each change first."""
    phrases = holdings.base.phrases_of(fact)
    language = fact.question.language
    own = [phrase.text for phrase in phrases if phrase.language == language]
    seen = {phrase.text for phrase in phrases}
    made = 0
    for number in range(_TRIES):
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


def _in_other_languages(
    fact: Fact, phrases: tuple[Phrase, ...], holdings: Holdings, chance: Random
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


def slip(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Misspell one long word."""
    return _misspell(phrase, _long_words(phrase), holdings, chance)


def name_slip(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Misspell a long word of a name."""
    mentions = holdings.mentions(phrase)
    inside = [
        match for match in _long_words(phrase) if any(m.start <= match.start() < m.end for m in mentions)
    ]
    return _misspell(phrase, inside, holdings, chance)


def two_slips(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Misspell two long words."""
    once = slip(phrase, holdings, chance)
    if once is None:
        return None
    left = [match for match in _long_words(once) if match.group() in phrase]
    return _misspell(once, left, holdings, chance)


def _long_words(phrase: str) -> list[re.Match[str]]:
    return [
        match
        for match in _LETTERS.finditer(phrase)
        if len(match.group()) >= _LONG and match.group().casefold() not in _EXACT
    ]


def _misspell(phrase: str, places: list[re.Match[str]], holdings: Holdings, chance: Random) -> str | None:
    for _ in range(_TRIES if places else 0):
        match = chance.choice(places)
        word = match.group()
        wrong = chance.choice(SLIPS)(word, chance)
        if wrong != word and holdings.is_slip_of(wrong.casefold(), word.casefold()):
            return phrase[: match.start()] + wrong + phrase[match.end() :]
    return None


def no_small_words(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Leave all small words out, as in a telegram."""
    kept = [word for word in phrase.split() if word.strip("?,").casefold() not in SMALL_WORDS]
    return " ".join(kept) if len(kept) < len(phrase.split()) else None


def one_small_word_less(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Leave one small word out."""
    parts = phrase.split()
    small = [at for at, word in enumerate(parts) if word.casefold() in SMALL_WORDS]
    if not small:
        return None
    at = chance.choice(small)
    return " ".join(parts[:at] + parts[at + 1 :])


def tail_first(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Begin with where the question ends: in 2019, how much was the trade?"""
    tail = _TAIL.search(phrase)
    if tail is None or not content(phrase[: tail.start()]) or _is_verb(tail.group(1)):
        return None
    head = phrase[: tail.start()]
    return f"{tail.group(1)[0].upper()}{tail.group(1)[1:]}, {head[0].lower()}{head[1:]}?"


def _is_verb(tail: str) -> bool:
    """Whether the tail ends in a participle or is an infinitive, which cannot go first alone."""
    last = words(tail)[-1]
    return last.endswith("ed") or last in PARTICIPLES or re.match(r"to [a-z]", tail) is not None


def name_first(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Begin with a name: KAZIND 2018: who took part?"""
    mention = _a_mention(phrase, holdings, chance)
    if mention is None or mention.start == 0:
        return None
    name, tail = phrase[mention.start : mention.end], phrase[mention.end :]
    head = _LEADS_TO_NAME.sub("", phrase[: mention.start]).strip()
    if tail[:1] in ("'", "’", "-") or not content(head + tail):
        return None
    return f"{name}: {head[:1].lower()}{head[1:]}{tail}"


def verb_late(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Put the auxiliary behind what follows it, as learners do: where KAZIND 2018 was held?"""
    verb = _TOOK_OVER.search(phrase)
    if verb is None:
        return None
    rest = phrase[verb.end() :]
    mention = next((m for m in holdings.mentions(rest) if rest[: m.start] in ("", "the ")), None)
    if mention is None or rest[mention.end : mention.end + 1] != " ":
        return None
    return f"{phrase[: verb.start()]}{rest[: mention.end]} {verb.group(1)}{rest[mention.end :]}"


def joined(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Write a name of one or two words as one, a number behind it included: kazind18."""
    return _with_name(phrase, holdings, chance, lambda text: _joined(text, chance))


def _joined(text: str, chance: Random) -> str | None:
    parts = words(text)
    letters = [part for part in parts if not part.isdecimal()]
    if len(parts) < 2 or len(letters) > 2 or parts[0].isdecimal() or len(parts[0]) < 3:
        return None
    whole = "".join(re.findall(r"\d+|[^\W\d_]+", text))
    return whole if chance.random() < 0.5 else whole.lower()


def split(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Part a name where it is joined, or in the middle of a long word."""
    return _with_name(phrase, holdings, chance, lambda text: _split(text, chance))


def _split(text: str, chance: Random) -> str | None:
    if "-" in text:
        return text.replace("-", " ")
    inner = _INNER_CAPITAL.search(text)
    if inner:
        return f"{text[: inner.start()]} {text[inner.start() :]}"
    long = [match for match in _LETTERS.finditer(text) if len(match.group()) >= _VERY_LONG]
    if not long:
        return None
    match = chance.choice([m for m in long if m.group()[0].isupper()] or long)
    at = match.start() + chance.randrange(3, len(match.group()) - 2)
    return f"{text[:at]} {text[at:]}"


def other_spelling(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Write a name in another of its spellings."""
    mention = _a_mention(phrase, holdings, chance)
    if mention is None:
        return None
    spellings = [
        spelling.text
        for spelling in holdings.base.names[mention.name].spellings
        if spelling.text.isascii() and spelling.text != phrase[mention.start : mention.end]
    ]
    return _replaced(phrase, mention, chance.choice(spellings)) if spellings else None


def _with_name(
    phrase: str, holdings: Holdings, chance: Random, alter: Callable[[str], str | None]
) -> str | None:
    mention = _a_mention(phrase, holdings, chance)
    if mention is None:
        return None
    spellings = [s.text for s in holdings.base.names[mention.name].spellings if s.text.isascii()]
    written = phrase[mention.start : mention.end]
    text = written if chance.random() < 0.5 or not spellings else chance.choice(spellings)
    other = alter(text) or alter(written)
    return _replaced(phrase, mention, other) if other else None


def _a_mention(phrase: str, holdings: Holdings, chance: Random) -> Mention | None:
    mentions = holdings.mentions(phrase)
    return chance.choice(mentions) if mentions else None


def _replaced(phrase: str, mention: Mention, text: str) -> str:
    return phrase[: mention.start] + text + phrase[mention.end :]


def polite(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Begin as people begin in a chat."""
    return chance.choice(BEFORE) + phrase


def chatty(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """End as people end in a chat."""
    return phrase.rstrip("? ") + chance.choice(AFTER)


def capitals(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Shout."""
    return phrase.upper()


def no_mark(phrase: str, holdings: Holdings, chance: Random) -> str | None:
    """Write in lower case, without the question mark."""
    return re.sub(r"\s+", " ", phrase.lower().rstrip("? "))


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
