"""Tests of how usage is summed up, and of its chart."""

from __future__ import annotations

import datetime as dt
import struct

import pytest

from bot.curation.usage.chart import DOTS, SIZE, draw, weeks
from bot.curation.usage.stats import Day, Numbers, first_day, usage_stats
from bot.replies import words_in
from bot.store.gaps.gaps import TopGap
from bot.store.usage import UsageCount, UsageKind
from tests.replies.bases import base_of

TODAY = dt.date(2026, 11, 24)
FIRST = first_day(TODAY, 3)
BASE = base_of(
    """
    - {id: one, question: Where was it?, answer: Here., sources: [page], as_of: 2020}
    - {id: two, question: When was it?, answer: Then., sources: [page], as_of: 2020}
    - {id: old, question: Who led?, answer: Ann., sources: [page], as_of: 2019, superseded_by: new}
    - {id: new, question: Who leads?, answer: Ben., sources: [page], as_of: 2020}
    """
)
COUNTS = [
    UsageCount(FIRST, "private", UsageKind.ANSWERED, "", 3),
    UsageCount(FIRST, "private", UsageKind.TOLD, "one", 2),
    UsageCount(FIRST, "private", UsageKind.TOLD, "old", 1),
    UsageCount(FIRST, "private", UsageKind.TOLD, "gone", 9),
    UsageCount(TODAY, "group", UsageKind.SUGGESTED, "", 2),
    UsageCount(TODAY, "group", UsageKind.REFUSED, "", 4),
    UsageCount(TODAY, "group", UsageKind.CHOSEN, "", 1),
]
GAPS = (TopGap("G1", "Who paid $5 of _{x}^ <b>?", 7, ("one",)), TopGap("G2", "кто заплатил?", 3, ()))


def found(counts: list[UsageCount], gaps: tuple[TopGap, ...] = ()) -> Numbers:
    """Sum counts up."""
    return usage_stats(BASE, counts, (5, 1), gaps, FIRST, TODAY)


def test_numbers() -> None:
    """Every day is there; facts that the base lacks are passed over; a fact told under an earlier id was told."""
    summed = found(COUNTS, GAPS)

    assert summed.days == (Day(FIRST, 3, 0, 0), Day(FIRST + dt.timedelta(days=1), 0, 0, 0), Day(TODAY, 0, 2, 4))
    assert summed.total == Day(FIRST, 3, 2, 4)
    assert summed.total.questions == 9
    assert (summed.chosen, summed.up, summed.down) == (1, 5, 1)
    assert summed.facts == (("one", 2), ("old", 1))
    assert summed.never == ("two",)
    assert summed.rooms == (("group", 6), ("private", 3))


def test_weeks() -> None:
    """Weeks end with the last day, so that the first may be short."""
    days = [Day(dt.date(2026, 1, number), 1, 0, 2) for number in range(1, 18)]

    assert [(str(week.day), week.answered, week.refused) for week in weeks(days)] == [
        ("2026-01-01", 3, 6),
        ("2026-01-04", 7, 14),
        ("2026-01-11", 7, 14),
    ]
    assert len(weeks(days[:14])) == 2


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("counts", [[], COUNTS], ids=["nothing", "something"])
def test_picture(counts: list[UsageCount], language: str) -> None:
    """The picture is a PNG of a phone's form, whatever stands in the questions; without numbers, too."""
    png = draw(found(counts, GAPS if counts else ()), BASE, words_in(language))

    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (SIZE[0] * DOTS, SIZE[1] * DOTS)


def test_pictures_tell_numbers_apart() -> None:
    """Other numbers make another picture."""
    assert draw(found([]), BASE, words_in("en")) != draw(found(COUNTS), BASE, words_in("en"))
