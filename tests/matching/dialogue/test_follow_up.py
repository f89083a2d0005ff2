"""Tests of follow-ups as whole questions."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.matching import FollowUpContext, Matcher, converse
from bot.matching.dialogue.follow_up import resolve_follow_up
from bot.matching.understanding.query import Query
from bot.matching.understanding.reader import QuestionReader

NOW = dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC)
PLACE = "kazind-2018-place"

COMPLETED = [
    # another thing
    (PLACE, "and in 2019?", ("Where was KAZIND 2019 held?",)),
    (PLACE, "what about the 2022 one", ("Where was KAZIND 2022 held?",)),
    (PLACE, "2019", ("Where was KAZIND 2019 held?",)),
    (PLACE, "and the fourth?", ("Where was KAZIND 2019 held?",)),
    (PLACE, "no, 2019", ("Where was KAZIND 2019 held?",)),
    (PLACE, "sorry, I meant 2019", ("Where was KAZIND 2019 held?",)),
    (PLACE, "and in 2017?", ("Where was Prabal Dostyk 2017 held?",)),
    (PLACE, "and KAZIND 2021?", ("Where was KAZIND 2021 held?",)),
    (PLACE, "2019 or 2021?", ("Where was KAZIND 2019 held?", "Where was KAZIND 2021 held?")),
    (PLACE, "and in 2031?", ("Where was KAZIND 2031 held?",)),
    ("trade-2018-value", "and in 2019?", ("How much was the trade between India and Kazakhstan in 2019?",)),
    # something else of it
    (PLACE, "when?", ("KAZIND 2018: when?",)),
    (PLACE, "who took part", ("KAZIND 2018: who took part",)),
    (PLACE, "and how long did it last?", ("how long did KAZIND 2018 last?",)),
    (PLACE, "why?", ("Why was KAZIND 2018 held?",)),
    ("kazind-2018-participants", "why?", ("KAZIND 2018: why?",)),
    ("peace-mission-2018-largest", "when was it?", ("when was Peace Mission 2018?",)),
    ("dialogue-1-chair", "when was it?", ("when was the first India-Central Asia Dialogue?",)),
    # something else of another edition
    (PLACE, "who took part in 2019?", ("KAZIND 2019: who took part in 2019?",)),
    # in the language of the follow-up
    (PLACE, "а в 2019?", ("где прошли KAZIND 2019",)),
    (PLACE, "когда?", ("KAZIND 2018: когда?",)),
    (PLACE, "और 2019 में?", ("KAZIND 2019 कहाँ हुआ",)),
    (PLACE, "aur 2019 mein?", ("Where was KAZIND 2019 held?",)),
]


@pytest.mark.parametrize(("fact", "question", "expected"), COMPLETED)
def test_completed(matcher: Matcher, fact: str, question: str, expected: tuple[str, ...]) -> None:
    """The part that a follow-up lacks comes from the fact before it."""
    found = resolve_follow_up(question, FollowUpContext((fact,), NOW), matcher)

    assert tuple(completed.text for completed in found) == expected


@pytest.mark.parametrize(
    "question",
    [
        "where was KAZIND 2019?",  # a name, and something asked
        "KAZIND 2019",  # a bare name may ask for anything
        "who took part in Peace Mission 2018?",
        "thanks",
        "ok",
        "lol",
        "спасибо",
        "ठीक",
        "👍",
        "",
        "what?",
        "how?",
        "and?",
        "who are you?",
        "what can you do?",
        "was it 2019?",  # yes or no is not what was asked before
        "number 7?",
    ],
)
def test_not_a_follow_up(matcher: Matcher, question: str) -> None:
    """Whole questions, small talk and what speaks to the bot itself are left alone."""
    assert resolve_follow_up(question, FollowUpContext((PLACE,), NOW), matcher) == ()


def test_nothing_before(matcher: Matcher) -> None:
    """Without context, or with facts that are gone, nothing is completed."""
    assert resolve_follow_up("when?", FollowUpContext(), matcher) == ()
    assert resolve_follow_up("when?", FollowUpContext(("no-such-fact",), NOW), matcher) == ()


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(0, True), (10, True), (10.1, False), (-1, False)],
)
def test_how_long_it_lasts(minutes: float, expected: bool) -> None:
    """A context lasts its time to the moment; a clock set back ends it."""
    context = FollowUpContext((PLACE,), NOW)
    now = NOW + dt.timedelta(minutes=minutes)

    assert (context.lasting(now, dt.timedelta(minutes=10)) == context) is expected


def test_each_text_is_read_once(matcher: Matcher, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message and what is made of it are read once each; the base's own texts are read at first only."""
    reads: list[str] = []
    read = QuestionReader.read

    def counted(self: QuestionReader, text: str, *, corrections: bool = True) -> Query:
        reads.append(text)
        return read(self, text, corrections=corrections)

    def ask(question: str, context: FollowUpContext) -> FollowUpContext:
        reads.clear()
        return converse(matcher, question, context, NOW)[1]

    context = ask("who took part in it?", ask("where was KAZIND 2018 held?", FollowUpContext()))
    ask("when?", context)
    monkeypatch.setattr(QuestionReader, "read", counted)

    ask("when?", context)
    assert sorted(reads) == ["KAZIND 2018: when?", "when?"]
    ask("and in 2031?", context)
    assert len(reads) == len(set(reads)) <= 4
