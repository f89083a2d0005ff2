"""Tests of whole replies and their choices."""

from __future__ import annotations

import pytest

from bot.matching.decision import Candidate, NoAnswer, Reason, Suggest, Why
from bot.replies import Choice, Reply, pick, render
from bot.replies.layout import units
from tests.fake_telegram.markup import formatted
from tests.replies.bases import TODAY, answer, base_of, fold

PLACE = """
- id: place
  question: Where was the drill held?
  answer: In the Otar <area> & around.
  sources: [paper ¶6]
  as_of: 2019-01-02
"""
EARLIER = """
- id: plan
  question: When will the drill be?
  answer: Later this year.
  sources: [paper]
  as_of: 2019-01-02
  status: planned
  superseded_by: dates
- id: dates
  question: When was the drill?
  answer: In October.
  sources: [print]
  as_of: 2019-10
"""


def test_answer_in_html() -> None:
    """The question is small, the answer bold, the title linked, and every text escaped."""
    reply = render(answer("where?", "place"), base_of(PLACE), today=TODAY, fold=fold)

    assert reply.html == (
        "<i>Where was the drill held?</i>\n"
        "<b>In the Otar &lt;area&gt; &amp; around.</b>\n"
        "as of 2 January 2019\n"
        '<a href="https://paper.example/a?b=1&amp;c=&quot;2&quot;">Drill &amp; order &lt;news&gt;</a>, '
        "The Paper, 2 January 2019, ¶6"
    )


def test_note_goes_first() -> None:
    """A note of the caller's stands small above all."""
    reply = render(
        answer("where was the drill held", "place"),
        base_of(PLACE),
        today=TODAY,
        fold=fold,
        note="asked at 09:12 UTC",
    )

    assert reply.html.startswith("<i>asked at 09:12 UTC</i>\n<b>In the Otar")


def test_picked_fact_shows_its_question() -> None:
    """A fact that was chosen is told with its question, for the person wrote another."""
    base = base_of(PLACE)

    reply = render(pick(base, "place"), base, today=TODAY, fold=fold)

    assert reply.plain.startswith("Where was the drill held?\nIn the Otar")


NEAR = (Candidate("dates", 0.5, "x"), Candidate("place", 0.4, "x"))


def test_short_suggestions_are_buttons_only() -> None:
    """Choices that fit a button are not listed in HTML, and are numbered in plain text."""
    reply = render(
        Suggest("drill", NEAR, Reason(Why.WHICH_EDITION), NEAR),
        base_of(PLACE + EARLIER),
        today=TODAY,
        fold=fold,
    )

    assert reply == Reply(
        html="Which one do you mean?",
        plain="Which one do you mean?\n1. When was the drill?\n2. Where was the drill held?",
        choices=(
            Choice("dates", "When was the drill?", "When was the drill?"),
            Choice("place", "Where was the drill held?", "Where was the drill held?"),
        ),
    )


def test_long_suggestions_are_listed_and_numbered() -> None:
    """Where a phone would cut a button, the text lists the choices and the buttons have their numbers."""
    long = PLACE.replace("Where was the drill held?", "Where was the drill <of 2018> held, and by whom?")

    reply = render(
        Suggest("drill", NEAR, Reason(Why.SEVERAL_NEAR), NEAR),
        base_of(long + EARLIER),
        today=TODAY,
        fold=fold,
    )

    assert reply.html == (
        "Did you mean one of these?\n1. When was the drill?\n2. Where was the drill &lt;of 2018&gt; held, and by whom?"
    )
    assert [choice.label for choice in reply.choices] == [
        "1. When was the drill?",
        "2. Where was the drill <of 2018> held, and by whom?",
    ]


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (NoAnswer("x", Reason(Why.NOT_HELD), (), ()), "I have no sourced answer to that."),
        (
            NoAnswer("x", Reason(Why.NAME, ("“<b>”",)), NEAR[1:], NEAR),
            "I have no sourced answer about “<b>”.\nRelated questions I can answer:\n1. Where was the drill held?",
        ),
        (
            NoAnswer("x", Reason(Why.NOT_HELD), NEAR[1:], NEAR, understood="where in 2031"),
            "understood as: where in 2031\nI have no sourced answer to that.\n"
            "Related questions I can answer:\n1. Where was the drill held?",
        ),
    ],
)
def test_refusal(decision: NoAnswer, expected: str) -> None:
    """A refusal gives its reason as a sentence, then the nearest facts as choices."""
    reply = render(decision, base_of(PLACE + EARLIER), today=TODAY, fold=fold)

    assert reply.plain == expected
    assert [choice.fact for choice in reply.choices] == [candidate.fact for candidate in decision.nearest]


def test_long_answer_is_shortened_and_keeps_its_source() -> None:
    """An answer that is too long for one message ends at a word, and its source stays whole."""
    base = base_of(PLACE.replace("In the Otar", "In the Otar" + " and the Otar" * 1000))

    reply = render(answer("where was the drill held", "place"), base, today=TODAY, fold=fold)
    text, _ = formatted(reply.html, "HTML", None)
    first, *others = text.splitlines()

    assert 4080 < units(text) <= 4096
    assert first.endswith((" Otar…", " and…", " the…"))
    assert others == ["as of 2 January 2019", "Drill & order <news>, The Paper, 2 January 2019, ¶6"]
    assert len(reply.plain) > 10_000  # a terminal has no limit
