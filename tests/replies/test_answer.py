"""Tests of how a fact is told."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

import pytest

from bot.matching.decision import Decision
from bot.replies import render
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
        a review was due by November 2026, so this may be out of date
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
        I no longer have an answer to that: withdrawn on 24 November 2026.
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
        Where was the drill held?
        In the Otar <area> & around.
        as of 2 January 2019
        Drill & order <news>, The Paper, 2 January 2019, ¶6
        https://paper.example/a?b=1&c="2"
        """,
        id="understood from context: the fact's question says how",
    ),
    pytest.param(
        PLACE.replace("  answer:", "  about: DRILL\n  asks: launch-site\n  answer:"),
        replace(answer("and where?", "place"), understood="where was DRILL held"),
        """
        DRILL — launch site:
        In the Otar <area> & around.
        as of 2 January 2019
        Drill & order <news>, The Paper, 2 January 2019, ¶6
        https://paper.example/a?b=1&c="2"
        """,
        id="understood from context: the thing and what is told of it",
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
