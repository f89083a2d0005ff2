"""Tests that any text makes a message that Telegram takes."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.matching.decision import Candidate, Decision, NoAnswer, Reason, Suggest, Why
from bot.replies import render
from bot.replies.layout import units
from tests.fake_telegram.markup import formatted
from tests.replies.bases import TODAY, answer, fold, single_base

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
        Suggest(told, near, Reason(Why.NAME, (title,)), near, understood=question),
        NoAnswer(told, Reason(Why.OTHER_EDITIONS_OF, (title,), (told,), publisher), near, near),
    ]
    for decision in decisions:
        reply = render(decision, base, today=TODAY, fold=fold, note=publisher, language=locator)
        text, _ = formatted(reply.html, "HTML", None)
        assert units(text) <= 4096
        assert text.strip()
        reply.html.encode()
        reply.plain.encode()
