"""Tests of which word of a question may stand for which of a fact."""

from __future__ import annotations

import pytest

from bot.curation.gaps.synonym_candidates import SynonymPair, pairs
from bot.matching import Matcher
from tests.curation.bases import small_base

BASE = small_base()
MATCHER = Matcher(BASE)
NAME = "TANDEM 2018"

CASES = [
    # what stands side by side may be one name
    (
        "where was steppe storm held",
        "tandem-2018-place",
        [SynonymPair("name", text, NAME) for text in ("steppe storm", "steppe", "storm")],
    ),
    # a name that the question has needs no other
    ("where was TANDEM 2018 thrown", "tandem-2018-place", [SynonymPair("synonym", "thrown", "held")]),
    # of a fact without a name only words are meant
    (
        "which firm produced Saryarka 2",
        "saryarka-maker",
        [SynonymPair("synonym", "firm", "built"), SynonymPair("synonym", "produced", "built")],
    ),
    ("where was TANDEM 2018 held", "tandem-2018-place", []),
]


@pytest.mark.parametrize(("question", "fact", "expected"), CASES)
def test_pairs(question: str, fact: str, expected: list[SynonymPair]) -> None:
    """What the base does not know is paired with what the question lacks of the fact."""
    assert pairs(question, BASE.by_id[fact], MATCHER) == expected
