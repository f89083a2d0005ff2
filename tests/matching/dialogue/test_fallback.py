"""Tests of how a question is refused: nearest facts that have to do with it, and a kind word for what asks nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.matching import Matcher, NoAnswer, answer, as_refused, as_talk
from bot.matching.decision import Decision, Why

TODAY = dt.date(2026, 11, 24)


def decided(matcher: Matcher, question: str) -> Decision:
    """Decide on a question as on the first of a conversation."""
    return as_refused(answer(matcher, question, TODAY), matcher)


@pytest.mark.parametrize("text", ["thx", "Thank you very much!", "great, thanks", "спасибо", "धन्यवाद", "thanks 🙏"])
def test_thanks(matcher: Matcher, text: str) -> None:
    """Who says thanks is welcome."""
    talk = as_talk(decided(matcher, text), matcher)
    assert talk is not None
    assert (talk.reason.why, talk.nearest, talk.candidates) == (Why.THANKED, (), ())


@pytest.mark.parametrize(
    "text",
    [
        "hello", "hi there", "ok", "👍", "привет", "как дела", "who are you?", "how are you", "what can you do",
        "fuck you", "you are wrong", "lol this bot is dumb", "tell me a joke", "good morning", "ты кто", "no",
    ],
)  # fmt: skip
def test_small_talk(matcher: Matcher, text: str) -> None:
    """What asks nothing is told what may be asked: the topics with the most facts."""
    talk = as_talk(decided(matcher, text), matcher)
    assert talk is not None
    assert (talk.reason.why, talk.reason.asked[0], talk.nearest) == (Why.NOTHING_ASKED, "relations", ())


@pytest.mark.parametrize(
    "text",
    [
        "where was KAZIND 2018?",  # an answer
        "where was KAZIND 2031?",  # suggestions
        "who is he", "which one", "what?", "why?", "how many", "who was there", "2018", "kazind", "and in 2019?",
        "is it true that India won", "what is the joke about India", "when do you meet", "help", "source?",
    ],
)  # fmt: skip
def test_a_question_is_no_small_talk(matcher: Matcher, text: str) -> None:
    """What is answered, or asks for anything, is never taken for talk."""
    assert as_talk(decided(matcher, text), matcher) is None


@pytest.mark.parametrize(
    "text",
    [
        "lunch at noon?", "lunch at noon anybody?", "who won the cricket", "list all venues", "exit", "why?",
        "how many", "1",
    ],
)  # fmt: skip
def test_nothing_in_common(matcher: Matcher, text: str) -> None:
    """A fact that shares no telling word with a question is not shown as near."""
    found = decided(matcher, text)
    assert isinstance(found, NoAnswer)
    assert found.nearest == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("what is the population of Astana", "astana"),
        ("uranium", "uranium"),
        ("uranum", "uranium"),  # a slip
        ("when did KAZIND 2018 take place in Pakistan?", "kazind"),
    ],
)
def test_something_in_common(matcher: Matcher, text: str, word: str) -> None:
    """A fact that shares one is, a slip of the pen notwithstanding."""
    found = decided(matcher, text)
    assert isinstance(found, NoAnswer)
    assert found.nearest
    assert all(word in candidate.phrase.casefold() for candidate in found.nearest)
