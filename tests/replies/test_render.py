"""Tests of the replies that people read."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.matching.decision import Candidate, Decision, NoAnswer, Suggest
from bot.replies import Choice, Reply, pick, render
from bot.replies.layout import units
from tests.fake_telegram.markup import formatted
from tests.replies.bases import TODAY, answer, base_of, fold, single_base

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

ANSWERS = [
    pytest.param(
        PLACE,
        answer("the drill, where", "place"),
        """
        Where was the drill held?
        In the Otar <area> & around.
        as of 2 January 2019
        Drill & order <news>, The Paper, 2 January 2019, ¶6
        https://paper.example/a?b=1&c="2"
        """,
        id="another wording: the question is shown",
    ),
    pytest.param(
        PLACE,
        answer("where WAS the drill  held", "place"),
        """
        In the Otar <area> & around.
        as of 2 January 2019
        Drill & order <news>, The Paper, 2 January 2019, ¶6
        https://paper.example/a?b=1&c="2"
        """,
        id="the same wording: the question is left out",
    ),
    pytest.param(
        PLACE.replace("[paper ¶6]", "[print, paper ¶6, page p. 3, paper ¶7]"),
        answer("where was the drill held", "place"),
        """
        In the Otar <area> & around.
        as of 2 January 2019
        Yearbook, The Press, 2018
        Drill & order <news>, The Paper, 2 January 2019, ¶6, ¶7
        https://paper.example/a?b=1&c="2"
        A page, The Ministry, accessed March 2020, p. 3
        https://old.example/page
        """,
        id="several sources: each once, with its locators",
    ),
    pytest.param(
        PLACE + "  quote: Otar military area\n  status: planned\n  valid_from: 2018-09\n",
        answer("where was the drill held", "place"),
        """
        In the Otar <area> & around.
        as of 2 January 2019
        planned: announced, not confirmed to have happened
        valid from September 2018
        “Otar military area”
        Drill & order <news>, The Paper, 2 January 2019, ¶6
        https://paper.example/a?b=1&c="2"
        """,
        id="planned, with validity and a quote",
    ),
    pytest.param(
        PLACE + "  status: reported\n  review_by: 2026-11\n  valid_from: 2018\n  valid_to: 2019\n",
        answer("where was the drill held", "place"),
        """
        In the Otar <area> & around.
        as of 2 January 2019
        reported, not confirmed
        valid from 2018 to 2019
        a review was due by November 2026: this may be out of date
        Drill & order <news>, The Paper, 2 January 2019, ¶6
        https://paper.example/a?b=1&c="2"
        """,
        id="reported and overdue",
    ),
    pytest.param(
        PLACE + "  review_by: 2026-12\n  valid_to: 2027-01-05\n",
        answer("where was the drill held", "place"),
        """
        In the Otar <area> & around.
        as of 2 January 2019
        valid until 5 January 2027
        Drill & order <news>, The Paper, 2 January 2019, ¶6
        https://paper.example/a?b=1&c="2"
        """,
        id="a month of review that is not over is not overdue",
    ),
    pytest.param(
        EARLIER,
        answer("when will the drill be", "plan"),
        """
        When was the drill?
        In October.
        as of October 2019
        earlier (2 January 2019): Later this year.
        Yearbook, The Press, 2018
        """,
        id="superseded: the current fact, with the earlier one",
    ),
    pytest.param(
        EARLIER,
        answer("when will that drill be", "dates", phrase="when will the drill be"),
        """
        When was the drill?
        In October.
        as of October 2019
        earlier (2 January 2019): Later this year.
        Yearbook, The Press, 2018
        """,
        id="superseded: told by the phrase that matched",
    ),
    pytest.param(
        EARLIER,
        answer("when was the drill", "dates", phrase="When was the drill?"),
        """
        In October.
        as of October 2019
        Yearbook, The Press, 2018
        """,
        id="the current fact alone where its own phrase matched",
    ),
    pytest.param(
        PLACE + "  withdrawn: 2026-11-24\n",
        answer("where was the drill held", "place"),
        """
        I no longer hold an answer to that: withdrawn on 24 November 2026.
        """,
        id="withdrawn: no answer",
    ),
    pytest.param(
        """
        - id: troops
          question: How many took part?
          status: reported
          claims:
            - {answer: 120 soldiers, sources: [paper ¶6], as_of: 2019-01-02}
            - {answer: 100 soldiers, sources: [print p. 4, page], as_of: 2018}
        """,
        answer("troops", "troops"),
        """
        How many took part?
        Sources disagree:
        reported, not confirmed
        • 120 soldiers (as of 2 January 2019)
        Drill & order <news>, The Paper, 2 January 2019, ¶6
        https://paper.example/a?b=1&c="2"
        • 100 soldiers (as of 2018)
        Yearbook, The Press, 2018, p. 4, reliability B
        A page, The Ministry, accessed March 2020
        https://old.example/page
        """,
        id="disputed: every claim with its sources and their grade",
    ),
    pytest.param(
        PLACE + EARLIER,
        answer("when was the drill", "dates", "place", missing=("who took part", "why")),
        """
        When was the drill?
        In October.
        as of October 2019
        Yearbook, The Press, 2018

        Where was the drill held?
        In the Otar <area> & around.
        as of 2 January 2019
        Drill & order <news>, The Paper, 2 January 2019, ¶6
        https://paper.example/a?b=1&c="2"

        Not answered: “who took part”; “why”
        """,
        id="several parts: each with its question, and those not answered",
    ),
    pytest.param(
        PLACE,
        replace(answer("and where?", "place"), understood="where was the drill held"),
        """
        understood as: where was the drill held
        In the Otar <area> & around.
        as of 2 January 2019
        Drill & order <news>, The Paper, 2 January 2019, ¶6
        https://paper.example/a?b=1&c="2"
        """,
        id="what was understood stands for the question",
    ),
]


@pytest.mark.parametrize(("facts", "decision", "expected"), ANSWERS)
def test_answer_in_plain_text(facts: str, decision: Decision, expected: str) -> None:
    """An answer tells the fact, its day, its caveats and its sources."""
    reply = render(decision, base_of(facts), today=TODAY, fold=fold)

    assert reply.plain == dedent(expected).strip("\n")
    assert reply.choices == ()


@pytest.mark.parametrize(("facts", "decision", "expected"), ANSWERS)
def test_html_says_the_same_as_plain_text(facts: str, decision: Decision, expected: str) -> None:
    """Read by Telegram, the HTML shows the plain text without the addresses, which are links."""
    reply = render(decision, base_of(facts), today=TODAY, fold=fold)
    text, entities = formatted(reply.html, "HTML", None)

    links = [entity["url"] for entity in entities if entity["type"] == "text_link"]
    addresses = [line for line in reply.plain.splitlines() if line.startswith("https://")]
    assert text.splitlines() == [line for line in reply.plain.splitlines() if line not in addresses]
    assert len(links) == len(addresses)


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
        Suggest("drill", NEAR, "which do you mean?", NEAR), base_of(PLACE + EARLIER), today=TODAY, fold=fold
    )

    assert reply == Reply(
        html="Which do you mean?",
        plain="Which do you mean?\n1. When was the drill?\n2. Where was the drill held?",
        choices=(
            Choice("dates", "When was the drill?", "When was the drill?"),
            Choice("place", "Where was the drill held?", "Where was the drill held?"),
        ),
    )


def test_long_suggestions_are_listed_and_numbered() -> None:
    """Where a phone would cut a button, the text lists the choices and the buttons have their numbers."""
    long = PLACE.replace("Where was the drill held?", "Where was the drill <of 2018> held, and by whom?")

    reply = render(Suggest("drill", NEAR, "Which?", NEAR), base_of(long + EARLIER), today=TODAY, fold=fold)

    assert reply.html == (
        "Which?\n1. When was the drill?\n2. Where was the drill &lt;of 2018&gt; held, and by whom?"
    )
    assert [choice.label for choice in reply.choices] == [
        "1. When was the drill?",
        "2. Where was the drill <of 2018> held, and by whom?",
    ]


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (NoAnswer("x", "I hold 2018, not 2031", (), ()), "I hold 2018, not 2031."),
        (NoAnswer("x", "", (), ()), "I don’t hold that."),
        (
            NoAnswer("x", "I don’t know “<b>”.", NEAR[1:], NEAR),
            "I don’t know “<b>”.\nThe nearest that I hold:\n1. Where was the drill held?",
        ),
        (
            NoAnswer("x", "no", NEAR[1:], NEAR, understood="where in 2031"),
            "understood as: where in 2031\nNo.\nThe nearest that I hold:\n1. Where was the drill held?",
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


TEXT = st.text(max_size=80) | st.builds(
    lambda text, times: text * times, st.text(min_size=1, max_size=20), st.integers(1, 400)
)
CONTROLS = "\u202e<b>&amp;\x00\ud800 \u2029\n"


@settings(deadline=None, max_examples=60)
@given(question=TEXT, told=TEXT, title=TEXT, publisher=TEXT, locator=TEXT, claims=st.sampled_from([0, 2, 70]))
@example(CONTROLS, CONTROLS, CONTROLS, CONTROLS, CONTROLS, 0)
@example("🙂" * 2500, "🙂" * 2500, "🙂" * 2500, "🙂" * 2500, "🙂" * 2500, 2)
@example("é" * 4500, "<" * 4500, "&" * 4500, '"' * 4500, "\u200d" * 4500, 90)
def test_any_text_makes_a_message_that_telegram_takes(
    question: str, told: str, title: str, publisher: str, locator: str, claims: int
) -> None:
    """Whatever the texts are, the HTML is balanced, escaped and at most 4,096 units."""
    base = single_base(
        question=question,
        answer=told,
        title=title,
        publisher=publisher,
        locator=locator,
        quote=title,
        claims=claims,
    )
    near = (Candidate("one", 0.5, question),)
    decisions: list[Decision] = [
        replace(answer(told, "one", missing=(told, title)), understood=title),
        Suggest(told, near, title or "x", near, understood=question),
        NoAnswer(told, title, near, near),
    ]
    for decision in decisions:
        reply = render(decision, base, today=TODAY, fold=fold, note=publisher)
        text, _ = formatted(reply.html, "HTML", None)
        assert units(text) <= 4096
        assert text.strip()
        reply.html.encode()
        reply.plain.encode()
