"""Each peer finds the fact that it is known to find."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from rapidfuzz import fuzz

from bench import peers
from bench.peers import Peer

PHRASES = [
    ("place", "Where was the exercise held?"),
    ("place", "Location of the exercise"),
    ("start", "When did the exercise begin?"),
    ("aim", "What was the aim of the drill?"),
]


def letters(texts: Sequence[str]) -> NDArray[np.float32]:
    """Stand in for a sentence model: how often each letter occurs, with length 1."""
    counts = np.array([[text.lower().count(letter) for letter in "abcdefghijklmnop"] for text in texts], np.float32)
    rows: NDArray[np.float32] = counts / np.maximum(np.linalg.norm(counts, axis=1, keepdims=True), 1e-9)
    return rows


PEERS: dict[str, Peer] = {
    "WRatio": peers.Fuzzy(PHRASES, fuzz.WRatio),
    "token_set_ratio": peers.Fuzzy(PHRASES, fuzz.token_set_ratio),
    "TF-IDF": peers.Tfidf(PHRASES),
    "BM25": peers.Bm25(PHRASES),
    "sentences": peers.Sentences(PHRASES, letters, letters),
}


@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("exercise location", "place"),
        ("WHEN did the exercise begin", "start"),
        ("the aim of the drills", "aim"),
    ],
)
def test_the_best_phrasing_decides(name: str, question: str, expected: str) -> None:
    """A fact is found by any of its phrasings and listed once, the best first."""
    ranking = PEERS[name].rank(question)
    assert ranking[0][0] == expected
    assert len({fact for fact, _ in ranking}) == len(ranking)
    assert [score for _, score in ranking] == sorted((score for _, score in ranking), reverse=True)


@pytest.mark.parametrize("name", PEERS)
@pytest.mark.parametrize("question", ["", "?", "zzz"])
def test_a_question_without_a_known_word_is_survived(name: str, question: str) -> None:
    """Nothing raises; whatever comes first comes without confidence."""
    ranking = PEERS[name].rank(question)
    assert all(score < 0.5 for _, score in ranking)


def test_bm25_leaves_small_words_out_and_stems_the_others() -> None:
    """ "exercises" finds "exercise", and a question of small words alone finds nothing."""
    assert PEERS["BM25"].rank("exercises")[0][0] in {"place", "start"}
    assert PEERS["BM25"].rank("of the and") == []
