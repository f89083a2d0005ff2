"""Tests of the judge that comes with the bot: what it makes of questions, and that its file is whole."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.semantics.judge import SHIPPED, QuestionJudge, lacking_libraries

ASKED = "how much can i claim for a hotel per night"


@pytest.mark.parametrize(
    ("same", "near_miss"),
    [
        ("what is the nightly limit for hotels", "how much can i claim for a taxi per night"),
        ("hotel allowance for one night", "how much can i claim for a hotel per week"),
        ("most they reimburse for one night in a hotel", "who approves my hotel claim"),
    ],
)
def test_rephrasings_agree_more_than_near_misses(same: str, near_miss: str) -> None:
    """A rephrasing in other words agrees more with a question than one that differs by a single word."""
    agreed, differed = QuestionJudge().agreement([(same, ASKED), (near_miss, ASKED)])

    assert agreed > differed


def test_batches_change_nothing() -> None:
    """A pair gets the same number alone and among longer ones, within the rounding of 8-bit sums."""
    pairs = [(ASKED, ASKED), *((f"{ASKED} {'and so on ' * n}", ASKED) for n in range(40))]

    assert QuestionJudge().agreement(pairs)[0] == pytest.approx(QuestionJudge().agreement(pairs[:1])[0], abs=0.5)


@settings(max_examples=20, deadline=None)
@given(st.text(max_size=2000), st.text(max_size=200))
def test_any_text_is_judged(one: str, two: str) -> None:
    """Whatever is asked, there is one number for each pair."""
    assert len(QuestionJudge().agreement([(one, two)])) == 1


def test_no_pair() -> None:
    """Nothing to judge is no error."""
    assert QuestionJudge().agreement([]) == []


def test_file_is_the_one_described() -> None:
    """judge.json, which stands for the weights in the key of a snapshot, has their checksum."""
    told = json.loads((SHIPPED / "judge.json").read_text("utf-8"))

    assert told["sha256"] == sha256((SHIPPED / "judge.onnx").read_bytes()).hexdigest()
    assert (SHIPPED / "judge.onnx").stat().st_size < 25_000_000


def test_libraries_are_here() -> None:
    """What make test installs has all that the judge needs."""
    assert lacking_libraries() == []
