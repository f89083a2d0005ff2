"""Tests of which language a fact is told in, and of the line that says where that is not the one asked."""

from __future__ import annotations

import re
from dataclasses import replace
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.factbase.model import FactBase, Phrasings, Topic
from bot.matching.decision import Answer, Candidate, Decision, NoAnswer, Reason, Suggest, Why
from bot.replies import base_language, pick, render
from bot.replies.languages import language_asked, wording
from tests.replies.bases import TODAY, answer, base_of, fold

BASE = base_of(
    """
    - id: place
      question: Where was the DRILL?
      answer: In Otar.
      sources: [paper]
      as_of: 2019-01-02
      translations:
        ru: {question: Где прошёл DRILL?, aliases: [DRILL место], answer: В Отаре.}
        hi: {question: DRILL कहाँ हुआ?, aliases: [drill kahan hua]}
    - id: plan
      question: When will it be?
      answer: Soon.
      sources: [paper]
      as_of: 2018
      superseded_by: dates
      translations:
        ru: {question: Когда он будет?, answer: Скоро.}
    - {id: dates, question: When was it?, answer: In May., sources: [paper], as_of: 2019-05}
    - id: troops
      question: How many took part?
      claims:
        - {answer: "120", sources: [paper], as_of: 2019-01-02}
        - {answer: "100", sources: [print], as_of: 2018}
      translations:
        ru: {question: Сколько было участников?}
    """
)
NO = Reason(Why.NOT_HELD)


def near(fact: str, phrase: str) -> tuple[Candidate, ...]:
    """Make a candidate that came close by a phrasing."""
    return (Candidate(fact, 0.5, phrase),)


@pytest.mark.parametrize(
    ("question", "fact", "phrase", "chat", "expected"),
    [
        ("where was DRILL", "place", "Where was the DRILL?", "en", "en"),
        ("where was DRILL", "place", "Where was the DRILL?", "ru", "en"),
        ("где был DRILL", "place", "Где прошёл DRILL?", "en", "ru"),
        ("DRILL место", "place", "DRILL место", "en", "ru"),  # half of its words are a name in Latin letters
        ("drill kahan tha", "place", "drill kahan hua", "en", "hi"),  # Hindi in Latin letters
        ("где был ДРИЛЛ", "place", "Where was the DRILL?", "en", "ru"),  # by its letters
        ("ДРИЛЛ कहाँ था", "place", "Where was the DRILL?", "en", "hi"),
        ("де був ДРИЛЛ", "place", "Where was the DRILL?", "uk", "ru"),  # of the base's languages
        ("何処", "place", "Where was the DRILL?", "ru", "en"),  # letters of no language of the base
        ("when will it be", "dates", "When will it be?", "ru", "en"),  # an earlier fact's phrasing
        ("когда он будет", "dates", "Когда он будет?", "en", "ru"),
        ("drill", "place", "a phrasing that is gone", "ru", "en"),
        ("", "place", "Where was the DRILL?", "ru", "ru"),  # chosen, not asked
        ("", "place", "Where was the DRILL?", "pt-br", "en"),  # a language that nothing here is in
    ],
)
def test_language_asked(question: str, fact: str, phrase: str, chat: str, expected: str) -> None:
    """The phrasing that matched tells the language, then the letters, then the chat."""
    decisions: list[Decision] = [
        Answer(question, near(fact, phrase), ()),
        Suggest(question, near(fact, phrase), NO, ()),
        NoAnswer(question, NO, near(fact, phrase), ()),
        NoAnswer(question, NO, (), near(fact, phrase)),
    ]

    assert {language_asked(decision, BASE, chat) for decision in decisions} == {expected}


def test_nothing_near_is_in_the_chats_language() -> None:
    """Where nothing came close, the chat's language is all that is known."""
    assert language_asked(NoAnswer("xyz", NO, (), ()), BASE, "ru") == "ru"


@given(st.text(max_size=30), st.text(max_size=20))
def test_any_question_and_any_code_have_a_language(question: str, chat: str) -> None:
    """Whatever is asked, and whatever code Telegram gives, a language comes of it."""
    decision = Answer(question, near("place", "Where was the DRILL?"), ())

    language = language_asked(decision, BASE, chat)

    assert wording(BASE.by_id["place"], language).answer in {"In Otar.", "В Отаре."}


@pytest.mark.parametrize(
    ("topics", "expected"),
    [((), "en"), (("ru",), "ru"), (("ru", "en"), "ru"), (("ru", "en", "en"), "en")],
)
def test_base_language(topics: tuple[str, ...], expected: str) -> None:
    """The base's language is that of most topics."""
    held = tuple(Topic(str(number), "T", language, "t") for number, language in enumerate(topics))

    assert base_language(FactBase(held, {}, {}, Phrasings(), (), "1")) == expected


REPLIES = [
    pytest.param(
        Answer("где был DRILL", near("place", "Где прошёл DRILL?"), ()),
        "ru",
        """
        Где прошёл DRILL?
        В Отаре.
        по состоянию на 2 января 2019 г.
        Drill & order <news>, The Paper, 2 января 2019 г.
        https://paper.example/a?b=1&c="2"
        """,
        id="all in Russian",
    ),
    pytest.param(
        Answer("где прошёл drill", near("place", "Где прошёл DRILL?"), ()),
        "en",
        """
        В Отаре.
        as of 2 January 2019
        Drill & order <news>, The Paper, 2 January 2019
        https://paper.example/a?b=1&c="2"
        """,
        id="asked in Russian in an English chat, in the very words",
    ),
    pytest.param(
        Answer("drill kahan tha", near("place", "drill kahan hua"), ()),
        "ru",
        """
        DRILL कहाँ हुआ?
        In Otar.
        по состоянию на 2 января 2019 г.
        язык ответа — английский: проверенного перевода пока нет
        Drill & order <news>, The Paper, 2 января 2019 г.
        https://paper.example/a?b=1&c="2"
        """,
        id="no answer in the language asked: the base's, and the chat's words say so",
    ),
    pytest.param(
        pick(BASE, "dates"),
        "ru",
        """
        When was it?
        In May.
        по состоянию на май 2019 г.
        язык ответа — английский: проверенного перевода пока нет
        Drill & order <news>, The Paper, 2 января 2019 г.
        https://paper.example/a?b=1&c="2"
        """,
        id="chosen in a Russian chat, and not translated",
    ),
    pytest.param(
        pick(BASE, "place"),
        "de",
        """
        Where was the DRILL?
        In Otar.
        as of 2 January 2019
        Drill & order <news>, The Paper, 2 January 2019
        https://paper.example/a?b=1&c="2"
        """,
        id="a chat in a language that nothing is in: the base's, without ado",
    ),
    pytest.param(
        Answer("когда он будет", near("dates", "Когда он будет?"), ()),
        "ru",
        """
        When was it?
        In May.
        по состоянию на май 2019 г.
        язык ответа — английский: проверенного перевода пока нет
        ранее (2018): Скоро.
        Drill & order <news>, The Paper, 2 января 2019 г.
        https://paper.example/a?b=1&c="2"
        """,
        id="an earlier fact is told in the language asked as well",
    ),
    pytest.param(
        replace(answer("сколько", "troops", phrase="Сколько было участников?"), missing=("почему",)),
        "ru",
        """
        Сколько было участников?
        Источники расходятся:
        язык ответа — английский: проверенного перевода пока нет
        • 120 (по состоянию на 2 января 2019 г.)
        Drill & order <news>, The Paper, 2 января 2019 г.
        https://paper.example/a?b=1&c="2"
        • 100 (по состоянию на 2018)
        Yearbook, The Press, 2018, надёжность B

        Без ответа: «почему»
        """,
        id="disputed, with a part missing",
    ),
    pytest.param(
        NoAnswer("где DRILL 2031", Reason(Why.YEAR, ("2031",)), near("place", "Где прошёл DRILL?"), ()),
        "ru",
        """
        У меня нет ответа с источником для «2031».
        Похожие вопросы, на которые я могу ответить:
        1. Где прошёл DRILL?
        """,
        id="a refusal, its choices in the language asked",
    ),
]


@pytest.mark.parametrize(("decision", "language", "expected"), REPLIES)
def test_reply_in_a_language(decision: Decision, language: str, expected: str) -> None:
    """The bot's own words are in the chat's language, the fact in the one that was asked."""
    reply = render(decision, BASE, today=TODAY, fold=fold, language=language)

    assert reply.plain == dedent(expected).strip("\n")


def test_buttons_are_in_the_language_asked() -> None:
    """A choice is labelled with the translated question."""
    choices = (*near("place", "Где прошёл DRILL?"), *near("dates", "x"))

    reply = render(Suggest("где", choices, Reason(Why.SEVERAL_NEAR), ()), BASE, today=TODAY, fold=fold, language="ru")

    assert reply.html == "Возможно, вы имели в виду что-то из этого?"
    assert [choice.label for choice in reply.choices] == ["Где прошёл DRILL?", "When was it?"]


def test_a_withdrawn_part_says_so_in_the_chats_language() -> None:
    """A part whose fact was withdrawn is missing, with the day in the chat's words."""
    gone = replace(BASE.by_id["dates"], withdrawn=BASE.by_id["place"].as_of)
    base = replace(BASE, facts=(gone, BASE.by_id["place"]))

    reply = render(answer("q", "place", "dates"), base, today=TODAY, fold=fold, language="ru")

    assert reply.plain.endswith("Без ответа: «When was it? (отозвано 2 января 2019 г.)»")


@pytest.mark.parametrize(
    ("decision", "expected"),
    [
        (answer("DRILL қайда өтті?", "place", phrase="Где прошёл DRILL?"), ("В Отаре.", "по состоянию на")),
        (pick(BASE, "place"), ("В Отаре.", "по состоянию на")),
        (answer("where was DRILL?", "place", phrase="Where was the DRILL?"), ("In Otar.", "as of 2 January")),
        (pick(BASE, "dates"), ("In May.", "as of May 2019")),
        (answer("қашан?", "place", "dates", phrase="Когда он будет?"), ("In Otar.", "as of May 2019")),
    ],
)
def test_kazakh_is_answered_in_one_language(decision: Decision, expected: tuple[str, str]) -> None:
    """In a Kazakh chat a reply is in Russian or English as a whole; no line says that a translation is missing."""
    told = render(decision, BASE, today=TODAY, fold=fold, language="kk").plain
    assert [part for part in expected if part not in told] == []
    assert "translation" not in told
    assert "перевод" not in told
    is_russian = "В Отаре." in expected
    assert bool(re.search("[а-яА-Я]", told)) is is_russian


def test_an_untranslated_language_is_named_once() -> None:
    """Several facts without a translation say once in which language they are."""
    told = render(answer("когда и сколько?", "dates", "troops"), BASE, today=TODAY, fold=fold, language="ru").plain
    assert told.count("перевода") == told.count("английский") == 1


@pytest.mark.parametrize(
    ("title", "language", "expected"),
    [
        ("Учения в Отаре", "en", "Учения в Отаре, in Russian, The Paper"),
        ("Қазақстан армиясы", "en", "Қазақстан армиясы, in Kazakh, The Paper"),
        ("Қазақстан армиясы", "ru", "Қазақстан армиясы, язык: казахский, The Paper"),
        ("Учения в Отаре", "ru", "Учения в Отаре, The Paper"),
        ("अभ्यास", "en", "अभ्यास, in Hindi, The Paper"),
        ("联合演习", "en", "联合演习, in Chinese, The Paper"),
        ("Drill & order", "ru", "Drill & order, The Paper"),
        ("2019", "en", "2019, The Paper"),
    ],
)
def test_titles_in_other_scripts(title: str, language: str, expected: str) -> None:
    """The title of a source in a script that tells its language says which, unless the reply is in it."""
    base = replace(BASE, sources={**BASE.sources, "paper": replace(BASE.sources["paper"], title=title)})
    assert expected in render(pick(base, "place"), base, today=TODAY, fold=fold, language=language).plain
