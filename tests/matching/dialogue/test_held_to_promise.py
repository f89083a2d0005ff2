"""Tests of conversations on the shipped facts: no turn gets an answer that it would not have got for itself."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.matching import Answer, FollowUpContext, Matcher, NoAnswer, Suggest, as_refused, converse
from bot.matching.dialogue.question_splitter import properties

NOW = dt.datetime(2026, 12, 1, 12, tzinfo=dt.UTC)

# Messages of one conversation, and what the last one gets: facts, or those offered in brackets.
DIALOGUES = [
    # what a follow-up asks itself comes before what was asked
    (["where was KAZIND 2018?", "which edition in 2022?"], "kazind-2022-edition"),
    (["when was KAZIND 2018?", "which edition in 2022?"], "kazind-2022-edition"),
    (["who took part in KAZIND 2018?", "which edition in 2022?", "and in 2023?"], "kazind-2023-edition"),
    (["where was KAZIND 2018?", "what was the 2022 one about?"], "kazind-2022-aim"),
    (["where was KAZIND 2018?", "which one in 2019?"], "kazind-2019-place"),
    # a whole question is taken as it stands
    (["where was KAZIND 2031?", "which edition was KAZIND 2031?"], "(kazind-2024-edition)"),
    (["where was KAZIND 2024?", "what does the defence agreement cover"], "defence-agreement-2015-scope"),
    (["where was KAZIND 2018?", "where was the 2022 one"], "kazind-2022-place"),
]


@pytest.mark.parametrize(("messages", "last"), DIALOGUES)
def test_the_last_turn(matcher: Matcher, messages: list[str], last: str) -> None:
    """A follow-up is answered as what it asks, and a whole question as if nothing had been said before."""
    assert said(matcher, messages) == last


# Several things asked of one thing without a sentence, and what answers them.
LISTS = [
    ("kazind 2018 place + participants?", "kazind-2018-place, kazind-2018-participants"),
    ("KAZIND 2018: place, dates, participants", "kazind-2018-place, kazind-2018-dates, kazind-2018-participants"),
    ("kazind 2018 place and who took part", "kazind-2018-place, kazind-2018-participants"),
]


@pytest.mark.parametrize(("message", "facts"), LISTS)
def test_lists(matcher: Matcher, message: str, facts: str) -> None:
    """Each word of a list gets its answer."""
    assert said(matcher, [message]) == facts


def test_what_is_no_list(matcher: Matcher) -> None:
    """A word with which the base asks for nothing makes no list, nor do two names."""
    for message in ("KAZIND 2018: place, weather", "KAZIND 2018 place, KAZIND 2019 place", "place, dates"):
        assert properties(message, matcher) == ()


def test_nothing_is_dropped_in_silence(matcher: Matcher) -> None:
    """Where no part is sure, what each may mean is offered."""
    found, _ = converse(matcher, "where was the 2018 one and which edition was it?", FollowUpContext(), NOW)

    assert isinstance(found, Suggest)
    assert {"kazind-2018-place", "kazind-2018-edition"} <= {choice.fact for choice in found.choices}


def test_a_name_alone_is_not_answered(matcher: Matcher) -> None:
    """A name asks for nothing, so that any fact about it may be meant."""
    for message in ("kazind", "KAZIND 2018", "and KAZIND"):
        assert said(matcher, [message]).startswith("(")


def test_what_shares_a_year_alone_is_not_offered(matcher: Matcher) -> None:
    """Beside a fact on trade in 2024, an exercise of that year does not fit."""
    found, _ = converse(matcher, "trade 2024", FollowUpContext(), NOW)
    found = as_refused(found, matcher)

    assert not isinstance(found, Answer)
    offered = found.nearest if isinstance(found, NoAnswer) else found.choices
    assert offered
    assert all("trade" in one.fact for one in offered)


@pytest.mark.parametrize("before", ["where was KAZIND 2018?", "what drills does KAZIND have?"])
def test_a_name_with_its_question_is_whole(matcher: Matcher, before: str) -> None:
    """Whoever asks what something is has not asked for the same as before."""
    decision, context = converse(matcher, before, FollowUpContext(), NOW)
    after, _ = converse(matcher, "What is KAZIND?", context, NOW)

    assert isinstance(decision, Answer)
    assert not isinstance(after, Answer)
    assert after.understood is None


def said(matcher: Matcher, messages: list[str]) -> str:
    """Return what the last of several messages gets."""
    context = FollowUpContext()
    for message in messages:
        decision, context = converse(matcher, message, context, NOW)
    if isinstance(decision, Answer):
        return ", ".join(one.fact for one in decision.facts)
    offered = decision.nearest if isinstance(decision, NoAnswer) else decision.choices
    return f"({offered[0].fact if offered else ''})"
