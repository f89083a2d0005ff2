"""Compares texts by their letter trigrams, weighed by how rare they are in the base, so that slips matter little."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable


def trigrams_of(text: str) -> frozenset[str]:
    """Return every run of three letters, the spaces around words included."""
    padded = f" {text} "
    return frozenset([padded[i : i + 3] for i in range(len(padded) - 2)])


class TrigramIndex:
    """Cosine of two texts over their letter trigrams, each counted once (TF-IDF with binary counts)."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for text in texts:
            counts.update(trigrams_of(text))
            total += 1
        self._squares = {trigram: (math.log((total + 1) / (count + 1)) + 1) ** 2 for trigram, count in counts.items()}
        self._unknown = (math.log(total + 1) + 1) ** 2
        self._norms: dict[int, float] = {}

    def norm(self, trigrams: frozenset[str]) -> float:
        """Return the length of a text's vector."""
        squares, unknown = self._squares, self._unknown
        return math.sqrt(sum([squares.get(trigram, unknown) for trigram in trigrams])) or 1.0

    def similarity(self, asked: frozenset[str], asked_norm: float, number: int, text: str) -> float:
        """Return how alike a question's trigrams and the phrasing `number`, whose text is given, are (0 to 1)."""
        held = trigrams_of(text)
        norm = self._norms.get(number)
        if norm is None:
            norm = self._norms[number] = self.norm(held)
        squares = self._squares
        return sum([squares[trigram] for trigram in asked & held]) / (asked_norm * norm)
