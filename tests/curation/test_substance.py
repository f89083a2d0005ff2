"""Tests of what makes an edit one of substance rather than wording."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.curation.fact_diff import is_substantive
from bot.factbase.stated import Stated, as_stated

PLACE = Stated("kazind", "Where was it?", "In the Otar military area.", "2019-01-02", "confirmed")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("In the Otar military area.", "At the Otar military area", False),
        ("In the Otar military area.", "The military area of Otar.", False),
        ("In the Otar military area.", "In the Umroi military area.", True),
        ("Otar hosted it.", "Umroi hosted it.", True),
        ("120 soldiers from India.", "From India, 120 soldiers.", False),
        ("120 soldiers.", "a hundred and twenty soldiers", False),
        ("120 soldiers.", "130 soldiers.", True),
        ("On 10 September 2018.", "On 11 September 2018.", True),
        ("On 10 September.", "On 10 October.", True),
        ("It was held.", "It was not held.", True),
        ("ओटार में", "उमरोई में", True),
        ("В районе Отара.", "В окрестностях Отара.", False),
        ("В районе Отара.", "В районе Умроя.", True),
    ],
)
def test_answers(before: str, after: str, expected: bool) -> None:
    """Numbers, names, dates and negations count; other words and their order do not."""
    assert is_substantive(replace(PLACE, answer=before), replace(PLACE, answer=after)) is expected
    assert is_substantive(replace(PLACE, answers={"ru": before}), replace(PLACE, answers={"ru": after})) is expected


def test_what_else_counts() -> None:
    """The validity of a fact counts; its as_of day and a new translation do not."""
    assert is_substantive(PLACE, replace(PLACE, status="planned"))
    assert is_substantive(PLACE, replace(PLACE, withdrawn="2026"))
    assert is_substantive(PLACE, replace(PLACE, superseded_by="other"))
    assert is_substantive(PLACE, None)
    assert not is_substantive(None, None)
    assert not is_substantive(PLACE, replace(PLACE, as_of="2026-01-01", question="Where?", answers={"ru": "Там."}))


def test_the_mark() -> None:
    """An edit that adds the mark `minor` is one of wording; a fact that had the mark before is judged as any other."""
    other = replace(PLACE, answer="In Umroi.")
    assert not is_substantive(PLACE, replace(other, is_minor=True))
    assert is_substantive(replace(PLACE, is_minor=True), replace(other, is_minor=True))
    assert is_substantive(PLACE, replace(PLACE, is_minor=True, withdrawn="2026"))


def test_what_is_written_down_comes_back() -> None:
    """Reading what was written returns the same value."""
    one = replace(PLACE, claims=("a", "b"), answers={"ru": "Там."}, valid_from="2018-09")
    assert as_stated(one.as_text()) == one
