"""Tests of a paper in messages: whole items, within the limits, whatever the text."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.briefing.document import Item, Section, Statement
from bot.briefing.message_pages import PAGE_UNITS, message_pages, single_page
from bot.replies.catalogues import ENGLISH
from bot.replies.layout import MESSAGE_LIMIT, length, to_html, to_plain
from tests.briefing.bases import long_sheet, sheet


def test_one_page() -> None:
    """A short sheet is one page: title, groups, marks before what they mark, sources as links."""
    [page] = message_pages(sheet("2018"), ENGLISH)
    html = to_html(page)

    assert html.startswith("<b>The drill SAGA &amp; what came of it</b>\n<i>only “2018”</i>")
    assert (
        "How long was SAGA 2018?\n<i>⚠ Sources disagree</i>\n• <b>10 days</b>\n"
        'as of 2 January 2019 · <a href="https://paper.example/a?b=1&amp;c=2">[2]</a> ¶6 (reliability B)\n'
        "• <b>14 days</b>\nas of March 2020 · "
    ) in html
    assert '[3] <a href="https://old.example/page">सैन्य अभ्यास शुरू</a>, Radio' in html
    assert html.endswith("<i>If something is missing here, I have no sourced answer to it.</i>")


def test_items_are_never_cut() -> None:
    """Each page fits, no item is split over two, none is lost, and a heading goes on overleaf."""
    paper = long_sheet()
    laid_out = message_pages(paper, ENGLISH)
    texts = [to_plain(page) for page in laid_out]

    assert len(laid_out) > 3
    assert all(length(page) <= PAGE_UNITS + 100 for page in laid_out)
    assert sum(text.count("How long was SAGA 2018?") for text in texts) == 60
    assert all(text.count("How long was SAGA 2018?") == text.count("14 days") for text in texts)
    assert texts[1].startswith("▪ SAGA 2018 (continued)\n")


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=9000), st.text(max_size=300))
def test_any_text_fits(text: str, heading: str) -> None:
    """However long and odd a text is, each page is a message that Telegram takes."""
    item = Item(text, (Statement(text, text[:50]),), (text[:80],), text)
    paper = replace(sheet(), sections=(Section(heading, (item, item)),))

    assert all(length(page) <= MESSAGE_LIMIT for page in message_pages(paper, ENGLISH))


def test_in_a_terminal() -> None:
    """In one piece addresses stand in the list of sources only."""
    text = to_plain(single_page(sheet(), ENGLISH))

    assert text.count("https://paper.example/a?b=1&c=2") == 1
    assert text.index("▪ Sources") < text.index("https://")
