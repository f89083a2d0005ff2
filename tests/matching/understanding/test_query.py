"""Tests of what a question says besides its words: kinds, negation, what it counts, what it turns on."""

from __future__ import annotations

import pytest

from bot.matching.text.tokenizer import tokenise
from bot.matching.understanding.query import Query, kinds_of, parse_query


def query_of(text: str) -> Query:
    """Read a question without the names of any base."""
    return parse_query(tokenise(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("who took part", {"who"}),
        ("whose turn was it", {"who"}),
        ("where was it", {"where"}),
        ("when was it", {"when"}),
        ("how many soldiers came", {"how many"}),
        ("how much did it cost", {"how much"}),
        ("how many days did it last", set()),  # a duration, not a number of things
        ("how many", set()),
        ("what was it", set()),
        ("why was it", set()),
        ("which place hosted it", {"where"}),
        ("what year was it", {"when"}),
        ("venue of the exercise", {"where"}),
        ("number of soldiers", {"how many"}),
        ("the venue was good", set()),
        ("who came and where was it", {"who", "where"}),
        ("leased since", {"when"}),
        ("tell me where it was", {"where"}),
        ("when using my card abroad I am asked for a code every time", set()),  # joins two clauses
        ("где прошли учения", {"where"}),
        ("сколько солдат", {"how many"}),
        ("в каком году", {"when"}),
        ("कहाँ हुआ", {"where"}),
        ("kab hua", {"when"}),
    ],
)
def test_kinds(text: str, expected: set[str]) -> None:
    """Only who, where, when, how many and how much are explicit, in any language of the base."""
    assert query_of(text).kinds == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wherewas it", "where was it"),  # no space
        ("whatis it", "what is it"),
        ("wher was it", "where was it"),  # a letter left out
        ("whne was it", "when was it"),  # two swapped
        ("whwre was it", "where was it"),  # the key beside the right one
        ("hwo was it", "hwo was it"),  # who or how?
        ("what was the wheat", "what was the wheat"),  # a word of its own
        ("kab hua", "when hua"),
        ("сколько солдат", "how many солдат"),
    ],
)
def test_question_words_are_mended(text: str, expected: str) -> None:
    """A misspelt question word is mended where it is clear which is meant, and one of any language filed in English."""
    assert " ".join(query_of(text).tokens) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("where was it held", False),
        ("where was it not held", True),
        ("where wasn't it held", True),
        ("who never came", True),
        ("who has no tanks", True),
        ("no idea where it was", False),
        ("not sure where it was", False),
        ("не участвовал кто", True),
        ("कौन नहीं आया", True),
        ("kaun nahi aaya", True),
        ("was it in Otar or not", False),
        ("not", True),
        ("I can not log in to my account any more, how do I reset the password", None),
        ("in the end who of the many participants did not come to the exercise", True),
        ("who of the many participants came to the exercise if it was not cancelled", None),
    ],
)
def test_negation(text: str, expected: bool | None) -> None:
    """A question is negated, plain, or has a negation only in a clause beside it."""
    assert query_of(text).is_negated is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("where was it not, um, held", True),
        ("where was it not, sorry, held", True),
        ("who did not, no wait, who did come", False),
        ("who came, no wait, who did not come", True),
        ("where was it 2018, not 2019", False),
    ],
)
def test_negation_outlives_a_filler(text: str, expected: bool) -> None:
    """A negation is taken back by asking anew only, not by "um"; "not 2019" beside 2018 negates nothing."""
    assert query_of(text).is_negated is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("how many Indian soldiers came", {"indian", "soldiers", "came"}),
        ("how many soldiers were there", {"soldiers"}),
        ("how much was the trade", {"trade"}),
        ("how much did it cost", set()),
        ("where was it", None),
    ],
)
def test_counted(text: str, expected: set[str] | None) -> None:
    """What is counted stands between "how many" or "how much" and the verb."""
    assert query_of(text).counted == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("where was it", "where"),
        ("which country hosted it", "what"),
        ("почему", "why"),
        ("how many came", "how many"),
        ("how did it end", "how"),
        ("did it end", "whether"),
        ("venue of the exercise", ""),
    ],
)
def test_opening(text: str, expected: str) -> None:
    """A question turns on its first question word; one with a verb in front asks whether."""
    assert query_of(text).opening == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("card not working", True), ("is the card working", False), ("why is that", False), ("", True)],
)
def test_statement(text: str, expected: bool) -> None:
    """Without a question word, or a verb in front, it is a statement."""
    assert query_of(text).is_statement is expected


@pytest.mark.parametrize(
    ("text", "corrections", "expected"),
    [
        ("the Otar, no, the Umroi exercise", True, (0, 2)),
        ("the Otar, no, the Umroi exercise", False, (0, 0)),
        ("when was it, no wait, where was it", True, (0, 3)),
        ("a b c d e f g h i j no wait k", True, (2, 10)),  # only the last eight may have been meant
    ],
)
def test_taken_back(text: str, corrections: bool, expected: tuple[int, int]) -> None:
    """A correction takes back the words before it; phrasings of the base correct nothing."""
    assert parse_query(tokenise(text), corrections=corrections).reparandum == expected


def test_kinds_after_a_correction() -> None:
    """What a correction asks counts; where it asks nothing, what was asked before still does."""
    assert query_of("when was it, no wait, where was it").kinds == {"where"}
    assert query_of("where was the Otar, no, the Umroi exercise").kinds == {"where"}
    assert kinds_of([]) == set()
