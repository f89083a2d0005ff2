"""A question is compared with phrasings by what the sentence model sees in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.semantics.embedding import Embedder
from bot.semantics.similarity import NEAREST, SentenceMeaning
from tests.sentence_model import make_model

PHRASES = ["bread", "exercise", "drill bread", "drill"]


@pytest.fixture
def meaning(tmp_path: Path) -> SentenceMeaning:
    """Four phrasings under the tiny model."""
    return SentenceMeaning(Embedder(make_model(tmp_path)), PHRASES)


def test_the_nearest_come_first_and_ties_in_order(meaning: SentenceMeaning) -> None:
    """Phrasings are told by their numbers."""
    found = meaning.nearest("drill")
    assert found == [1, 3, 2, 0]
    assert meaning.similarity("drill", found) == pytest.approx([1, 1, 2**-0.5, 0])


def test_chosen_phrasings_are_compared_in_the_order_asked(meaning: SentenceMeaning) -> None:
    """The matcher asks for those that it found by other means."""
    assert meaning.similarity("loaf", [1, 0]) == pytest.approx([0, 1])
    assert meaning.similarity("drill", [1, 0]) == pytest.approx([1, 0])
    assert meaning.similarity("drill", []) == []


def test_a_base_without_phrasings_has_no_nearest(tmp_path: Path) -> None:
    """An empty base is asked without harm."""
    assert SentenceMeaning(Embedder(make_model(tmp_path)), []).nearest("drill") == []


def test_of_many_phrasings_only_the_nearest_are_given(tmp_path: Path) -> None:
    """A large base yields a fixed number, the best among them."""
    meaning = SentenceMeaning(Embedder(make_model(tmp_path)), ["bread"] * 100 + ["drill"])
    found = meaning.nearest("drill")
    assert len(found) == NEAREST
    assert found[0] == 100
