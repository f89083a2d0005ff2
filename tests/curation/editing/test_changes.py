"""Tests of the changes that make variants of a phrasing, one by one."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from bot.curation.robustness import contrast_set, invariance
from bot.curation.robustness.base_profile import BaseProfile
from bot.curation.robustness.typos import doubled, exchanged, left_out, next_key
from tests.curation.bases import FACTS, small_base

SEEDS = range(40)
PLACE = "Where was TANDEM 2018 held?"
TRADE = "How much was the trade between India and Kazakhstan in 2018?"
MAKER = "Who built Saryarka-2?"


@pytest.fixture(name="holdings", scope="module")
def _holdings() -> BaseProfile:
    """Make the holdings of the small base."""
    return BaseProfile(small_base())


def to_hit(change: str, phrase: str, holdings: BaseProfile) -> set[str | None]:
    """Make a change with many seeds."""
    return {invariance.CHANGES[change](phrase, holdings, Random(seed)) for seed in SEEDS}


def not_to(change: str, fact: str, phrase: str, holdings: BaseProfile) -> set[str | None]:
    """Make a change with many seeds."""
    found = holdings.base.by_id[fact]
    return {contrast_set.CHANGES[change](found, phrase, holdings, Random(seed)) for seed in SEEDS}


@pytest.mark.parametrize(
    ("slip", "expected"),
    [
        (
            next_key,
            {
                "tsnd",
                "tqnd",
                "tznd",
                "tabd",
                "tamd",
                "tahd",
                "tajd",
                "tans",
                "tanf",
                "tane",
                "tanr",
                "tanx",
                "tanc",
            },
        ),
        (left_out, {"tnd", "tad", "tan"}),
        (doubled, {"taand", "tannd", "tandd"}),
        (exchanged, {"tnad", "tadn"}),
    ],
)
def test_a_slip_spares_the_first_letter(slip: Callable[[str, Random], str], expected: set[str]) -> None:
    """Each slip happens at every place but the first."""
    made = {slip("tand", Random(seed)) for seed in range(300)}
    assert {word[0] for word in made} == {"t"}
    assert made <= expected
    assert len(made) > len(expected) / 2


@pytest.mark.parametrize(
    ("change", "phrase", "expected"),
    [
        ("no small words", PLACE, {"Where TANDEM 2018 held?"}),
        ("no small words", "venue, TANDEM 2018", {None}),
        ("no small words", "What was TANDEM for?", {None}),  # what is left is a name
        ("no small words", "Did the soldiers march?", {"Did soldiers march?"}),  # else it asks nothing
        ("one small word less", "Where was the trade?", {"Where the trade?", "Where was trade?"}),
        ("one small word less", "What was TANDEM for?", {None}),
        ("tail first", TRADE, {"Between India and Kazakhstan in 2018, how much was the trade?"}),
        ("tail first", "In what year was it held?", {None}),
        ("tail first", "What was it meant to replace?", {None}),  # no infinitive
        ("name first", PLACE, {"TANDEM 2018: where was held?"}),
        ("name first", "Who took part in TANDEM 2018?", {"TANDEM 2018: who took part?"}),
        ("name first", "Where is TANDEM's ground?", {None}),
        ("name first", TRADE, {None}),
        ("verb late", PLACE, {"Where TANDEM 2018 was held?"}),
        ("verb late", TRADE, {None}),
        ("capitals", PLACE, {"WHERE WAS TANDEM 2018 HELD?"}),
        ("no mark", PLACE, {"where was tandem 2018 held"}),
        ("joined", "Where is Pithoragarh?", {None}),
        ("split", "Where is Otar?", {None}),
        ("other spelling", "What is Saryarka-2?", {"What is Saryarka 2?"}),
    ],
)
def test_made_to_hit(change: str, phrase: str, expected: set[str | None], holdings: BaseProfile) -> None:
    """A change makes what people write, or nothing where the phrasing does not lend itself."""
    assert to_hit(change, phrase, holdings) == expected


@pytest.mark.parametrize(
    ("change", "phrase", "some"),
    [
        ("joined", PLACE, {"Where was TANDEM2018 held?", "Where was tandem18 held?"}),
        ("joined", MAKER, {"Who built Saryarka2?", "Who built saryarka2?"}),
        ("split", MAKER, {"Who built Saryarka 2?"}),
        ("split", "Where is Pithoragarh?", {"Where is Pitho ragarh?", "Where is Pithora garh?"}),
        ("other spelling", PLACE, {"Where was TAN-DEM-18 held?", "Where was third Exercise TANDEM held?"}),
        ("polite", PLACE, {"hello bot, Where was TANDEM 2018 held?"}),
        ("chatty", PLACE, {"Where was TANDEM 2018 held? thx"}),
    ],
)
def test_also_made_to_hit(change: str, phrase: str, some: set[str], holdings: BaseProfile) -> None:
    """Where there are many ways, these are among them."""
    assert some <= to_hit(change, phrase, holdings)


def test_slips_fall_on_long_words(holdings: BaseProfile) -> None:
    """Question words, ordinals, numbers and short words stay; a name or another long word does not."""
    for text in to_hit("slip", "Where was the third TANDEM with soldiers in 2018?", holdings):
        assert text is not None
        first, second = text.split(" with ")
        assert first.startswith("Where was the third ")
        assert (first.endswith(" TANDEM"), second == "soldiers in 2018?") in {(True, False), (False, True)}
    for text in to_hit("name slip", "Where was TANDEM 2018 with soldiers?", holdings):
        assert text is not None
        assert text.endswith(" 2018 with soldiers?")
        assert " TANDEM " not in text


def test_two_slips_fall_on_two_words(holdings: BaseProfile) -> None:
    """Both long words are misspelt, none twice."""
    for text in to_hit("two slips", "TANDEM soldiers", holdings):
        assert text is not None
        first, second = text.split()
        assert first != "TANDEM"
        assert second != "soldiers"
    assert to_hit("two slips", "TANDEM 2018", holdings) == {None}


@pytest.mark.parametrize(
    ("change", "fact", "phrase", "expected"),
    [
        ("year lacking", "trade-2018", TRADE, {TRADE.replace("2018", "2019")}),
        ("year lacking", "saryarka-maker", MAKER, {None}),
        ("year unknown", "trade-2018", "Trade in 2010-11", {None}),  # two years in one
        ("sibling", "tandem-2018-place", PLACE, {None}),  # the only sibling has it
        (
            "sibling",
            "tandem-2018-strength",
            "How many soldiers took part in TANDEM 2018?",
            {"How many soldiers took part in TANDEM 2019?"},
        ),
        ("sibling", "trade-2018", TRADE, {None}),
        ("other name", "parade-absence", "Why did the presidents come?", {None}),
        ("negation", "tandem-2018-place", PLACE, {"Where was TANDEM 2018 not held?"}),
        ("negation", "saryarka-maker", MAKER, {"Who never built Saryarka-2?"}),
        (
            "negation",
            "parade-absence",
            "Why did the presidents not come to the parade?",
            {"Why did the presidents come to the parade?"},
        ),
        ("negation", "trade-2018", "trade that was in 2018", {None}),  # no question
        ("ordinal added", "trade-2018", "trade with India", {None}),
        ("other question word", "tandem-2018-place", PLACE, {"When was TANDEM 2018 held?"}),
        ("other question word", "saryarka-maker", MAKER, {"How many people built Saryarka-2?"}),
        ("other question word", "trade-2018", TRADE, {None}),  # when is told
        ("other matter", "trade-2018", TRADE, {None}),  # no name of the base
        ("ordinal added", "trade-2018", "the third trade", {None}),
    ],
)
def test_made_not_to_hit(change: str, fact: str, phrase: str, expected: set[str | None], holdings: BaseProfile) -> None:
    """A change makes what the base cannot answer, or nothing."""
    assert not_to(change, fact, phrase, holdings) == expected


def test_unknown_years(holdings: BaseProfile) -> None:
    """A moved year is nowhere in the base; where there is none to move, one is added."""
    moved = not_to("year unknown", "tandem-2018-place", PLACE, holdings)
    added = not_to("year unknown", "saryarka-maker", MAKER, holdings)
    assert {len(text or "") for text in moved} == {len(PLACE)}
    assert all(text and text.startswith("Where was TANDEM ") for text in moved)
    assert all(text and text.startswith("Who built Saryarka-2 in ") for text in added)
    years = {int(text[-5:-1]) for text in added if text}
    assert not years & {2017, 2018, 2019}


def test_unknown_names(holdings: BaseProfile) -> None:
    """A name or a country gives way to one of which the base has no word; the year of an edition stays."""
    edition = not_to("other name", "tandem-2018-place", PLACE, holdings)
    country = not_to("other name", "trade-2018", TRADE, holdings)
    thing = not_to("other name", "saryarka-maker", MAKER, holdings)
    assert "Where was Dustlik 2018 held?" in edition
    assert all(text and text.endswith(" 2018 held?") and "TANDEM" not in text for text in edition)
    assert TRADE.replace("India", "Norway") in country
    assert TRADE.replace("Kazakhstan", "Mongolia") in country
    assert "Who built Orion-74?" in thing


def test_a_name_that_the_base_has_is_no_other_name() -> None:
    """The lists are read against the base."""
    base = small_base(FACTS.replace("In Otar.", "In Dustlik, not in Zanzibar."))
    made = not_to("other name", "tandem-2018-place", PLACE, BaseProfile(base))
    assert made
    assert not any("Dustlik" in (text or "") or "Zanzibar" in (text or "") for text in made)


def test_unknown_numbers(holdings: BaseProfile) -> None:
    """An ordinal of a name, or a number, gives way to one that the base lacks."""
    for text in not_to("number unknown", "tandem-2018-place", "Where was third TANDEM held?", holdings):
        assert text is not None
        assert text.startswith("Where was ")
        assert text.endswith("th TANDEM held?") or "TANDEM" in text
        assert not {"third", "fourth"} & set(text.split())
    for text in not_to("number unknown", "saryarka-maker", MAKER, holdings):
        assert text is not None
        assert text.startswith("Who built Saryarka-")
        assert int(text[len("Who built Saryarka-") : -1]) not in holdings.numbers


def test_a_fact_asked_both_ways_has_no_negation() -> None:
    """Where phrasings are negated and plain, either is answered rightly."""
    question = "question: Why did the presidents not come to the parade?"
    base = small_base(FACTS.replace(question, question + "\n    aliases: [Why was the parade small?]"))
    made = not_to("negation", "parade-absence", "Why was the parade small?", BaseProfile(base))
    assert made == {None}


def test_other_matters(holdings: BaseProfile) -> None:
    """What is asked of a name is of a kind that no fact on it has."""
    made = not_to("other matter", "tandem-2018-place", PLACE, holdings)
    assert made
    assert not any((text or "").startswith(("Where", "How many")) for text in made)
    assert all("TANDEM 2018" in (text or "") for text in made)
