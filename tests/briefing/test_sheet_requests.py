"""Tests of messages that name something and ask nothing of it."""

from __future__ import annotations

import pytest

from bot.briefing.sheet_requests import SheetSummary, bare_name
from bot.factbase.model import FactBase
from bot.matching.understanding.entity_linker import EntityLinker
from tests.shipped import shipped_engine


@pytest.fixture(name="base", scope="module")
def _base() -> FactBase:
    return shipped_engine().base


@pytest.fixture(name="linker", scope="module")
def _linker(base: FactBase) -> EntityLinker:
    return EntityLinker(base.names)


@pytest.mark.parametrize(
    ("text", "name", "topic", "narrow"),
    [
        ("kazind", "KAZIND", "kazind", ""),
        ("Казинд", "KAZIND", "kazind", ""),
        ("show me everything on KAZIND 2022", "KAZIND 2022", "kazind", "2022"),
        ("list all editions of kazind", "KAZIND", "kazind", ""),
        ("расскажи про казинд", "KAZIND", "kazind", ""),
        ("uranium", "uranium", "relations", "uranium"),
        ("space?", "space", "space", ""),
    ],
)
def test_what_is_named(text: str, name: str, topic: str, narrow: str, base: FactBase, linker: EntityLinker) -> None:
    """A name, a year or one word of the base leads to the sheet of those facts."""
    found = bare_name(text, base, linker)
    assert found is not None
    assert (found.name, found.sheets[0].topic, found.sheets[0].narrow) == (name, topic, narrow)
    assert found.facts == sum(sheet.facts for sheet in found.sheets) > 0


@pytest.mark.parametrize(
    "text",
    [
        "banana",
        "list all editions",
        "where is kazind",
        "who",
        "1",
        "12",
        "thanks",
        "kazind 2031",
        "kazind uranium",
        "",
        "опять",
    ],
)
def test_what_names_nothing(text: str, base: FactBase, linker: EntityLinker) -> None:
    """What asks, says more than one word without a name, or is in no fact leads to none."""
    assert bare_name(text, base, linker) is None


def test_several_topics(base: FactBase, linker: EntityLinker) -> None:
    """What several topics tell of has a sheet of each, the longest first, and is counted whole."""
    found = bare_name("2018", base, linker)
    assert found is not None
    assert [sheet.facts for sheet in found.sheets] == sorted((s.facts for s in found.sheets), reverse=True)
    assert (len(found.sheets), found.sheets[0].topic) == (3, "kazind")
    assert found.facts > sum(sheet.facts for sheet in found.sheets)
    assert SheetSummary("kazind", "2018", 19).named == "kazind 2018"


def test_any_form_of_a_word(base: FactBase, linker: EntityLinker) -> None:
    """A word counts in all its forms."""
    found, forms = (bare_name(text, base, linker) for text in ("уран", "урана"))
    assert found is not None
    assert forms is not None
    assert found.facts == forms.facts > 1
