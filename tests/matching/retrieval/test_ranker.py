"""Tests of how a fact is compared with the others that compete for a question."""

from __future__ import annotations

import pytest

from bot.matching.retrieval.alignment import prepare
from bot.matching.retrieval.features import PAIR_NAMES
from bot.matching.retrieval.model import TOP_NAMES
from bot.matching.retrieval.ranker import Field, RankedFact, rival_features
from tests.matching.bases import index, matcher


def ranked(
    fact: int, score: float, *, support: float = 0.0, meaning: float = 0.0, matched: set[int] | None = None
) -> RankedFact:
    """A fact with a score, and with features of 0 but for the meaning."""
    features = [meaning if name == "meaning" else 0.0 for name in PAIR_NAMES]
    return RankedFact(fact, index().phrases[0], features, frozenset(matched or ()), score, support)


@pytest.mark.parametrize(
    ("score", "others", "name", "expected"),
    [
        (5.0, [], "score", 0.5),
        (5.0, [], "lead", 1.0),  # nobody else: as far ahead as can be
        (5.0, [2.0, 1.0], "lead", 0.5),
        (1.0, [4.0], "lead", -0.5),
        (0.0, [99.0], "lead", -1.0),
        (5.0, [], "crowd", 0.0),
        (5.0, [4.0, 3.6, 3.4, 9.0], "crowd", 0.46210),  # three are close
        (5.0, [], "share", 1.0),
        (5.0, [5.0], "share", 0.5),
        (0.0, [9999.0], "share", 0.0),
        (5.0, [], "support", 0.25),
        (5.0, [4.0, 6.0], "share", 0.24473),
        (5.0, [], "won_elsewhere", 0.0),
        (5.0, [], "meaning_lead", 0.25),
        (5.0, [4.0, 3.0], "meaning_lead", -0.25),
    ],
)
def test_compared_with_others(score: float, others: list[float], name: str, expected: float) -> None:
    """A fact is compared with its rivals by lead, crowd and share, within limits."""
    compared = ranked(0, score, support=0.25, meaning=0.25, matched={0})
    rivals = [ranked(number, other, meaning=0.5, matched={1}) for number, other in enumerate(others, start=1)]
    prepared = prepare(matcher().read("where launch"), index())

    values = rival_features(prepared, compared, Field.of([*rivals, compared]))

    assert dict(zip(TOP_NAMES, values, strict=True))[name] == pytest.approx(expected, abs=1e-5)


def test_a_word_that_another_fact_has() -> None:
    """The heaviest word of the question that a fact lacks and a rival has counts for the rival."""
    compared, rival = ranked(0, 5.0, matched={0}), ranked(1, 4.0, matched={0, 1, 2})
    prepared = prepare(matcher().read("where launch pad"), index())

    values = rival_features(prepared, compared, Field.of([compared, rival]))

    assert dict(zip(TOP_NAMES, values, strict=True))["won_elsewhere"] == max(prepared.weights[1:])


def test_a_tie() -> None:
    """Of two equal facts neither is ahead."""
    one, other = ranked(0, 5.0, meaning=0.5), ranked(1, 5.0, meaning=0.5)
    prepared = prepare(matcher().read("where"), index())

    values = dict(zip(TOP_NAMES, rival_features(prepared, one, Field.of([one, other])), strict=True))

    assert (values["lead"], values["meaning_lead"], values["share"]) == (0.0, 0.0, 0.5)
