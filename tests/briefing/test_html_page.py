"""Tests of the page: it holds everything, needs nothing, and lets no text become markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

from bot.briefing.document import Item, Section, Statement
from bot.briefing.html_page import as_html
from bot.replies.catalogues import ENGLISH, words_in
from tests.briefing.bases import sheet


def test_everything_is_on_it() -> None:
    """Claims, marks, numbers that lead to sources, and sources that lead to their pages."""
    html = as_html(sheet(), ENGLISH)

    assert '<p class="mark">Sources disagree</p><ul class="claims"><li><p class="said">10 days</p>' in html
    assert 'as of 2 January 2019 · <a href="#source-2">[2]</a> ¶6 (reliability B)' in html
    assert '<li id="source-2">' in html
    assert '<a href="https://paper.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">Drill &lt;n' in html
    assert html.count("<article>") == 6
    assert "Auli" not in html


def test_nothing_is_fetched() -> None:
    """The page loads nothing and runs nothing; every link within it has its end."""
    html = as_html(sheet(language="ru"), words_in("ru"))

    assert re.findall(r"<(?:script|link|img|iframe)\b", html) == []
    assert "default-src 'none'" in html
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(re.findall(r'id="([^"]+)"', html))
    assert html.startswith('<!DOCTYPE html>\n<html lang="ru">')


def test_text_stays_text() -> None:
    """What is written in a fact is shown, never obeyed."""
    evil = '"><script>alert(1)</script>&{{style}}'
    item = Item(evil, (Statement(evil, evil),), (evil,), evil)
    tags: list[str] = []

    class Tags(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            tags.append(tag)

    Tags().feed(as_html(replace(sheet(), title=evil, kind=evil, sections=(Section(evil, (item,)),)), ENGLISH))

    assert "script" not in tags
    assert tags.count("style") == 1
