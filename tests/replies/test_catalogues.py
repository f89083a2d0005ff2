"""Tests of the catalogues: what the code says, each says, and nothing else."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from bot.factbase.model import PartialDate
from bot.matching.decision import Reason, Why
from bot.messages.catalogue import Plural
from bot.messages.reasons import REASONS, reason_in_english
from bot.messages.replies import AS_OF
from bot.replies import LANGUAGES, words_in
from tests.tree import PROJECT, python_files

LOCALE = PROJECT / "bot" / "locale"
KEYWORDS = {"Message": None, "Plural": (1, 2)}
NAMED = re.compile(r"^ *([A-Z_]+)(?:: [^=]+)? = (?:Message|Plural)\(", re.M)
TRANSLATED = sorted(set(LANGUAGES) - {"en"})
FACTS = Plural("{count} fact", "{count} facts")


@cache
def in_code() -> frozenset[object]:
    """List the messages that the code says, a plural as its two forms."""
    return frozenset(text for _, _, text, _, _ in extract_from_dir(PROJECT / "bot", keywords=KEYWORDS))


@cache
def catalogue(language: str) -> Catalog:
    """Read the catalogue of a language."""
    with (LOCALE / language / "LC_MESSAGES" / "bot.po").open("rb") as file:
        return read_po(file, locale=language)


def messages(language: str) -> list[Message]:
    """List the messages of a catalogue, its header excepted."""
    return [message for message in catalogue(language) if message.id]


def texts(text: object) -> tuple[str, ...]:
    """List the forms of a message, of a plural or of its only form."""
    return tuple(map(str, text)) if isinstance(text, tuple | list) else (str(text or ""),)


def fields(text: str) -> set[str]:
    """List the values that a message takes."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_language_has_a_catalogue() -> None:
    """The languages that the bot speaks are English and those of the catalogues."""
    assert sorted(path.name for path in LOCALE.iterdir()) == TRANSLATED


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_has_what_the_code_says(language: str) -> None:
    """Every message of the code is in the catalogue, and the catalogue has no other, used up or not."""
    assert len(in_code()) > 40
    assert {message.id for message in messages(language)} == in_code()
    assert not catalogue(language).obsolete


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated(language: str) -> None:
    """No message is left empty or fuzzy, and each form that the language has takes the same values."""
    for message in messages(language):
        forms, ids = texts(message.string), texts(message.id)
        assert not message.fuzzy, message.id
        assert len(forms) == (catalogue(language).num_plurals if message.pluralizable else 1)
        for form in forms:
            assert form.strip(), message.id
            assert fields(form) == fields(ids[-1]), message.id


def test_every_message_is_said() -> None:
    """A message with a name of its own is used somewhere besides the place where it stands."""
    texts = {path: (PROJECT / path).read_text("utf-8") for path in python_files("bot")}
    names = {(path, name) for path, text in texts.items() for name in NAMED.findall(text)}
    counted = Counter(word for text in texts.values() for word in re.findall(r"\w+", text))

    assert len(names) > 30
    assert [name for _, name in sorted(names) if counted[name] < 2] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("why", Why)
def test_every_reason_has_a_sentence(why: Why, language: str) -> None:
    """Each reason is said in each language, with what it is about."""
    asked = ("who", "when") if why is Why.QUESTION_WORD else ("{2031}",)
    reason = Reason(why, asked, ("2018", "2019"), "KAZIND", (PartialDate(2026, 11, 24),), 4096)

    said = words_in(language).reason(reason)

    assert said[-1] in ".?!।"
    assert ("{2031}" in said) is ("{asked}" in REASONS[why] and why is not Why.QUESTION_WORD)
    assert ("KAZIND" in said) is ("{name}" in REASONS[why])


@pytest.mark.parametrize(
    ("language", "reason", "expected"),
    [
        ("en", Reason(Why.YEAR, ("2031",)), "I have no sourced answer for 2031."),
        ("ru", Reason(Why.YEAR, ("2031",)), "У меня нет ответа с источником для «2031»."),
        ("en", Reason(Why.QUESTION_WORD, ("who", "where")), "I have no sourced answer to “who and where” here."),
        (
            "ru",
            Reason(Why.QUESTION_WORD, ("who", "where")),
            "На вопрос «кто и где» у меня здесь нет ответа с источником.",
        ),
        ("en", Reason(Why.TOO_LONG, limit=4096), "Your question is longer than 4,096 characters. Please shorten it."),
        ("ru", Reason(Why.TOO_LONG, limit=4096), "Вопрос длиннее 4\xa0096 символов. Сократите его, пожалуйста."),
        (
            "en",
            Reason(Why.OTHER_EDITIONS_OF, ("2031",), ("2018", "2019"), "KAZIND"),
            "I have nothing on KAZIND 2031. I cover 2018, 2019.",
        ),
        (
            "en",
            Reason(Why.WITHDRAWN, withdrawn=(PartialDate(2026, 11, 24),)),
            "I no longer have an answer to that: withdrawn on 24 November 2026.",
        ),
        (
            "ru",
            Reason(Why.WITHDRAWN, withdrawn=(PartialDate(2026, 11),)),
            "Ответа на это у меня больше нет (отозвано, ноябрь 2026\u202fг.).",
        ),
    ],
)
def test_reasons_in_words(language: str, reason: Reason, expected: str) -> None:
    """Dates, numbers and question words of a reason are in its language."""
    assert words_in(language).reason(reason) == expected


def test_a_reason_is_english_as_text() -> None:
    """Where nobody chose a language, a reason reads as English, its dates as they are written in facts."""
    dates = (PartialDate(2026, 11), PartialDate(2027))

    assert reason_in_english(Reason(Why.NAME, ("Zamin",))) == "I have no sourced answer about Zamin."
    assert (
        reason_in_english(Reason(Why.TOO_LONG, limit=4096))
        == "Your question is longer than 4,096 characters. Please shorten it."
    )
    assert reason_in_english(Reason(Why.WITHDRAWN, withdrawn=dates)).endswith(": withdrawn 2026-11, withdrawn 2027.")


@pytest.mark.parametrize(
    ("language", "number", "expected"),
    [
        ("en", 1, "1 fact"),
        ("en", 2, "2 facts"),
        ("en", 1200, "1,200 facts"),
        ("ru", 1, "1 факт"),
        ("ru", 3, "3 факта"),
        ("ru", 11, "11 фактов"),
        ("ru", 21, "21 факт"),
        ("ru", 1200, "1\u00a0200 фактов"),
    ],
)
def test_plurals(language: str, number: int, expected: str) -> None:
    """A noun takes the form that its number asks for."""
    assert words_in(language).count(FACTS, number) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (("ru",), "ru"),
        (("RU-kz",), "ru"),
        (("en_GB", "ru"), "en"),
        ((None, "ru"), "ru"),
        (("", "ru"), "ru"),
        (("hi", "ru"), "hi"),
        (("de", "ru"), "ru"),
        (("kk",), "ru"),
        (("kk-KZ", "en"), "ru"),
        (("de",), "en"),
        ((), "en"),
        (("../ru", "\0"), "en"),
    ],
)
def test_the_first_language_that_is_spoken(wanted: tuple[str | None, ...], expected: str) -> None:
    """Of the languages wanted the first with a catalogue is spoken, else English."""
    assert words_in(*wanted).language == expected


def test_values_are_not_read_as_messages() -> None:
    """Braces in what people and curators wrote stay as they are."""
    assert words_in("ru")(AS_OF, date="{date} {0} %s") == "по состоянию на {date} {0} %s"
