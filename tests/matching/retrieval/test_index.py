"""Tests of the inverted index over a base's phrasings."""

from __future__ import annotations

import pytest

from bot.matching.retrieval.alignment import prepare
from bot.matching.retrieval.index import Index
from tests.matching.bases import FILES, base_of, facts_of, index, index_of, matcher


def texts(where: Index) -> list[tuple[str, str]]:
    """Return every phrasing as the index reads it, with the fact that it asks for."""
    return [(where.facts[indexed.fact].id, indexed.text) for indexed in where.phrases]


def test_numbers() -> None:
    """Phrasings are numbered in the order of facts, and each fact knows its own."""
    where = index()

    assert [indexed.number for indexed in where.phrases] == list(range(len(where.phrases)))
    assert sorted(indexed.fact for indexed in where.phrases) == [indexed.fact for indexed in where.phrases]
    assert [indexed for held in where.by_fact.values() for indexed in held] == where.phrases
    assert all(len(indexed.terms) == len(indexed.weights) for indexed in where.phrases)


def test_earlier_facts_ask_for_the_one_that_holds_now() -> None:
    """Phrasings of a superseded fact count as its successor's; a withdrawn fact without one keeps its own."""
    found = texts(index())

    assert ("launch-pad-opened", "when will the launch pad be ready") in found
    assert "launch-pad-plan" not in {fact for fact, _ in found}
    assert ("uranium-price", "how much did the uranium contract cost") in found


def test_about_and_asks_bring_phrasings() -> None:
    """A fact has its own question and all that its kind of question brings, each text once."""
    found = [text for fact, text in texts(index()) if fact == "kazind-2018-place"]

    assert "location of =kazind 2018" in found
    assert "where прошли =kazind 2018" in found
    phrases = [p.phrase.text for p in index().phrases if index().facts[p.fact].id == "kazind-2018-place"]
    assert len(phrases) == len(set(phrases))


def test_synonyms() -> None:
    """A word that stands for another is read as that one, in facts and in questions."""
    assert matcher().read("the great drill").tokens == ("the", "great", "exercise")


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("where was KAZIND 2018 held", {"2018", "2019", "2021"}),
        ("which countries hold KAZIND", {""}),
    ],
)
def test_siblings(question: str, expected: set[str]) -> None:
    """Siblings are the phrasings that differ in years and numbers only, one a fact, itself included."""
    where = index()
    indexed = next(p for p in where.phrases if p.text == " ".join(matcher().read(question).tokens))

    found = {"".join(t for t in p.query.tokens if t.isdecimal()) for p in where.siblings(indexed)}

    assert found == expected
    assert where.names_editions(indexed) is (len(expected) > 1)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("which embassy did not move", "embassy-not-moved"),
        ("uranium", "uranium-price"),
        ("urainum contarct", "uranium-price"),
        ("xyzzy", None),
        ("", None),
    ],
)
def test_nearest(question: str, expected: str | None) -> None:
    """The phrasings that share most weight come first, spelling forgiven; nothing where nothing is shared."""
    where = index()
    found = where.nearest(prepare(matcher().read(question), where).weighted_matches)

    assert (where.facts[found[0].fact].id if found else None) == expected
    assert len(found) <= 16


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("face mask", [["facemask"], ["facemask"]]),
        ("snowman", [["snow", "man"]]),
        ("snow man", [["snow"], ["man"]]),
    ],
)
def test_joined_and_split_words(question: str, expected: list[list[str]]) -> None:
    """A word stands for the two that the base has, and two for the one that it has."""
    where, reader = index_of(facts_of("Where is the facemask?", "Where does snow fall on a man?"))
    term_matches = prepare(reader.read(question), where).term_matches

    assert [sorted(term for term, _ in found if term != "snowman") for found in term_matches] == [
        sorted(e) for e in expected
    ]


def test_nearest_breaks_ties_by_number() -> None:
    """Of phrasings that share the same, the first of the first fact leads."""
    where, reader = index_of(facts_of(*(f"Where is the shop of {word}?" for word in ("xqz", "xqv", "xqk"))))
    found = where.nearest(prepare(reader.read("shop"), where).weighted_matches)

    assert [indexed.number for indexed in found] == [0, 1, 2]


def test_nearest_looks_at_few() -> None:
    """Words that nearly all phrasings share add to phrasings already found, and bring none of their own."""
    shops = (f"Where is the shop number {number}?" for number in range(3000))
    where, reader = index_of(facts_of(*shops, "Where is the opera?"))
    found = where.nearest(prepare(reader.read("where is the opera"), where).weighted_matches)

    assert where.facts[found[0].fact].question.text == "Where is the opera?"
    assert len(found) <= 16


def test_weights() -> None:
    """A rare word tells more than a common one, the more so where few facts have it; an unknown rare one most."""
    where = index()

    assert where.weight("the") < where.weight("held") < where.weight("embassy") <= 1.0
    assert where.weight("kazind") >= where.weight("country")
    assert where.weight("xylophagia") > 0.9
    assert where.weight("please") < 0.5
    assert all(0.02 <= weight <= 1.0 for indexed in where.phrases for weight in indexed.weights)


def test_the_order_of_files_does_not_matter() -> None:
    """The same base gives the same index at any order of its files."""
    other, _ = index_of(base_of(dict(reversed(FILES.items()))))

    assert texts(other) == texts(index())
    assert [indexed.weights for indexed in other.phrases] == [indexed.weights for indexed in index().phrases]


def test_an_empty_base() -> None:
    """A base without facts finds nothing."""
    empty, reader = index_of(base_of({"phrasings.yaml": "asks: {}"}))

    assert empty.facts == ()
    assert empty.nearest(prepare(reader.read("where is it"), empty).weighted_matches) == []


def test_a_year_that_many_phrasings_have_still_counts() -> None:
    """However many phrasings share a year, it lifts those that the telling words have found."""
    years = range(2001, 2021)
    many = [f"Who was guest number {n} in 2020?" for n in range(1000)]
    wide, reader = index_of(facts_of(*many, *[f"What was the duration of the regatta in {year}?" for year in years]))
    asked = prepare(reader.read("duration of the regatta in 2020"), wide)

    assert "2020" in wide.nearest(asked.weighted_matches)[0].query.tokens
