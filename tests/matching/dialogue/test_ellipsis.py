"""Tests of what a question lacks that goes on from another."""

from __future__ import annotations

import pytest

from bot.matching import Matcher
from bot.matching.dialogue.ellipsis import MissingPart, missing_part

CASES = [
    ("and in 2019?", MissingPart.THING),
    ("when?", MissingPart.THING),
    ("the 2019 one", MissingPart.THING),
    ("What about the fourth edition?", MissingPart.THING),
    ("who took part", MissingPart.THING),
    ("Who Commanded It?", MissingPart.THING),
    ("who paid for it?", MissingPart.THING),
    ("how many soldiers took part in 2018?", MissingPart.THING),
    ("а в 2019 году?", MissingPart.THING),
    ("और 2019 में?", MissingPart.THING),
    ("and KAZIND 2019?", MissingPart.QUESTION),
    ("what about KAZIND 2019", MissingPart.QUESTION),
    ("KAZIND 2019?", MissingPart.QUESTION),  # several facts are about it
    ("KAZIND 2018 venue", None),
    ("and where was KAZIND 2019 held?", None),
    ("KAZIND in Auli", None),
    ("What is Baikonur?", None),
    ("where is Kazakhstan", None),
    ("price of uranium", None),
    ("who won in 2019", None),  # nothing that the base asks of an exercise
    ("where is the form and who signs it", None),
    ("?!", None),
]


@pytest.mark.parametrize(("question", "missing"), CASES)
def test_what_a_question_lacks(matcher: Matcher, question: str, missing: MissingPart | None) -> None:
    """A part of a question lacks its thing or what it asks; one that names and asks something is whole."""
    assert missing_part(question, matcher) is missing
