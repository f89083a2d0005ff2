"""Tests that a template filled with a name reads as the whole text does, though each is read by itself."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.factbase.model import FactBase
from bot.matching import Matcher
from bot.matching.understanding.query import Query
from bot.matching.understanding.reader import QuestionReader
from bot.matching.understanding.template_reader import SLOT, TemplateReader
from tests.matching.bases import FILES, PHRASINGS, base_of, facts_of

# Words that merge with a neighbour, are dropped at an end, or belong to a number, an edition or a name.
WORDS = """
    where when who how many what was is the of in or and not since no sorry KAZIND KAZ IND kazimd KazSat 2 2R 2r 18 2018
    2019 - – / 2018-19 twenty one third hundred first edition exercise Kazind's KAZ-IND КАЗИНД учения прошли год third's
    please hey tell me thanks lol held drill ` ' " ( . ! : @bot http://x é Отар कहाँ हुआ में १८ ② ½ e\u0301 ª
""".split()  # noqa: SIM905 - a list of words reads as text
NAMES = ["KAZIND", "KAZIND 2018", "third KAZIND", "KazSat-2", "KazSat-2R", "КАЗИНД 2019", "KAZ", "2018", "2 2", "IND"]
SIDE = st.one_of(st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join), st.text(max_size=12))
SPACES = st.sampled_from(["", " ", " ", " "])
TEMPLATES = st.tuples(SIDE, SPACES, SPACES, SIDE).map(lambda parts: f"{parts[0]}{parts[1]}{SLOT}{parts[2]}{parts[3]}")
SYNONYMS = "{drill: exercise, lol: three kazind}"
BASE = base_of({**FILES, "phrasings.yaml": PHRASINGS.replace("{drill: exercise}", SYNONYMS)})


def read_whole(base: FactBase, text: str) -> Query:
    """Read a text by itself, by a reader that has read nothing before."""
    return QuestionReader(base).read(text, corrections=False)


@given(TEMPLATES, st.one_of(st.sampled_from(NAMES), SIDE))
def test_any_template_reads_as_a_whole(template: str, name: str) -> None:
    """Whatever stands around a name, a reading that is joined is the reading of the whole text."""
    assume(template.count(SLOT) == 1)

    joined = TemplateReader(QuestionReader(BASE)).read(template, name)

    assert joined in (None, read_whole(BASE, template.replace(SLOT, name)))


def test_every_shipped_phrasing_reads_as_a_whole(matcher: Matcher) -> None:
    """All templates of the shipped base, filled with its names, read so, and few of them have to be read whole."""
    base, reader = matcher.base, QuestionReader(matcher.base)
    filled = {
        template.text.replace(SLOT, fact.about)
        for fact in base.facts
        for template in base.phrasings.asks.get(fact.asks or "", ())
        if fact.about
    }

    joined = TemplateReader(QuestionReader(base)).readings(base, ())

    assert joined == {text: reader.read(text, corrections=False) for text in joined}
    assert 0.9 * len(filled) < len(joined) <= len(filled)


@pytest.mark.parametrize(
    ("template", "name"),
    [
        ("where was {about} held", "KAZIND"),
        ("where was {about} held", "third KAZIND"),
        ("when did India send {about} up", "KazSat-2"),
        ("{about} launch date", "KazSat-2R"),
        ("how many {about} soldiers were not there", "KAZIND 2019"),
        ("где прошли {about}", "КАЗИНД 2018"),
        ("{about} कहाँ हुआ", "KAZIND 2018"),
        ("who led the Otar part of {about} in Astana", "KAZIND 2018"),
    ],
)
def test_what_is_joined(template: str, name: str) -> None:
    """Usual templates are joined, whatever the language."""
    joined = TemplateReader(QuestionReader(BASE)).read(template, name)

    assert joined == read_whole(BASE, template.replace(SLOT, name))


@pytest.mark.parametrize(
    ("template", "name", "why"),
    [
        ("where was {about} R held", "KazSat-2", "a letter that makes it another name"),
        ("where was KAZ {about} held", "IND", "a name in two halves"),
        ("where was third {about} held", "KAZIND", "an ordinal that makes it an edition"),
        ("where was {about} 18 held", "KAZIND", "a year in two digits"),
        ("where was {about} 2018 held", "KAZIND", "the year of an edition"),
        ("where was twenty {about} held", "third KAZIND", "a number of two words"),
        ("was it 2018 - {about} held", "19 KAZIND", "two years that are one"),
        ("where is {about}'s place", "KAZIND", "no space between"),
        ("where is {about} please", "KAZIND", "politeness that is dropped"),
        ("where is` {about}", "КАЗИНД", "a mark that is an apostrophe beside Russian letters"),
        ("where is {about} beside {about}", "KAZIND", "two names"),
        ("where is it", "KAZIND", "no name"),
        ("where is {about}", "how many", "no name but words that ask"),
        ("where is {about}", " ?", "nothing"),
        ("where is {about}", "KAZIND " * 40, "too long"),
    ],
)
def test_what_is_read_whole(template: str, name: str, why: str) -> None:
    """Where the name and its neighbours could belong together, nothing is joined."""
    assert TemplateReader(QuestionReader(BASE)).read(template, name) is None, why


def test_what_is_known_is_not_read_again(matcher: Matcher) -> None:
    """Texts that an earlier load has read are left out."""
    known = matcher.index.readings

    assert TemplateReader(matcher.reader).readings(matcher.base, known) == {}


def test_a_base_without_names() -> None:
    """Names are not needed for a number to fill a template."""
    base = facts_of("Where was it held?")

    joined = TemplateReader(QuestionReader(base)).read("where was it held in {about} then", "2018")

    assert joined == read_whole(base, "where was it held in 2018 then")
