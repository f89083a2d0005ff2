"""Tests of which words name a country or its people."""

from __future__ import annotations

import pytest

from bot.matching.text.countries import country_of
from bot.matching.text.tokenizer import fold


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("India Indian Indians Bharat Indo Индия Индии Индией индийский индийских भारत भारतीय", "IN"),
        ("Kazakhstan Kazakh Kazakhs Kazakhstani Казахстан Казахстане казахских कजाकिस्तान कजाखस्तान", "KZ"),
        ("Uzbekistan Uzbek Uzbeks Узбекистана узбекский", "UZ"),
        ("Russia Russian Russians Россия России россиян русские रूस रूसी", "RU"),
        ("China Chinese Китай Китае Китаем китайцы китайских चीन", "CN"),
        ("USA American Americans America США американских अमेरिका", "US"),
        ("UK British Britain English England британский", "GB"),
        ("German Germans Germany Германии", "DE"),
        ("Turkey Turkish Turk Турции", "TR"),
        ("Canada Canadian Канаде", "CA"),
        ("Mexico Mexican Mexicans Мексики", "MX"),
        ("Italy Italian Италии", "IT"),
        ("Japan Japanese японских", "JP"),
        ("Корея Корее Кореей Korea Korean", "KR"),
        ("Дания Дании Данию", "DK"),
        ("Иран Иране Ираном", "IR"),
    ],
)
def test_countries(words: str, expected: str) -> None:
    """A country is known by its name and its people, in three languages and their cases."""
    found = {word: country_of(fold(word)) for word in words.split()}

    assert found == dict.fromkeys(found, expected)


@pytest.mark.parametrize(
    "words",
    [
        "world east south north west us in it no",
        "grenade grenades dominant dominate polished indie italics malt chili chin tongs francis guinness antarctic",
        "данные данных дан период периода перевод перейти малый мало груз грузовик того самое",
        "=india 2018 i и",
    ],
)
def test_other_words(words: str) -> None:
    """Words that only begin like a country, or share its stem, name none."""
    found = {word: country_of(word) for word in words.split()}

    assert found == dict.fromkeys(found)
