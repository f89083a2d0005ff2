"""Suggests which word of an unanswered question may mean which word or name of a fact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from bot.curation.gaps.question_similarity import is_telling
from bot.factbase.model import Fact
from bot.matching.matcher import Matcher
from bot.matching.text.tokenizer import tokenise

MOST: Final = 8


@dataclass(frozen=True, slots=True)
class SynonymPair:
    """A word or several of a question, and the name or word that they may mean."""

    sort: str  # name or synonym
    text: str
    of: str


def pairs(question: str, fact: Fact, matcher: Matcher) -> list[SynonymPair]:
    """Pair the words of a question that the base does not know with the words of a fact that the question lacks."""
    read = set(matcher.read(question).tokens)  # without what is known as a name
    said = tokenise(question)
    asked = [token for token in said if token in read]
    held = [token for token in tokenise(fact.question.text) if token not in said and is_telling(token)]
    unknown = [token for token in asked if is_telling(token) and matcher.index.exact(token) is None]
    found: list[SynonymPair] = []
    if fact.about is not None and fact.about.casefold() not in question.casefold():
        found += [SynonymPair("name", text, fact.about) for text in _runs(asked, unknown)]
    spare = unknown or [token for token in asked if is_telling(token) and token not in tokenise(fact.question.text)]
    names = set(tokenise(fact.about or ""))
    found += [SynonymPair("synonym", word, of) for word in spare for of in held if of not in names]
    return list(dict.fromkeys(found))[:MOST]


def _runs(asked: Sequence[str], unknown: Sequence[str]) -> Iterator[str]:
    """Yield neighbouring unknown words as one name, the longest first, and then each word alone."""
    runs: list[list[str]] = [[]]
    for token in asked:
        if token in unknown:
            runs[-1].append(token)
        elif runs[-1]:
            runs.append([])
    whole = sorted((run for run in runs if len(run) > 1), key=len, reverse=True)
    yield from (" ".join(run) for run in whole)
    yield from unknown
