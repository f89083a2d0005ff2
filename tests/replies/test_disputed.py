"""Tests of the shipped facts on which sources disagree: wherever one is told, every claim is, and none is picked."""

from __future__ import annotations

import csv
import datetime as dt
import html
import io
from collections.abc import Iterator

import pytest

from bot.curation.exchange.exporter import as_csv, as_markdown
from bot.curation.exchange.records import read_records
from bot.curation.site.build import build_page
from bot.engine.files import loaded, read_folders
from bot.factbase.model import Fact, FactBase
from bot.replies import pick, render
from bot.replies.catalogues import words_in
from bot.replies.dates import in_words
from bot.replies.layout import to_plain
from bot.replies.source_entry import source_entries
from tests.replies.bases import TODAY, fold
from tests.tree import PROJECT

FILES = read_folders([PROJECT / "facts"])
BASE, RECORDS = loaded(FILES), read_records(FILES)
DISPUTED = [fact for fact in BASE.facts if fact.claims and fact.is_current]


def parts(fact: Fact, base: FactBase) -> Iterator[tuple[str, str, list[str]]]:
    """Yield of each claim what is said, as of when, and its sources with their grades."""
    for claim in fact.claims:
        sources = [base.sources[citation.source] for citation in claim.citations]
        grades = [f"reliability {source.reliability}" for source in sources if source.reliability]
        is_read = any(source.published is None and source.accessed == claim.as_of for source in sources)
        date = f"{'read on' if is_read else 'as of'} {in_words(claim.as_of)}"
        yield claim.answer, date, [*(source.title for source in sources), *grades]


def test_there_are_some() -> None:
    """The shipped base has enough of them to go by."""
    assert len(DISPUTED) >= 20


@pytest.mark.parametrize("fact", DISPUTED, ids=lambda fact: fact.id)
def test_reply(fact: Fact) -> None:
    """A reply says that sources disagree, and then each claim in turn with its date, sources and grades."""
    lines = render(pick(BASE, fact.id), BASE, today=TODAY, fold=fold).plain.splitlines()
    assert "Sources disagree:" in lines
    starts = [number for number, line in enumerate(lines) if line.startswith("• ")]
    assert len(starts) == len(fact.claims)
    for start, end, (answer, date, cited) in zip(starts, [*starts[1:], len(lines)], parts(fact, BASE), strict=True):
        assert lines[start] == f"• {answer} ({date})"
        for text in cited:
            assert text in "\n".join(lines[start:end])


@pytest.mark.parametrize("fact", DISPUTED, ids=lambda fact: fact.id)
def test_source(fact: Fact) -> None:
    """/source says of each source what it claims."""
    entries = to_plain(source_entries([fact], BASE, words_in("en"))).split("\n\n")
    for claim in fact.claims:
        for citation in claim.citations:
            (entry,) = [one for one in entries if one.startswith(BASE.sources[citation.source].title)]
            assert f"says: {claim.answer}" in entry


def test_page_and_exports() -> None:
    """The page and Markdown have each claim with its date, sources and grades; a table says that it is disputed."""
    page, markdown = html.unescape(build_page(BASE, dt.date(2026, 12, 1))), as_markdown(BASE).replace("\\", "")
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO(as_csv(BASE, RECORDS)))}
    for fact in DISPUTED:
        article = page[page.index(f'<article id="{fact.id}">') :].partition("</article>")[0]
        section = markdown[markdown.index(f"## {fact.question.text}\n") :].partition("\n## ")[0]
        assert rows[fact.id]["status"].split(", ")[0] == "disputed"
        assert "Sources disagree" in article
        assert "Sources disagree" in section
        for text, whole in (
            (text, (a, d.replace("read on", "as of"), *c))
            for text in (article, section)
            for a, d, c in parts(fact, BASE)
        ):
            assert [one for one in whole if one not in text] == []
