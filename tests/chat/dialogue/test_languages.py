"""Tests of the languages of chats with the real process, in both modes."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.messages import chat as chat_words
from tests.fake_telegram import Button, FakeTelegram, Person


@pytest.fixture
def ivan(served: FakeTelegram) -> Person:
    """A person whose Telegram is in Russian."""
    return served.user("Иван", language_code="ru")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", "Просто напишите вопрос, например:\n• "),
        ("/help", "/topics: Темы, которые я знаю"),
        ("/topics", "• Exercise KAZIND (3 факта), например: "),
        ("/sources", "Мои факты взяты отсюда:\n• Partners <& friends>, The Paper, 2 января 2019"),
        ("/dance", "Команды /dance я не знаю. Мои команды: /help"),
        ("/ask", "Напишите вопрос после моего имени или команды"),
        ("where was KAZIND 2031 held?", "KAZIND 2031: об этом у меня ничего нет. Есть ответы о: 2018, 2019."),
    ],
)
def test_own_words(text: str, expected: str, served: FakeTelegram, ivan: Person) -> None:
    """Commands, refusals and suggestions are in the language of the asker."""
    assert expected in served.wait_for_reply(ivan.says(text)).text


def test_a_picture(served: FakeTelegram, ivan: Person) -> None:
    """A message without text gets its sentence in the same language."""
    assert served.wait_for_reply(ivan.sends("sticker")).text == "Я понимаю только текст. Напишите, пожалуйста, вопрос."


def test_an_old_question(served: FakeTelegram, ivan: Person) -> None:
    """The line that says when an old question was asked is in the same language."""
    asked = dt.datetime(2026, 11, 23, 9, 12, tzinfo=dt.UTC)
    reply = served.wait_for_reply(ivan.says("where was KAZIND 2018 held?", date=asked))
    assert reply.text.startswith("вопрос задан 23 ноября 2026 г. в 09:12 UTC")


@pytest.mark.parametrize(
    ("language", "question", "expected"),
    [
        ("ru", "Где прошли KAZIND 2018?", "В военном районе Отар.\nпо состоянию на 2 января 2019 г."),
        ("en", "Где прошли KAZIND 2018?", "В военном районе Отар.\nas of 2 January 2019"),
        ("ru", "where was KAZIND 2018 held?", "In the Otar military area.\nпо состоянию на 2 января"),
        ("hi", "where was KAZIND 2018 held?", "In the Otar military area.\n2 जनवरी 2019 की स्थिति"),
        (None, "where was KAZIND 2018 held?", "In the Otar military area.\nas of 2 January 2019"),
    ],
)
def test_a_fact_is_in_the_language_asked(
    language: str | None, question: str, expected: str, served: FakeTelegram
) -> None:
    """The fact is told in the language of the question, the bot's own words are in the person's."""
    person = served.user("Someone", language_code=language)
    assert expected in served.wait_for_reply(person.says(question)).text


def test_a_chosen_fact(served: FakeTelegram, ivan: Person) -> None:
    """A fact that is chosen by a button is told in the person's language, as there is no question to go by."""
    offered = served.wait_for_reply(ivan.says("where was KAZIND 2031 held?"))
    ivan.presses(offered.button("2018"))
    told = served.wait_for_edit(offered)
    assert told.text.startswith("Где прошли KAZIND 2018?\nВ военном районе Отар.\n")


def test_an_old_button(served: FakeTelegram, ivan: Person) -> None:
    """The reply to a press is in the language of the person who pressed."""
    offered = served.wait_for_reply(ivan.says("where was KAZIND 2031 held?"))
    button = Button(offered, offered.button("2018").data | {"callback_data": "old"})
    answer = served.wait_for_callback_answer(ivan.presses(button))
    assert answer == {"text": "Эта кнопка больше не работает. Задайте вопрос ещё раз."}


def test_a_message_keeps_its_language(served: FakeTelegram, ivan: Person) -> None:
    """A message stays in the language in which it was sent, whoever presses a button below it."""
    ann = served.user("Ann", language_code="en")
    group = served.supergroup(members=[ann, ivan, served.world.only_bot()])
    offered = served.wait_for_reply(ann.says("/ask@briefbot where was KAZIND 2031 held?", chat=group))
    ivan.presses(offered.button("2018"))
    told = served.wait_for_edit(offered)
    assert told.text.startswith("Where was KAZIND 2018 held?\nIn the Otar military area.\nas of 2 January 2019")

    answer = served.wait_for_callback_answer(ivan.presses(told.button("👎")))
    assert "Что" in str(answer.get("text"))
    assert [button.text for button in served.wait_for_edit(told).buttons][:1] == [chat_words.WRONG]
