"""Tests of loading files into a FactBase, or into every problem."""

from __future__ import annotations

import random

import pytest

from bot.factbase import load
from bot.factbase.model import FactBase, PartialDate, Status
from bot.problems import Level
from tests.factbase.writing import BASE, PHRASINGS, TOPIC, fact, small_topic


def _loaded(files: list[tuple[str, bytes]]) -> FactBase:
    base, problems = load(files)
    assert problems == []
    assert base is not None
    return base


def _messages(*files: tuple[str, bytes]) -> list[str]:
    base, problems = load(files)
    assert base is None
    assert {problem.level for problem in problems} == {Level.SCHEMA}
    return [str(problem) for problem in problems]


def test_a_fact_has_all_that_was_written() -> None:
    """Every field of a fact arrives in the model, with its place."""
    place = _loaded(BASE).by_id["kazind-2018-place"]

    assert place.topic == "kazind"
    assert place.question.text == "Where was KAZIND 2018 held?"
    assert (place.about, place.asks) == ("KAZIND 2018", "place")
    assert [alias.text for alias in place.aliases] == ["Which area hosted the third KAZIND?"]
    assert [(each.source, each.locator) for each in place.citations] == [("fe-2019-01-02", "¶6")]
    assert (place.as_of, place.status, place.minor) == (PartialDate(2019, 1, 2), Status.CONFIRMED, False)
    assert (place.see_also, place.tags) == (("kazind-2018-strength",), ("exercise",))
    assert [(each.language, each.answer) for each in place.translations] == [("ru", "В районе Отара.")]
    assert str(place.places["answer"]) == "facts/kazind.yaml:20:13"
    assert str(place.places["translations.ru.answer"]) == "facts/kazind.yaml:26:55"


def test_claims_stand_for_answer_sources_and_day() -> None:
    """A disputed fact joins its claims, and is as of the newest."""
    strength = _loaded(BASE).by_id["kazind-2018-strength"]

    assert strength.answer == "120 soldiers / 150 soldiers"
    assert [(each.source, each.locator) for each in strength.citations] == [
        ("fe-2019-01-02", "¶6"),
        ("fe-2019-01-02", None),
    ]
    assert strength.as_of == PartialDate(2019, 1, 2)
    assert [claim.as_of for claim in strength.claims] == [PartialDate(2018, 9), PartialDate(2019, 1, 2)]
    assert (strength.status, strength.credibility, strength.minor) == (Status.REPORTED, 3, True)
    assert (strength.valid_from, strength.valid_to) == (PartialDate(2018, 9, 10), PartialDate(2018, 9, 23))


def test_phrasings_and_sources_are_the_bases_own() -> None:
    """Phrasings of phrasings.yaml and the sources of topics belong to the whole base."""
    base = _loaded(BASE)

    templates = [(each.language, each.text) for each in base.phrasings.asks["place"]]
    assert templates == [("en", "where was {about} held"), ("ru", "где прошли {about}")]
    assert base.phrasings.synonyms == {"en": {"drill": "exercise"}}
    source = base.sources["fe-2019-01-02"]
    assert (source.publisher, source.url, source.reliability) == (
        "Financial Express Online",
        "https://example.org/a",
        "B",
    )


def test_phrasings_are_optional() -> None:
    """A base of topic files alone loads."""
    assert _loaded([small_topic()]).phrasings.asks == {}


def test_order_and_folder_of_files_do_not_matter() -> None:
    """The same files in any order and any folder are the same base of the same version."""
    files = [small_topic(name) for name in ("one", "two", "three")] + BASE
    base = _loaded(files)
    shuffled = random.Random(3).sample(files, len(files))

    assert _loaded(shuffled) == base
    moved = [(path.replace("facts/", "elsewhere/"), content) for path, content in files]
    assert _loaded(moved).version == base.version


def test_the_version_changes_with_the_content() -> None:
    """Another answer is another version."""
    path, content = small_topic()

    changed = (path, content.replace(b"It is", b"It was"))
    assert _loaded([(path, content)]).version != _loaded([changed]).version


def test_a_topic_may_cite_and_name_what_another_holds() -> None:
    """Sources and names are global."""
    other = small_topic("other", fact("other-fact", "about: KAZIND", "asks: place", source="fe-2019-01-02"))
    base = _loaded([*BASE, (other[0], other[1].replace(b"names", b"names"))])

    assert base.by_id["other-fact"].citations[0].source == "fe-2019-01-02"


def test_one_bad_file_hides_nothing_in_the_others() -> None:
    """Each file is looked into, and all problems come out in the order of their places."""
    broken = ("facts/a.yaml", b"a: [")
    bad_date = small_topic("b", fact("b-fact", "review_by: soon", source="b-source"))
    unknown = small_topic("c", fact("c-fact", source="nowhere"))

    assert _messages(unknown, broken, bad_date) == [
        "facts/a.yaml:1:4: error: this bracket is still open at the end of the file; close it [yaml-syntax]",
        "facts/b.yaml:15:16: error: 'review_by' is 'soon'; write a real date as YYYY, YYYY-MM or YYYY-MM-DD "
        "[date-format]",
        "facts/c.yaml:13:15: error: unknown source 'nowhere'; add it, or use one of b-source, c-source "
        "[source-unknown]",
    ]


def test_what_stands_in_an_unreadable_file_is_not_unknown() -> None:
    """A source whose file has a slip of the pen is not reported again by every fact that cites it."""
    broken = ("facts/a.yaml", small_topic("a")[1] + b"  - [")
    citing = small_topic("b", fact("b-fact", source="a-source"))

    rules = [message.rpartition(" ")[2] for message in _messages(broken, citing)]
    assert rules == ["[yaml-syntax]"]


MESSAGES = [
    (
        "as_of: 2019-01-02\n    see",
        "as_of: 2019-02-30\n    see",
        "22:12: error: 'as_of' is '2019-02-30', which is no day of the calendar; "
        "write a real date as YYYY, YYYY-MM or YYYY-MM-DD [date-format]",
    ),
    ("tags:", "tag:", "24:5: error: unknown field 'tag'; did you mean 'tags'? [field-unknown]"),
    (
        "sources: [fe-2019-01-02 ¶6]\n    as_of",
        "sources: [fe-2019-01-03 ¶6]\n    as_of",
        "21:15: error: unknown source 'fe-2019-01-03'; did you mean 'fe-2019-01-02'? [source-unknown]",
    ),
    (
        "about: KAZIND 2018",
        "about: third KAZ-IND",
        "17:12: error: unknown name 'third KAZ-IND'; did you mean 'KAZIND 2018'? [about-unknown]",
    ),
    (
        "asks: place",
        "asks: palce",
        "18:11: error: unknown 'asks' kind 'palce'; did you mean 'place'? [asks-unknown]",
    ),
    (
        "id: kazind-2018-strength",
        "id: kazind-2018-place",
        "27:9: error: id 'kazind-2018-place' is taken at facts/kazind.yaml:15:9; choose another [id-taken]",
    ),
    (
        "status: reported",
        "status: Planned",
        "32:13: error: 'status' is 'Planned', which is none of confirmed, reported, planned; "
        "did you mean 'planned'? [field-value]",
    ),
    (
        "КАЗИНД]",
        "third kazind]",
        "6:34: error: 'third KAZIND' already is a spelling of 'KAZIND' (facts/kazind.yaml:5:21); "
        "keep it under one of the two [name-taken]",
    ),
    (
        "topic: kazind",
        "topic: kasind",
        "1:8: error: topic 'kasind' is not the name of the file; write topic: kazind, or rename the file to "
        "kasind.yaml [topic-file]",
    ),
]


@pytest.mark.parametrize(("written", "instead", "message"), MESSAGES)
def test_messages_say_what_is_wrong_and_how_to_mend_it(written: str, instead: str, message: str) -> None:
    """One change to a sound file brings one message, whole."""
    assert written in TOPIC
    changed = TOPIC.replace(written, instead, 1)

    messages = _messages(("facts/kazind.yaml", changed.encode()), ("facts/phrasings.yaml", PHRASINGS.encode()))
    assert messages == [f"facts/kazind.yaml:{message}"]


def test_phrasings_of_several_folders_are_joined() -> None:
    """Each folder adds its ways to ask and its words; the same word for the same is no clash."""
    more = b'asks: {place: {en: ["which spot saw {about}"]}, cost: {en: ["price of {about}"]}}\n'
    more += b"synonyms: {en: {war: drill}}"
    base, problems = load([*BASE, ("more/phrasings.yaml", more), ("again/phrasings.yaml", more)])
    alone, _ = load(BASE)
    assert base is not None, problems
    assert alone is not None

    texts = sorted(template.text for template in base.phrasings.asks["place"])
    assert texts == sorted(["which spot saw {about}", *(each.text for each in alone.phrasings.asks["place"])])
    assert [template.text for template in base.phrasings.asks["cost"]] == ["price of {about}"]
    assert base.phrasings.synonyms["en"]["war"] == "drill"


def test_spellings_are_folded_as_the_caller_says() -> None:
    """Another fold decides otherwise which spellings are one."""
    path, content = small_topic(names="{Alpha: [], Beta: []}")

    assert load([(path, content)])[1] == []
    assert [problem.rule for problem in load([(path, content)], fold=lambda _: "same")[1]] == ["name-taken"]
