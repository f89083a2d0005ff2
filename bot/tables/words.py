"""The words of questions over many facts, read once from en.json, ru.json and hi.json, which have the same lists."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Final

LANGUAGES: Final = ("en", "ru", "hi")


class Word(StrEnum):
    """What a word or phrase does in such a question; the value is the name of its list."""

    WHICH = "which"
    HOW_MANY = "how_many"
    TIMES = "times"
    LIST = "list"
    ALL = "all"
    EACH = "each"
    LATEST = "latest"
    EARLIEST = "earliest"
    PENULTIMATE = "penultimate"
    PREVIOUS = "previous"
    NEXT = "next"
    BEFORE = "before"
    AFTER = "after"
    SINCE = "since"
    UNTIL = "until"
    BETWEEN = "between"
    AND = "and"
    IN = "in"
    BY = "by"
    WITH = "with"
    MORE = "more"
    FEWER = "fewer"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    OVER_YEARS = "over_years"
    TIMELINE = "timeline"
    CARD = "card"
    COMPARE = "compare"
    HAPPENED = "happened"
    YEARS = "years"
    THIS_YEAR = "this_year"
    LAST_YEAR = "last_year"
    IT = "it"
    ONE = "one"
    EACH_FOLLOW = "each_follow"
    ONLY = "only"
    LEAD = "lead"
    NOT = "not"
    PERFECT = "perfect"
    AUX = "aux"
    LIGHT = "light"


@cache
def phrases() -> Mapping[tuple[str, ...], frozenset[Word]]:
    """Return what each phrase, as its words, does; the phrases of all languages together."""
    found: dict[tuple[str, ...], set[Word]] = defaultdict(set)
    for language in LANGUAGES:
        lists: dict[str, list[str]] = json.loads(files("bot.tables").joinpath(f"{language}.json").read_text("utf-8"))
        for word in Word:
            for phrase in lists[word]:
                found[tuple(phrase.split())].add(word)
    return {phrase: frozenset(words) for phrase, words in found.items()}
