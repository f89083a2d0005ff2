"""Other ways to find a fact for a question, each as people commonly set it up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

import bm25s
import numpy as np
import snowballstemmer
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.utils import default_process
from sklearn.feature_extraction.text import TfidfVectorizer

Phrase: TypeAlias = tuple[str, str]  # fact id, text
Ranking: TypeAlias = list[tuple[str, float]]
Scorer: TypeAlias = Callable[..., float]
Embed: TypeAlias = Callable[[Sequence[str]], NDArray[np.float32]]
KEPT = 5


class Peer(Protocol):
    """Ranks the facts for a question by their best phrasing."""

    def rank(self, question: str) -> Ranking:
        """Give the best facts, best first; the score stands for confidence."""
        ...


class Fuzzy:
    """RapidFuzz over all phrasings: `process.extractOne` with its own normalising, done once for them."""

    def __init__(self, phrases: Sequence[Phrase], scorer: Scorer) -> None:
        self._ids = [id for id, _ in phrases]
        self._choices = [default_process(text) for _, text in phrases]
        self._scorer = scorer

    def rank(self, question: str) -> Ranking:
        """Give the fact of the nearest phrasing, and no other."""
        _, score, at = process.extractOne(default_process(question), self._choices, scorer=self._scorer)
        return [(self._ids[at], score / 100)]


class Tfidf:
    """TF-IDF over character 2–4-grams within words, counts damped, cosine; char_wb did better than char."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._ids = [id for id, _ in phrases]
        self._vectoriser = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
        self._matrix = self._vectoriser.fit_transform([text for _, text in phrases]).T.tocsr()

    def rank(self, question: str) -> Ranking:
        """Rank by the cosine."""
        return _best(self._ids, (self._vectoriser.transform([question]) @ self._matrix).toarray()[0])


class Bm25:
    """BM25 as bm25s sets it up in its own example: English stop words out, words stemmed."""

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        self._ids = [id for id, _ in phrases]
        self._stem = snowballstemmer.stemmer("english").stemWords
        self._index = bm25s.BM25()
        self._index.index(self._words([text for _, text in phrases]), show_progress=False)

    def rank(self, question: str) -> Ranking:
        """Rank by the score, which has no upper bound."""
        known = [word for word in self._words([question])[0] if word in self._index.vocab_dict]
        return _best(self._ids, self._index.get_scores(known)) if known else []

    def _words(self, texts: list[str]) -> list[list[str]]:
        words: list[list[str]] = bm25s.tokenize(
            texts, stopwords="en", stemmer=self._stem, return_ids=False, show_progress=False
        )
        return words


class Sentences:
    """The cosine of sentence embeddings."""

    def __init__(self, phrases: Sequence[Phrase], embed_phrases: Embed, embed: Embed) -> None:
        self._ids = [id for id, _ in phrases]
        self._embed = embed
        self._matrix = embed_phrases([text for _, text in phrases])

    def rank(self, question: str) -> Ranking:
        """Rank by the cosine."""
        return _best(self._ids, self._matrix @ self._embed([question])[0])


def _best(ids: Sequence[str], scores: NDArray[np.float32]) -> Ranking:
    """Take the best phrasing of each fact."""
    ranking: dict[str, float] = {}
    for at in np.argsort(-scores, kind="stable"):
        ranking.setdefault(ids[at], float(scores[at]))
        if len(ranking) == KEPT:
            break
    return list(ranking.items())
