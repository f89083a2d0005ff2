"""Tests of the fact sheet: what is on it, in which order, with which marks and sources."""

from __future__ import annotations

import pytest

from bot.briefing.document import Reference
from bot.briefing.sheet_requests import SheetFormat, read_request
from bot.messages import replies as replies_words
from tests.briefing.bases import drill_base, drill_names, sheet


def test_order_and_groups() -> None:
    """Facts are grouped by what they are about, editions by year whatever the order of the file, then by date."""
    found = [(section.heading, [item.question for item in section.items]) for section in sheet().sections]

    assert found == [
        ("SAGA 2018", ["Where was SAGA 2018 held?", "How long was SAGA 2018?"]),
        ("SAGA 2019", ["Is there to be a parade at the end of SAGA 2019?", "Where was SAGA 2019 held?"]),
        ("SAGA", ["Since when is SAGA held?", "What is the aim of SAGA?"]),
    ]


def test_what_no_longer_holds_is_not_on_it() -> None:
    """Neither a superseded value nor a withdrawn fact is told, and they are not counted."""
    paper = sheet()
    said = str(paper)

    assert "Auli" not in said
    assert "Nobody" not in said
    assert paper.about == ("6 facts", f"as things stand on 24 November 2026, fact base {drill_base().version}")


def test_marks() -> None:
    """Planned, reported and overdue facts say so."""
    marks = {item.question: item.marks for section in sheet().sections for item in section.items}

    assert marks["Is there to be a parade at the end of SAGA 2019?"] == (
        "planned: announced, not confirmed to have happened",
        replies_words.OVERDUE.format(date="January 2020"),
    )
    assert marks["What is the aim of SAGA?"] == ("reported, not confirmed",)
    assert marks["Where was SAGA 2019 held?"] == ()


def test_every_claim_is_shown() -> None:
    """Where sources disagree each says its own, with date, source and reliability, and none is picked."""
    item = next(item for section in sheet().sections for item in section.items if "long" in item.question)

    assert item.marks == ("Sources disagree",)
    assert [(claim.text, claim.when, claim.references) for claim in item.statements] == [
        ("10 days", "as of 2 January 2019", (Reference(2, "¶6 (reliability B)"),)),
        ("14 days", "as of March 2020", (Reference(3, "(reliability C)"),)),
    ]


def test_sources_are_numbered_once() -> None:
    """Sources stand at the end in the order of their first mention, each once."""
    listed = [(each.number, each.source.key, each.rest) for each in sheet().sources]

    assert listed == [
        (1, "print", "The Press, 2018"),
        (2, "paper", "The Paper, 2 January 2019, reliability B"),
        (3, "radio", "Radio, accessed March 2020, reliability C"),
    ]


def test_in_another_language() -> None:
    """A sheet is in the language of the chat as far as facts are translated, and says that some are not."""
    paper = sheet(language="ru")

    assert "Несколько лет." in str(paper)
    assert "In Pune." in str(paper)
    assert any("язык" in text for text in paper.about)


NARROWED = [
    ("2018", {"saga-2018-place", "saga-2018-days"}),
    ("2019", {"saga-2019-place", "saga-2019-parade", "saga-since"}),  # the last has no year but its date
    ("second САГА", {"saga-2019-place", "saga-2019-parade", "saga-since"}),  # that is, SAGA 2019
    ("Отар", {"saga-2019-place"}),
    ("parade", {"saga-2019-parade"}),
    ("20", set()),
    ("Ota", set()),
    ("2017", set()),
]


@pytest.mark.parametrize(("text", "facts"), NARROWED)
def test_narrowed(text: str, facts: set[str]) -> None:
    """A year, a name in any spelling or a word leaves the facts that carry it whole; a part of it none."""
    questions = {drill_base().by_id[fact].question.text for fact in facts}

    assert {item.question for section in sheet(text).sections for item in section.items} == questions


REQUESTS = [
    ("drill", "drill", "", SheetFormat.PAGES),
    ("DRILL 2018 PDF", "drill", "2018", SheetFormat.PDF),
    ("drill html", "drill", "", SheetFormat.HTML),
    ("САГА 2018", "drill", "САГА 2018", SheetFormat.PAGES),  # a name leads to its topic
    ("nonsense pdf", None, "nonsense", SheetFormat.PDF),
    ("", None, "", SheetFormat.PAGES),
]


@pytest.mark.parametrize(("text", "topic", "narrow", "form"), REQUESTS)
def test_requests(text: str, topic: str | None, narrow: str, form: SheetFormat) -> None:
    """A request names a topic, or something that the base knows, then what narrows it, then the form."""
    request = read_request(text, drill_base(), drill_names())

    assert (request.topic and request.topic.name, request.narrow, request.form) == (topic, narrow, form)
