"""Letter triples of a text, weighed by how rare they are in the base: likeness that survives word forms and slips."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable


def trigrams_of(text: str) -> frozenset[str]:
    """Give every run of three letters, the spaces around words included."""
    padded = f" {text} "
    return frozenset([padded[i : i + 3] for i in range(len(padded) - 2)])


class TrigramIndex:
    """Cosine of two texts over their letter triples, each counted once (TF-IDF with binary counts)."""

    def __init__(self, texts: Iterable[str]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for text in texts:
            counts.update(trigrams_of(text))
            total += 1
        self._squares = {triple: (math.log((total + 1) / (count + 1)) + 1) ** 2 for triple, count in counts.items()}
        self._unknown = (math.log(total + 1) + 1) ** 2
        self._norms: dict[int, float] = {}

    def norm(self, triples: frozenset[str]) -> float:
        """Give the length of a text's vector."""
        squares, unknown = self._squares, self._unknown
        return math.sqrt(sum([squares.get(triple, unknown) for triple in triples])) or 1.0

    def similarity(self, asked: frozenset[str], asked_norm: float, number: int, text: str) -> float:
        """Compare a question's triples with the phrasing `number`, whose text is given (0 to 1)."""
        held = trigrams_of(text)
        norm = self._norms.get(number)
        if norm is None:
            norm = self._norms[number] = self.norm(held)
        squares = self._squares
        return sum([squares[triple] for triple in asked & held]) / (asked_norm * norm)
