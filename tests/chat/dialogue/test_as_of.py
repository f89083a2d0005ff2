"""Tests of questions as of a date, with the real process."""

from __future__ import annotations

import pytest

from bot.messages import reasons as reasons_words
from tests.chat.talking import OCTOBER, OTAR, Talk
from tests.fake_telegram import Person

PLANNED = "Some time in 2019."
THEN = "when was KAZIND 2019 as of October 2018?"


@pytest.fixture
def ann(talk: Talk) -> Person:
    """A new person."""
    return talk.telegram.user("Ann")


def test_as_of(talk: Talk, ann: Person) -> None:
    """What held on a date is told with date and source, as in /source, and with what has come since."""
    reply = talk.reply(ann, THEN)
    assert reply.parts("bold") == [PLANNED]
    assert reply.text.splitlines()[0] == "As of October 2018, not today:"
    assert "replaced since: I have a newer answer, as of 2 January 2019" in reply.text
    sources = talk.reply(ann, "/source", reply_to=reply).text
    assert "Printed on paper" in sources
    assert "Partners" not in sources
    assert talk.answer(ann, "when was KAZIND 2019?") == [OCTOBER]
    assert talk.answer(ann, "and as of 2018?") == [PLANNED]
    assert talk.reply(ann, "where was KAZIND 2018 as of 2019").text.splitlines()[0] == "As of 2019:"


def test_the_command(talk: Talk, ann: Person) -> None:
    """/asof takes a date and a question, or replies to a question; otherwise it explains itself."""
    assert talk.answer(ann, "/asof 2018-10-01 when was KAZIND 2019?") == [PLANNED]
    assert talk.answer(ann, "/asof March 2019: when was KAZIND 2019?") == [OCTOBER]
    told = talk.reply(ann, "when was KAZIND 2019?")
    assert talk.answer(ann, "/asof 2018", reply_to=told) == [PLANNED]
    bob = talk.telegram.user("Bob")
    group = talk.group(ann, bob)
    asked = bob.says("when was KAZIND 2019?", chat=group)
    assert talk.answer(ann, "/asof 2018", chat=group, reply_to=asked) == [PLANNED]
    for wrong in ("/asof", "/asof where was KAZIND 2018?", "/asof 01/03/2019 where was KAZIND 2018?"):
        assert "/asof 2019-03-01 where was" in talk.reply(ann, wrong).text
    assert reasons_words.REASONS["date-unread"] in talk.reply(ann, "where was KAZIND 2018 as of 01/03/2019?").text


def test_nothing_held_then(talk: Talk, ann: Person) -> None:
    """Where nothing held then, the nearest fact is offered, and told with its own date."""
    reply = talk.reply(ann, "where was KAZIND 2018 as of 2017?")
    assert reply.text.startswith(reasons_words.REASONS["not-as-of"].format(date="2017", dates="2 January 2019"))
    ann.presses(reply.button("Where was KAZIND 2018 held?"))
    assert talk.telegram.wait_for_edit(reply).parts("bold") == [OTAR]


def test_choices_keep_the_date(talk: Talk, ann: Person) -> None:
    """A choice offered for such a question is told as it held then."""
    reply = talk.reply(ann, "when was KAZIND held as of 2018?")
    ann.presses(reply.button("When is KAZIND 2019 to be held?"))
    told = talk.telegram.wait_for_edit(reply)
    assert (told.parts("bold"), told.text.splitlines()[0]) == ([PLANNED], "As of 2018, not today:")


def test_a_group_is_not_pointed_to_what_held_at_another_time(talk: Talk, ann: Person) -> None:
    """A group is not pointed from a dated answer to one without a date or with another date."""
    group = talk.group(ann)
    assert talk.answer(ann, "/ask where was KAZIND 2018?", chat=group) == [OTAR]
    assert talk.answer(ann, "/ask where was KAZIND 2018 as of 2019?", chat=group) == [OTAR]
    assert talk.answer(ann, "/ask where was KAZIND 2018 as of 2020?", chat=group) == [OTAR]
