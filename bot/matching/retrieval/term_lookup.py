"""Looks up which of the base's terms a word may stand for: as another form, a slip, or a spelling in another script."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterable
from typing import TypeAlias

from bot.matching.text.spelling import Speller
from bot.matching.text.stemmer import skeleton, stem

TermMatches: TypeAlias = tuple[tuple[str, float], ...]  # terms and their similarity, best first
_SHORTEST = 3
_KEPT = 4
_LEAST = 0.4
_SLIP = 0.95  # of the similarity, for a word that the base does not have as it stands
_KNOWN_SLIP = 0.8  # … and for one that it has: that is seldom a slip for another
_REMEMBERED = 20_000


class TermLookup:
    """The words of a base. A word is looked up once and its matches are kept."""

    def __init__(self, words: Iterable[str], terms: Container[str]) -> None:
        """Take the base's words as they are written, since slips happen to those and not to stems, and its terms."""
        self._terms = terms
        by_skeleton: dict[str, set[str]] = defaultdict(set)
        for word in words:
            by_skeleton[skeleton(word)].add(stem(word))
            by_skeleton[skeleton(stem(word))].add(stem(word))
        self._by_skeleton = {plain: tuple(sorted(found)) for plain, found in by_skeleton.items()}
        self._speller = Speller(self._by_skeleton)
        self._found: dict[str, TermMatches] = {}

    def exact(self, word: str) -> str | None:
        """Return the base's term for a word as it is spelt, None where the base lacks it."""
        term = stem(word)
        return term if term in self._terms else None

    def matches(self, token: str) -> TermMatches:
        """Return at most four terms of similarity 0.4 and more, best first, ties by the alphabet."""
        found = self._found.get(token)
        if found is None:
            if len(self._found) >= _REMEMBERED:
                self._found.clear()
            found = self._found[token] = self._look_up(token)
        return found

    def _look_up(self, token: str) -> TermMatches:
        term = self.exact(token)
        term_matches = {term: 1.0} if term else {}
        if token.isalpha() and len(token) >= _SHORTEST:
            plain = skeleton(token)
            share = _KNOWN_SLIP if term else _SLIP
            for spelling, value in [(plain, 1.0), (skeleton(stem(token)), 1.0), *self._speller.near(plain)]:
                for other in self._by_skeleton.get(spelling, ()):
                    if other != term:
                        term_matches[other] = max(term_matches.get(other, 0.0), value * share)
        ranked = sorted(term_matches.items(), key=lambda pair: (-pair[1], pair[0]))
        return tuple((word, value) for word, value in ranked[:_KEPT] if value >= _LEAST)
