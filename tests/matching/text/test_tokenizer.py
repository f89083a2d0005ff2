"""Tests of how text as people type it becomes tokens."""

from __future__ import annotations

import pytest

from bot.matching.text.numerals import is_number, is_ordinal, is_year
from bot.matching.text.tokenizer import (
    fold,
    script_of,
    tokenise,
    without_noise,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ALL CAPS", "all caps"),
        ("Café naïve", "cafe naive"),
        ("ＫＡＺＩＮＤ ２０１８", "kazind 2018"),  # full width
        ("ﬁnal", "final"),  # a ligature
        ("Straße", "strasse"),
        ("Łódź Øst đ æ œ", "lodz ost d ae oe"),
        ("KAZ\u200bIND\u2060 20\u00ad18", "kazind 2018"),  # zero width space, word joiner, soft hyphen
        ("\u202eKAZIND\u202c \u200f2018\u200e", "kazind 2018"),  # right-to-left marks
        ("ёлка мой", "елка мой"),  # й is a letter of its own
        ("d’un ‘b’ ʼc `d ´e ＇f", "d'un 'b' 'c 'd 'e 'f"),
        ("\u0915\u093c", "\u0915\u093c"),  # a dot below is part of a letter of Devanagari
        ("⑳", "20"),
    ],
)
def test_fold(text: str, expected: str) -> None:
    """Case, width, strokes and what cannot be seen are folded away; letters of any script stay."""
    assert fold(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KAZ-IND 2018", "kaz ind 2018"),
        ("KAZIND18", "kazind 18"),
        ("Kaz-Ind'18", "kaz ind 18"),
        ("Kaz-Ind’18", "kaz ind 18"),
        ("kaz_ind/2018", "kaz ind 2018"),
        ("КАЗИНД-2018", "казинд 2018"),
        ("KazSat-2R", "kazsat 2r"),
        ("where🙏was it???", "where was it"),
        ("hey @briefbot where", "hey where"),
        ("mail me@home", "mail me home"),  # no mention
        ("see https://a.example/?b=1 now", "see now"),
        ("<b>bold</b>", "bold"),
        ("O'Brien don't", "obrien do not"),
        ("don´t", "do not"),
        ("did'nt", "did not"),
        ("k'аzind", "kazind"),  # a Cyrillic letter behind an apostrophe
        ("dont cant wheres", "do not can not where is"),
        ("they're we've I'd", "they are we have i would"),
        ("1,234,567 and 1,23", "1234567 and 1 23"),
        ("3.14 10:30", "3.14 10:30"),
        ("007", "7"),
        ("२०१८", "2018"),
        ("5pm 10km 3d 100kg", "5 pm 10 km 3d 100 kg"),
        ("2018excercise", "2018 excercise"),
        ("", ""),
        ("?!…", ""),
        ("\x00\ud800\uffff", ""),
    ],
)
def test_tokens(text: str, expected: str) -> None:
    """Punctuation, links, mentions and emoji part words; digits part from letters but in designators."""
    assert " ".join(tokenise(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("twenty eighteen", "2018"),
        ("two thousand eighteen", "2018"),
        ("two thousand and eighteen", "2018"),
        ("nineteen fifty-six", "1956"),
        ("twenty twenty one", "2021"),
        ("nineteen hundred", "1900"),
        ("one hundred and five men", "105 men"),
        ("two hundred thousand", "200000"),
        ("three million", "3000000"),
        ("sixty two and three", "62 and 3"),
        ("two thousand and one hundred", "2100"),
        ("which one", "which one"),
        ("две тысячи восемнадцать", "2018"),
        ("सात सौ", "700"),
    ],
)
def test_number_words(text: str, expected: str) -> None:
    """Numbers in words are read as digits, years as they are spoken; a lone "one" stays a word."""
    assert " ".join(tokenise(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("third", "3#"),
        ("3rd 1st 22nd 11th", "3# 1# 22# 11#"),
        ("twenty-first", "21#"),
        ("twenty tenth", "20 10#"),
        ("третьи третий", "3# 3#"),
        ("3-й 5-е 4-го", "3# 5# 4#"),
        ("3й", "3#"),
        ("в 2018-м", "в 2018"),  # the year, as Russians write it
        ("तीसरा", "3#"),
        ("5वां संस्करण", "5# संस्करण"),
    ],
)
def test_ordinals(text: str, expected: str) -> None:
    """An ordinal has one form, however it is written."""
    assert " ".join(tokenise(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("КAZIND", "kazind"),  # the first letter is Cyrillic
        ("KΑZIND", "kazind"),  # the second is Greek
        ("kаzіnd", "kazind"),
        ("КАЗИHД", "казинд"),  # one Latin letter in a Russian word
        ("казинд", "казинд"),
    ],
)
def test_look_alikes(text: str, expected: str) -> None:
    """A word that mixes letters which look the same is spelt in the script that it is mostly in."""
    assert tokenise(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hey bot, could you tell me where was it please", "where was it"),
        ("Hi! Sorry to bother you, does anyone know where it was? Thanks in advance", "where it was"),
        ("подскажите, пожалуйста, где это", "где это"),
        ("please", "please"),  # nothing would remain
        ("thank you", "you"),
        ("remind me where it was lol", "where it was"),
        ("where was the bot", "where was the"),
        ("please help me out where was it", "where was it"),
    ],
)
def test_noise(text: str, expected: str) -> None:
    """Politeness at either end is dropped as long as words remain."""
    assert " ".join(without_noise(tokenise(text))) == expected


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("2018", (True, True, False)),
        ("1499", (False, True, False)),
        ("2200", (False, True, False)),
        ("60", (False, True, False)),
        ("3.14", (False, True, False)),
        ("3#", (False, False, True)),
        ("2r", (False, False, False)),
        ("three", (False, False, False)),
    ],
)
def test_sorts_of_tokens(token: str, expected: tuple[bool, bool, bool]) -> None:
    """A token with a digit is a year, another number, an ordinal, or a designator."""
    assert (is_year(token), is_number(token), is_ordinal(token)) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("otar", "latin"), ("отар", "cyrillic"), ("ओतार", "devanagari"), ("ότar", "latin"), ("奥塔尔", "other")],
)
def test_script(word: str, expected: str) -> None:
    """The script of a word is that of its first letter that is of a known one."""
    assert script_of(word) == expected
