"""Tests of what is said with a question and is no part of it."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.matching import Answer, Matcher, answer
from bot.matching.dialogue.asides import without_asides
from tests.matching.bases import facts_of

TODAY = dt.date(2026, 12, 1)

WITH_ASIDES = [
    "Where was KAZIND 2018 held? Regards, Maj. R. Thapa",
    "Dear Sir, where was KAZIND 2018 held? Yours faithfully, Capt. A. Rao, 3 Bihar Regiment, Danapur",
    "briefing in 5 min, where was KAZIND 2018?",
    "where was KAZIND 2018 held, briefing in 5 min",
    "KAZIND 2018 place? 5 min to briefing!!",
    "for slide 7: where was KAZIND 2018",
    "where was KAZIND 2018? for slide 7",
    "double checking: where was kazind 2018 held",
    "sorry for my English, where was KAZIND 2018?",
    "Where was KAZIND 2018? sorry for my English",
    "Hi, Anna here from the embassy. Where was KAZIND 2018 held?",
    "Hi Anna, where was KAZIND 2018 held?",
    "This is Maj Thapa. Where was KAZIND 2018 held?",
    "Good morning! Col Singh asked me where KAZIND 2018 was held",
    "my boss wants to know where KAZIND 2018 was held",
    "need this for a 10 am meeting: where was kazind 2018 held",
    "I have 3 minutes. Where was KAZIND 2018 held?",
    "room 12 here - where was KAZIND 2018 held?",
    "Это для слайда 7: где прошли учения KAZIND 2018?",
    "Брифинг через 5 минут, где прошли KAZIND 2018?",
    "Где прошли KAZIND 2018? С уважением, майор Иванов",
    "slide 7 ke liye, KAZIND 2018 kahan hua tha",
]


@pytest.mark.parametrize("message", WITH_ASIDES)
def test_an_aside_is_no_part_of_the_question(matcher: Matcher, message: str) -> None:
    """Whoever writes, what for and in what hurry changes nothing, and no number or name of it counts."""
    found = answer(matcher, message, TODAY)

    assert isinstance(found, Answer)
    assert [one.fact for one in found.facts] == ["kazind-2018-place"]
    assert (found.question, found.missing, found.understood) == (message, (), None)


@pytest.mark.parametrize(
    "message",
    [
        "where was KAZIND 2019, sorry, 2018",
        "where was KAZIND 2018, in Pune",
        "where was KAZIND 2018, KAZIND 2019",
        "where was KAZIND 2018, for the army of Mongolia",
        "which slide was shown, and where?",
        "is it urgent? where was it?",
        "briefing in 5 min",
        "Regards, Maj. R. Thapa",
        "for slide 7, it",
        "does India ask where KAZIND was held",
        "India wants to know where KAZIND was held",  # a name of the base, or a country, is no one in a hurry
        "who is the army chief of India, General Dwivedi?",
        "where? " + "x" * 500,
        "",
    ],
)
def test_what_may_be_asked_stays(matcher: Matcher, message: str) -> None:
    """What may be part of the question is never taken out: places, names of the base, years, corrections."""
    assert without_asides(message, matcher) == message


def test_words_of_the_base_stay() -> None:
    """Where the fact that may be asked for speaks of meetings and slides, so does the question."""
    held = Matcher(facts_of("What is the limit for a meeting?", "What is the limit for a slide?"))

    assert without_asides("What is the limit, for a slide?", held) == "What is the limit, for a slide?"
    assert (
        without_asides("What is the limit for a meeting? for my homework", held) == "What is the limit for a meeting?"
    )
