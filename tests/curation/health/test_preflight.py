"""Tests of what preflight finds before a briefing."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.curation.health.preflight import FindingKind, Unanswered, preflight
from bot.curation.health.preflight_text import describe
from bot.messages import preflight as preflight_words
from bot.replies import words_in
from tests.replies.bases import base_of

DAY = dt.date(2026, 12, 10)
TWO = "sources: [page, print]"
BASE = base_of(
    f"""
    - {{id: fine, question: Who won?, answer: All., {TWO}, as_of: 2020, review_by: 2026-12-10}}
    - {{id: overdue, question: Who led?, answer: Ann., {TWO}, as_of: 2020, review_by: 2026-12-09}}
    - {{id: dated, question: "When will it be, as said in 2020?", answer: In November 2026., {TWO}, as_of: 2020,
       status: planned}}
    - {{id: ahead, question: When will the next be?, answer: On 11 December 2026., {TWO}, as_of: 2020, status: planned}}
    - {{id: valid, question: Is it to be long?, answer: In 2030., {TWO}, as_of: 2020, status: planned,
       valid_to: 2026-11}}
    - {{id: undated, question: Who is to come?, answer: All 2500 of them., {TWO}, as_of: 2025-12-09, status: planned}}
    - {{id: recent, question: Who is to go?, answer: Nobody., {TWO}, as_of: 2026, status: planned}}
    - {{id: replaced, question: Old?, answer: Old., {TWO}, as_of: 2019, status: planned, superseded_by: fine}}
    - {{id: single, question: Where?, answer: Here., sources: [page ¶1, page ¶2], as_of: 2020}}
    - id: disputed
      question: How many?
      claims: [{{answer: 1, sources: [page], as_of: 2020}}, {{answer: 2, sources: [paper, print], as_of: 2020}}]
    """
)


def found(*unanswered: Unanswered, topics: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    """Look the base over; give kind, name and words of each thing."""
    say = words_in("en")
    return [(one.kind, one.name, describe(one, say)) for one in preflight(BASE, DAY, topics, unanswered)]


def test_facts_and_sources() -> None:
    """Plans whose time is over, reviews, disputes, single sources and missing archives are found, the worst first."""
    assert found() == [
        (FindingKind.PAST, "dated", "planned: November 2026 is past"),
        (FindingKind.PAST, "valid", "planned: November 2026 is past"),
        (FindingKind.PAST, "undated", preflight_words.PLANNED_ONCE),
        (FindingKind.OVERDUE, "overdue", "review due by 9 December 2026"),
        (FindingKind.DISPUTED, "disputed", "2 claims"),
        (FindingKind.SINGLE, "single", ""),
        (FindingKind.UNARCHIVED, "paper", "1 fact rests on it"),
    ]


@pytest.mark.parametrize(
    ("askers", "nearest", "topics", "expected"),
    [
        (3, "fine", (), True),
        (2, "fine", (), False),  # not often
        (3, "fine", ("drill",), True),
        (3, None, ("drill",), True),  # may belong to any topic
        (3, "fine", ("other",), False),
    ],
)
def test_unanswered(askers: int, nearest: str | None, topics: tuple[str, ...], expected: bool) -> None:
    """What three people have asked in vain is found, in the topic of the fact that comes nearest."""
    asked = Unanswered("G1", "Who paid?", askers, nearest)
    gaps = [one for one in found(asked, topics=topics) if one[0] == FindingKind.UNANSWERED]

    assert gaps == ([(FindingKind.UNANSWERED, "G1", "asked by 3 people")] if expected else [])


def test_other_topics() -> None:
    """With topics only their facts and sources are looked at."""
    assert found(topics=("other",)) == []


def test_places() -> None:
    """Each thing says where it stands."""
    places = {one.name: one.place for one in preflight(BASE, DAY)}

    assert None not in places.values()
    assert places["single"] == BASE.by_id["single"].place
    assert places["paper"] == BASE.sources["paper"].place
