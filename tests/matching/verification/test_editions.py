"""Tests of what a question for an edition that the base lacks is offered."""

from __future__ import annotations

from bot.matching import Matcher, Suggest
from tests.matching.bases import base_of

MEETINGS = """
topic: meetings
title: Meetings
language: en
names:
  Meeting of Experts: []
  {names}
sources:
  paper: {{title: The meeting, publisher: The Paper, published: 2019-01-02}}
facts:
  {facts}
"""
NUMBERS = (6, 11, 16)


def test_editions_are_in_order() -> None:
    """Editions are offered by their number, newest first, and named from the first: 6, 11, 16."""
    names = (f'{n}th Meeting of Experts: ["{n}th {{Meeting of Experts}}"]' for n in NUMBERS)
    facts = (
        f"- {{id: m-{n}, question: Where was the {n}th Meeting of Experts?, answer: In town {n}.,"
        " sources: [paper], as_of: 2019-01-02}"
        for n in NUMBERS
    )
    text = MEETINGS.format(names="\n  ".join(names), facts="\n  ".join(facts))
    found = Matcher(base_of({"meetings.yaml": text})).decide("Where was the 7th Meeting of Experts?")

    assert isinstance(found, Suggest)
    assert [choice.fact for choice in found.choices] == ["m-16", "m-11", "m-6"]
    assert (found.reason.held, found.reason.asked) == (("6", "11", "16"), ("7",))
