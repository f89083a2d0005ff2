"""Rewords a phrasing: another order of words, fewer words, or with what people add in a chat."""

from __future__ import annotations

import re
from random import Random
from typing import Final

from bot.curation.robustness.base_profile import BaseProfile
from bot.curation.robustness.lexicon import AFTER, AUXILIARIES, BEFORE, PARTICIPLES, SMALL_WORDS
from bot.curation.robustness.text import content, words

_TAIL: Final = re.compile(r"\s+((?:in|at|on|to|for|between|from)\s[^?]+?)\s*\?*$", re.I)
_LEADS_TO_NAME: Final = re.compile(r"\b(?:in|at|on|of|for|from|to|with|during|by)? ?(?:the )?$", re.I)
_TOOK_OVER: Final = re.compile(rf"\b({AUXILIARIES})\b\s+", re.I)


def no_small_words(phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Leave out all small words, as in a telegram, if more than a name is left."""
    parts = phrase.split()
    kept = [word for at, word in enumerate(parts) if not _is_small(at, word)]
    text = " ".join(kept)
    return text if len(kept) < len(parts) and holdings.matter(text)[1] else None


def one_small_word_less(phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Leave out one small word."""
    parts = phrase.split()
    small = [at for at, word in enumerate(parts) if _is_small(at, word)]
    if not small or not holdings.matter(phrase)[1]:
        return None
    at = chance.choice(small)
    return " ".join(parts[:at] + parts[at + 1 :])


def _is_small(at: int, word: str) -> bool:
    """Return whether a word may be left out; a verb at the beginning makes the sentence a question."""
    return word.strip("?,").casefold() in SMALL_WORDS and not (at == 0 and re.fullmatch(AUXILIARIES, word, re.I))


def tail_first(phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Move the end of the question to the front: in 2019, how much was the trade?"""
    tail = _TAIL.search(phrase)
    if tail is None or not content(phrase[: tail.start()]) or _is_verb(tail.group(1)):
        return None
    head = phrase[: tail.start()]
    return f"{tail.group(1)[0].upper()}{tail.group(1)[1:]}, {head[0].lower()}{head[1:]}?"


def _is_verb(tail: str) -> bool:
    """Return whether the tail ends in a participle or is an infinitive, which cannot go first alone."""
    last = words(tail)[-1]
    return last.endswith("ed") or last in PARTICIPLES or re.match(r"to [a-z]", tail) is not None


def name_first(phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Put a name first: KAZIND 2018: who took part?"""
    mention = holdings.a_mention(phrase, chance)
    if mention is None or mention.start == 0:
        return None
    name, tail = phrase[mention.start : mention.end], phrase[mention.end :]
    head = _LEADS_TO_NAME.sub("", phrase[: mention.start]).strip()
    if tail[:1] in ("'", "’", "-") or not content(head + tail):
        return None
    return f"{name}: {head[:1].lower()}{head[1:]}{tail}"


def verb_late(phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Put the auxiliary after what follows it, as learners do: where KAZIND 2018 was held?"""
    verb = _TOOK_OVER.search(phrase)
    if verb is None:
        return None
    rest = phrase[verb.end() :]
    mention = next((m for m in holdings.mentions(rest) if rest[: m.start] in ("", "the ")), None)
    if mention is None or rest[mention.end : mention.end + 1] != " ":
        return None
    return f"{phrase[: verb.start()]}{rest[: mention.end]} {verb.group(1)}{rest[mention.end :]}"


def polite(phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Add a polite beginning."""
    return chance.choice(BEFORE) + phrase


def chatty(phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Add a chatty ending."""
    return phrase.rstrip("? ") + chance.choice(AFTER)


def capitals(phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Write everything in capitals."""
    return phrase.upper()


def no_mark(phrase: str, holdings: BaseProfile, chance: Random) -> str | None:
    """Write in lower case, without the question mark."""
    return re.sub(r"\s+", " ", phrase.lower().rstrip("? "))
