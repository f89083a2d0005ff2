"""The head of a sheet sums the editions of a series up, each cell with its source."""

from __future__ import annotations

import datetime as dt

from bot.briefing.sheet import make_sheet
from bot.replies import words_in
from tests.tables.bases import drills


def test_editions_at_a_glance() -> None:
    """Each edition has a line with its dates and place, in the order of the series; a plan and a dispute say so."""
    base, linker = drills().matcher.base, drills().matcher.linker

    paper = make_sheet(base, base.topics[0], linker, words_in("en", "en"), dt.date(2026, 11, 25))
    first = paper.sections[0]

    assert first.heading == "Editions at a glance: KAZIND"
    assert [item.question for item in first.items] == ["KAZIND 2018", "KAZIND 2019", "KAZIND 2021", "KAZIND 2027"]
    said = [[statement.text for statement in item.statements] for item in first.items]
    assert said[0] == ["dates: From 10 to 23 September 2018.", "place: At Otar in Kazakhstan."]
    assert said[1][0].endswith("(sources disagree)")
    assert said[3] == ["dates: In May 2027. (planned)"]
    assert all(statement.references for item in first.items for statement in item.statements)
