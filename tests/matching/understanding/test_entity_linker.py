"""Tests of how spellings in a question become the base's names."""

from __future__ import annotations

import pytest

from bot.matching.text.tokenizer import tokenise
from bot.matching.understanding.entity_linker import EntityLinker
from tests.matching.bases import FILES, base_of, facts_of

NAMES = EntityLinker(base_of(FILES).names)


def resolve(text: str, names: EntityLinker = NAMES) -> str:
    """Put names into a text."""
    return " ".join(names.resolve(tokenise(text)))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KAZIND", "=kazind"),
        ("KAZ-IND", "=kazind"),
        ("kaz ind", "=kazind"),
        ("k a z i n d", "k a z i n d"),  # no spelling has so many parts
        ("Exercise Kazind", "=kazind"),
        ("exercisekazind", "=kazind"),
        ("КАЗИНД", "=kazind"),
        ("каз-инд", "=kazind"),
        ("kazimd", "=kazind"),
        ("kazindd", "=kazind"),
        ("kzind", "=kazind"),
        ("wind", "wind"),  # a common word is no slip
        ("the KAZIND drill", "the =kazind drill"),
    ],
)
def test_spellings(text: str, expected: str) -> None:
    """A name is found joined, split, in another script and misspelt."""
    assert resolve(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KAZIND 2018", "=kazind 2018"),
        ("kazind18", "=kazind 2018"),
        ("Kaz-Ind'18", "=kazind 2018"),
        ("kazind 31", "=kazind 2031"),  # a year that the base lacks is a year all the same
        ("18 kazind", "18 =kazind"),
        ("third KAZIND", "=kazind 2018"),
        ("the third edition of the KAZIND", "the =kazind 2018"),
        ("KAZIND third", "=kazind 2018"),
        ("3rd kazind", "=kazind 2018"),
        ("3-й КАЗИНД", "=kazind 2018"),
        ("KAZIND III", "=kazind 2018"),
        ("the IV KAZIND", "the =kazind 2019"),
        ("KAZIND XV", "=kazind 15#"),
        ("KazSat II", "=kazsat 2"),
        ("part II of KAZIND", "part ii of =kazind"),
        ("sixth KAZIND", "6# =kazind"),
        ("third of June at KAZIND", "3# of june at =kazind"),
    ],
)
def test_editions(text: str, expected: str) -> None:
    """An edition is its name and year, however it is numbered; one that the base lacks keeps its number."""
    assert resolve(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("KazSat-2", "=kazsat 2"),
        ("kazsat2r", "=kazsat 2r"),
        ("KAZSAT 2 R", "=kazsat 2r"),
        ("kazsat-3", "kazsat 3"),
        ("kazsat", "kazsat"),
    ],
)
def test_designators(text: str, expected: str) -> None:
    """A designator belongs to its name, and another one makes no name of the base."""
    assert resolve(text) == expected


def test_two_digit_years_of_the_last_century() -> None:
    """Two digits mean the century in which the name has an edition, else this one."""
    base = facts_of("Where was Yudh 1996?", names='{Yudh: [], Yudh 1996: ["{Yudh} 1996"]}')

    assert resolve("yudh 96", EntityLinker(base.names)) == "=yudh 1996"
    assert resolve("yudh 97", EntityLinker(base.names)) == "=yudh 2097"


def test_a_slip_between_two_names_stays() -> None:
    """A spelling as near to one name as to another is taken for neither."""
    names = EntityLinker(facts_of("Where is Tarok?", names="{Bamrok: [], Batrok: []}").names)

    assert resolve("bamrok batrok", names) == "=bamrok =batrok"
    assert resolve("baxrok", names) == "baxrok"


def test_a_base_without_names() -> None:
    """Without names every token stays."""
    assert resolve("KAZIND 18", EntityLinker({})) == "kazind 18"


def test_what_names_are_shown_as() -> None:
    """A name is known by its tokens as the base writes it, and by all tokens of its spellings."""
    assert NAMES.display["=kazind"] == "KAZIND"
    assert NAMES.display["=kazind 2018"] == "KAZIND 2018"
    assert NAMES.spelling_tokens[("=kazind", "2018")] >= {"=kazind", "2018", "3#", "edition"}


def test_what_was_asked_before_changes_nothing() -> None:
    """A name of several words is found also after a text that ended with its first two words."""
    drills = FILES["drills.yaml"].replace("[KAZ-IND,", "[India Kazakhstan joint drill, KAZ-IND,")
    base = base_of({**FILES, "drills.yaml": drills})
    names = EntityLinker(base.names)

    assert resolve("trade of India and Kazakhstan, India Kazakhstan", names).endswith("india kazakhstan")
    assert resolve("where was the India Kazakhstan joint drill held?", names) == "where was the =kazind held"
