"""Tests of what people write to propose a fact."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curation.exchange.importer import Importing
from bot.curation.exchange.proposals import Proposed, read_proposal, row_of
from tests.curation.bases import small_base

TODAY = dt.date(2026, 11, 24)
WHOLE = Proposed("Who paid?", "India did.", "paper ¶3")

WRITTEN = [
    ("Question: Who paid?\nAnswer: India did.\nSource: paper ¶3", WHOLE),
    ("P3\nsource: paper ¶3\nanswer: India\ndid.\nquestion:  Who   paid?", WHOLE),
    ("Вопрос: Who paid?\nОтвет: India did.\nИсточник: paper ¶3", WHOLE),
    ("Who paid?\nIndia\ndid.\n\npaper ¶3", WHOLE),
    ("Who paid?\nIndia did.", Proposed("Who paid?", "India did.")),
    ("Question: Who paid?\nSource: paper", Proposed("Who paid?", "", "paper")),
    ("", Proposed()),
]


@pytest.mark.parametrize(("text", "expected"), WRITTEN)
def test_parts(text: str, expected: Proposed) -> None:
    """Parts are found by their labels, in either language and any order, else by their lines."""
    assert read_proposal(text) == expected


def test_a_form_that_is_not_filled_in() -> None:
    """The form itself, sent back as it is, lacks everything."""
    assert not read_proposal("Question: …\nAnswer: …\nSource: …").is_whole


@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    """Whatever is written is read, and what is whole makes a row."""
    proposed = read_proposal(text)
    if proposed.is_whole:
        assert row_of(proposed, small_base(), TODAY).one("question") == proposed.question.strip()


SOURCES = [
    ("paper ¶3", "paper ¶3", {}),
    (
        "The bill, The Daily, 2019-01-02, https://daily.example/a.",
        "the-daily-2019-01-02",
        {"title": "The bill", "publisher": "The Daily", "published": "2019-01-02", "url": "https://daily.example/a"},
    ),
    (
        "The bill; The Daily; 2 January 2019",
        "the-daily-2019-01-02",
        {"title": "The bill", "publisher": "The Daily", "published": "2019-01-02"},
    ),
    (
        "https://daily.example/a",
        "daily-example-2026-11-24",
        {
            "title": "daily.example",
            "publisher": "daily.example",
            "accessed": "2026-11-24",
            "url": "https://daily.example/a",
        },
    ),
]


@pytest.mark.parametrize(("source", "cited", "fields"), SOURCES)
def test_sources(source: str, cited: str, fields: dict[str, str]) -> None:
    """A source is a key of the base, or whatever title, publisher, date and address are written."""
    base = small_base()
    importing = Importing(base)
    importing.take([row_of(Proposed("Who paid?", "India did.", source), base, TODAY)])
    assert importing.bad == []
    assert importing.facts[0]["sources"] == [cited]
    assert importing.sources.get(cited, {}) == fields


def test_a_source_that_says_too_little() -> None:
    """A title alone is no source."""
    base = small_base()
    importing = Importing(base)
    importing.take([row_of(Proposed("Who paid?", "India did.", "my cousin"), base, TODAY)])
    assert "lacks its publisher or date" in importing.bad[0].what
