"""Compares a question with all phrasings of a base by the meaning that a sentence model sees in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.progress import shown
from bot.semantics.embedding import Embedder, Progress

if TYPE_CHECKING:
    from bot.semantics.embedding import Vectors

NEAREST = 20
EMBEDDING: Final = "working out what phrasings mean, once for each"


class SentenceMeaning:
    """The vectors of a base's phrasings; what the matcher asks for as `Meaning`."""

    def __init__(self, embedder: Embedder, phrases: Sequence[str], progress: Progress | None = None) -> None:
        self._embedder = embedder
        self._matrix = embedder.embed_phrases(phrases, progress)
        self._last: tuple[str, Vectors] | None = None  # the matcher asks twice for one question

    def nearest(self, question: str) -> Sequence[int]:
        """Return the numbers of the nearest phrasings, best first."""
        import numpy as np

        if not len(self._matrix):
            return []
        cosines = self._cosines(question)
        count = min(NEAREST, len(cosines))
        best = np.argpartition(-cosines, count - 1)[:count]
        best = best[np.lexsort((best, -cosines[best]))]
        return [int(at) for at in best]

    def similarity(self, question: str, phrases: Sequence[int]) -> Sequence[float]:
        """Return the cosine of the question and each numbered phrasing."""
        if not phrases:
            return []
        return [float(cosine) for cosine in self._cosines(question)[list(phrases)]]

    def _cosines(self, question: str) -> Vectors:
        last = self._last
        if last is None or last[0] != question:
            last = self._last = (question, self._matrix @ self._embedder.embed([question])[0])
        return last[1]


@dataclass(frozen=True, slots=True)
class SentenceMeanings:
    """Computes the vectors of bases with one model; `remark` is told when that takes long."""

    embedder: Embedder
    remark: Callable[[str], None]

    def __call__(self, phrases: Sequence[str]) -> SentenceMeaning:
        """Compute the vectors of all phrasings of a base."""
        with shown(EMBEDDING, self.remark) as progress:
            return SentenceMeaning(self.embedder, phrases, progress)
