"""Tests of the lists of topics and sources."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.chat.commands.start_help import sources_list, topics_list
from bot.engine.files import load_base
from bot.factbase.model import FactBase
from bot.replies import words_in
from bot.replies.layout import MESSAGE_LIMIT, Line, Span, units
from bot.replies.message import paged

FACTS = Path(__file__).parents[1] / "facts"


@pytest.fixture(scope="module")
def base() -> FactBase:
    """A small base."""
    return load_base([FACTS])


def test_topics(base: FactBase) -> None:
    """A topic is listed with the number of its current facts and one question."""
    (reply,) = topics_list(base, words_in("en"))
    assert reply.html == (
        "I cover these topics:\n• <b>Exercise KAZIND</b> (3 facts), for example: Who commanded KAZIND 2018?"
    )


def test_sources(base: FactBase) -> None:
    """A source is listed as in replies, linked and escaped."""
    (reply,) = sources_list(base, words_in("en"))
    assert reply.html == (
        "My facts come from:\n"
        '• <a href="https://paper.example/2019">Partners &lt;&amp; friends&gt;</a>, The Paper, 2 January 2019'
    )


def test_long_lists_take_several_messages() -> None:
    """Lines that do not fit in one message continue in the next, none lost and none cut."""
    lines: list[Line] = [(Span(f"{number} {'x' * 500}"),) for number in range(20)]
    pages = paged(lines)
    assert len(pages) > 1
    assert all(units(page.plain) <= MESSAGE_LIMIT for page in pages)
    assert "\n".join(page.plain for page in pages).split("\n") == [line[0].text for line in lines]
