"""Compares texts by their letter trigrams, weighed by how rare they are in the base, so that slips matter little."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

_REMEMBERED = 4_096  # phrasings whose trigrams are kept, a few kilobytes each


def trigrams_of(text: str) -> frozenset[str]:
    """Return every run of three letters of words with one space between them, the spaces around them included."""
    if not text:
        return frozenset()
    words = text.split(" ")
    across = [f"{word[-1:]} {following[:1]}" for word, following in pairwise(words)]
    return frozenset(across).union(*map(_trigrams_of_word, words))


@lru_cache(maxsize=20_000)
def _trigrams_of_word(word: str) -> frozenset[str]:
    padded = f" {word} "
    return frozenset([padded[i : i + 3] for i in range(len(padded) - 2)])


class TrigramIndex:
    """Cosine of two texts over their letter trigrams, each counted once (TF-IDF with binary counts)."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for text in texts:
            counts.update(trigrams_of(text))
            total += 1
        self._squares = {trigram: (math.log((total + 1) / (n + 1)) + 1) ** 2 for trigram, n in counts.items()}
        self._unknown = (math.log(total + 1) + 1) ** 2
        self._held: dict[int, tuple[frozenset[str], float]] = {}  # phrasing → its trigrams and norm

    def norm(self, trigrams: frozenset[str]) -> float:
        """Return the length of a text's vector."""
        squares, unknown = self._squares, self._unknown
        return math.sqrt(sum([squares.get(trigram, unknown) for trigram in trigrams])) or 1.0

    def similarity(self, asked: frozenset[str], asked_norm: float, number: int, text: str) -> float:
        """Return how alike a question's trigrams and the phrasing `number`, whose text is given, are (0 to 1)."""
        known = self._held.get(number)
        if known is None:
            if len(self._held) >= _REMEMBERED:
                self._held.clear()
            trigrams = trigrams_of(text)
            known = self._held[number] = trigrams, self.norm(trigrams)
        held, norm = known
        return sum(map(self._squares.__getitem__, asked & held)) / (asked_norm * norm)
