"""Tests of what is answered after what."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import Answer, Decision, FollowUpContext, Matcher, NoAnswer, Suggest, converse, remember
from bot.matching.dialogue.small_talk import is_plain
from bot.replies import pick

NOW = dt.datetime(2026, 12, 1, 12, 0, tzinfo=dt.UTC)
NONE = "(none)"
CHOICES = "(choices)"


def told(decision: Decision) -> str:
    """Return in a word what came of a question: the facts, or that there is no answer."""
    if isinstance(decision, Answer):
        return " ".join(candidate.fact for candidate in decision.facts)
    return CHOICES if isinstance(decision, Suggest) else NONE


CONVERSATIONS = [
    pytest.param(
        [
            ("where was KAZ-IND 2018?", "kazind-2018-place"),
            ("and in 2019?", "kazind-2019-place"),
            ("when?", "kazind-2019-dates"),
            ("who took part", "kazind-2019-participants"),
            ("what about the 2022 one", "kazind-2022-participants"),
            ("why?", NONE),
        ],
        id="the conversation that the bot is for",
    ),
    pytest.param(
        [
            ("where was KAZIND 2018?", "kazind-2018-place"),
            ("thanks", NONE),
            ("lol", NONE),
            ("are you sure?", NONE),
            ("when?", "kazind-2018-dates"),
        ],
        id="small talk is no follow-up and breaks none",
    ),
    pytest.param(
        [
            ("where was KAZIND 2018?", "kazind-2018-place"),
            ("and in 2031?", CHOICES),
            ("when?", CHOICES),  # of 2031, which is not held: not of 2018
            ("and in 2021?", "kazind-2021-place"),
        ],
        id="an edition that is not held never gets the answer of another",
    ),
    pytest.param(
        [
            ("where was KAZIND 2031?", CHOICES),
            ("when?", CHOICES),
            ("and in 2019?", "kazind-2019-place"),
            ("who won KAZIND 2031?", CHOICES),
            ("and in 2019?", NONE),  # nobody knows who won: who took part is no answer
        ],
        id="what was asked in vain may be asked of another edition",
    ),
    pytest.param(
        [
            ("where was KAZIND?", CHOICES),
            ("when?", CHOICES),
            ("where was KAZIND?", CHOICES),
            ("2019", "kazind-2019-place"),
        ],
        id="the edition may come after the question",
    ),
    pytest.param(
        [
            ("where was KAZIND 2018 & 2019", "kazind-2018-place kazind-2019-place"),
            ("who took part in KAZIND 2018 and KAZIND 2019", "kazind-2018-participants kazind-2019-participants"),
            ("where was KAZIND between 2018 and 2021", CHOICES),  # not what lay between
            ("compare KAZIND 2018 and KAZIND 2019", CHOICES),
        ],
        id="a list of years",
    ),
    pytest.param(
        [
            ("where was KAZIND 2018?", "kazind-2018-place"),
            ("where was Yudh Abhyas 2020?", NONE),
            ("when?", NONE),
        ],
        id="another thing that is not held ends what was before",
    ),
    pytest.param(
        [
            ("where was KAZIND 2019?", "kazind-2019-place"),
            ("how many Indian soldiers?", NONE),
            ("how much did it cost?", NONE),
            ("how many?", CHOICES),
            ("and which country hosted it?", "kazind-2019-host"),
        ],
        id="what is not held is not answered by what is near",
    ),
    pytest.param(
        [
            ("when and where was KAZIND 2019, and who took part?",
             "kazind-2019-dates kazind-2019-place kazind-2019-participants"),
            ("and in 2018?", "kazind-2018-dates kazind-2018-place kazind-2018-participants"),
            ("when and where?", "kazind-2018-dates kazind-2018-place"),
        ],
        id="several parts, before and after",
    ),
    pytest.param(
        [
            ("where was KAZIND 2018 and where was KAZIND 2019?", "kazind-2018-place kazind-2019-place"),
            ("when?", CHOICES),
        ],
        id="after two things it is not certain which is meant",
    ),
    pytest.param(
        [
            ("где прошли учения КАЗИНД 2018?", "kazind-2018-place"),
            ("а в 2019?", "kazind-2019-place"),
            ("когда?", "kazind-2019-dates"),
            ("а кто участвовал?", "kazind-2019-participants"),
            ("сколько солдат?", "kazind-2019-strength"),
        ],
        id="Russian",
    ),
    pytest.param(
        [
            ("KAZIND 2018 कहाँ हुआ?", "kazind-2018-place"),
            ("और 2019 में?", "kazind-2019-place"),
            ("कब?", "kazind-2019-dates"),
            ("kab hua?", "kazind-2019-dates"),
            ("aur 2021 mein?", "kazind-2021-dates"),
        ],
        id="Hindi in both scripts",
    ),
]  # fmt: skip


@pytest.mark.parametrize("lines", CONVERSATIONS)
def test_conversation(matcher: Matcher, lines: list[tuple[str, str]]) -> None:
    """Each line is answered by what was answered before it, or not at all."""
    context = FollowUpContext()
    found = []
    for question, _ in lines:
        decision, context = converse(matcher, question, context, NOW)
        found.append((question, told(decision)))

    assert found == lines


@pytest.mark.parametrize(
    "question",
    [
        "where is Kazakhstan?",
        "who is the president of France?",
        "when is dinner?",
        "Can cards be delivered? Where?",
        "who won the world cup in 2022?",
        "who are you?",
    ],
)
def test_question_about_something_else(matcher: Matcher, question: str) -> None:
    """What names its own thing, known or not, is decided as if nothing had been said before."""
    decision, _ = converse(matcher, question, FollowUpContext(("kazind-2018-place",), NOW), NOW)

    assert decision == matcher.decide(question)


def test_what_was_understood(matcher: Matcher) -> None:
    """A decision on a follow-up says what it was taken to ask, whether or not it is held."""
    context = FollowUpContext(("kazind-2018-place",), NOW)
    held, _ = converse(matcher, "and in 2019?", context, NOW)
    not_held, _ = converse(matcher, "and in 2031?", context, NOW)

    assert held.understood == "Where was KAZIND 2019 held?"
    assert held.question == "and in 2019?"
    assert not_held.understood == "Where was KAZIND 2031 held?"


def test_reason_not_held(matcher: Matcher) -> None:
    """ "Why?" after what has no reason in the base says so, and offers the aim."""
    decision, _ = converse(matcher, "why?", FollowUpContext(("kazind-2018-participants",), NOW), NOW)

    assert isinstance(decision, NoAnswer)
    assert [candidate.fact for candidate in decision.nearest] == ["kazind-2018-aim"]


def test_context_ends(matcher: Matcher) -> None:
    """After its time a follow-up stands alone; every answer starts the time anew."""
    _, context = converse(matcher, "where was KAZIND 2018?", FollowUpContext(), NOW)
    lasts = dt.timedelta(minutes=10)
    _, again = converse(matcher, "when?", context, NOW + lasts, lasts)
    late, ended = converse(matcher, "when?", context, NOW + lasts * 1.1, lasts)
    still, _ = converse(matcher, "where?", again, NOW + lasts * 2, lasts)

    assert told(late) == NONE
    assert ended == FollowUpContext()
    assert told(still) == "kazind-2018-place"


def test_choosing_counts_as_asking(matcher: Matcher) -> None:
    """What a person chose from suggestions is followed like an answer."""
    context = remember(pick(matcher.base, "kazind-2021-place"), NOW)
    decision, _ = converse(matcher, "when?", context, NOW)

    assert told(decision) == "kazind-2021-dates"


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_whole_question_is_never_bent(matcher: Matcher, data: st.DataObject) -> None:
    """Any phrasing of the base is decided after any answers as it is after none."""
    base = matcher.base
    fact = data.draw(st.sampled_from(base.facts))
    text = data.draw(st.sampled_from(base.phrases_of(fact))).text
    before = data.draw(st.lists(st.sampled_from(base.facts).map(lambda f: f.id), min_size=1, max_size=3))
    about = data.draw(st.none() | st.sampled_from(sorted(base.names)))

    decision, _ = converse(matcher, text, FollowUpContext(tuple(before), NOW, about), NOW)
    after_none, _ = converse(matcher, text, FollowUpContext(), NOW)

    assert decision == after_none


WORDS = ["and", "in", "2019", "2031", "when", "where", "why", "who", "it", "about", "the", "а", "в", "когда"]
MORE = ["और", "में", "?", ",", ".", "KAZIND", "Otar", "4th", "how", "many", "not", "Kazakhstan", "you"]


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=60) | st.lists(st.sampled_from(WORDS + MORE), max_size=8).map(" ".join))
def test_any_message(matcher: Matcher, text: str) -> None:
    """Whatever is said, an answer that was completed is about what was spoken of."""
    decision, context = converse(matcher, text, FollowUpContext(("kazind-2018-place",), NOW), NOW)

    assert isinstance(decision, Answer | Suggest | NoAnswer)
    assert decision.question == text
    if isinstance(decision, Answer):
        assert context.facts == tuple(candidate.fact for candidate in decision.facts)
        assert len({candidate.fact for candidate in decision.facts}) == len(decision.facts)


@pytest.mark.parametrize(("word", "is_known"), [("participated", True), ("particpated", True), ("marmalade", False)])
def test_words_that_a_follow_up_may_have(matcher: Matcher, word: str, is_known: bool) -> None:
    """A word of the base with a slip is still that word."""
    assert is_plain(word, matcher) is is_known
