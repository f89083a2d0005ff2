"""What is answered over many facts, what is left alone, and what an answer tells."""

from __future__ import annotations

import pytest

from bot.matching import FollowUpContext
from bot.tables.plan import Operation
from tests.tables.bases import TODAY, drills, league, rows, said

ALL = ["KAZIND 2018", "KAZIND 2019", "KAZIND 2021"]


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("where was the last KAZIND held?", ["place-21"]),
        ("where was the latest edition of KAZIND?", ["place-21"]),
        ("where was the second-to-last KAZIND?", ["place-19"]),
        ("when was the KAZIND before 2021", ["dates-19"]),
        ("what is the latest edition of KAZIND?", ["dates-21"]),
        ("which edition came after KAZIND 2018?", ["dates-19"]),
        ("where was the last edition of KAZIND in Kazakhstan?", ["place-18"]),
        ("when were the last two KAZIND editions", ["dates-19", "dates-21"]),
        ("где прошли последние учения КАЗИНД?", ["place-21"]),
        ("KAZIND ka pichla sanskaran kahan hua", ["place-21"]),
    ],
)
def test_a_place_in_a_series_leads_to_its_fact(question: str, facts: list[str]) -> None:
    """The latest, the one before and the like are found, and what is asked of them is told; a plan is no latest."""
    assert said(drills().answer(question, TODAY)) == facts


@pytest.mark.parametrize(
    ("question", "members"),
    [
        ("which editions of KAZIND were held in India?", ALL[1:]),
        ("which KAZIND editions were held in Uttarakhand?", ALL[1:]),
        ("in which years was KAZIND held in India?", ALL[1:]),
        ("KAZIND editions since 2019", [*ALL[1:], "KAZIND 2027"]),
        ("KAZIND editions between 2018 and 2020", ALL[:2]),
        ("which editions of KAZIND had more than 150 soldiers", ALL[:1]),
        ("which editions of KAZIND had at least 100 soldiers", ALL[:2]),
        ("list all editions of KAZIND", [*ALL, "KAZIND 2027"]),
        ("list all venues", ALL),
        ("venues of all KAZIND editions", ALL),
        ("where has KAZIND been held?", ALL),
        ("how many soldiers took part in KAZIND over the years", ALL[:2]),
        ("какие учения KAZIND прошли в Индии?", ALL[1:]),
        ("перечисли все выпуски KAZIND", [*ALL, "KAZIND 2027"]),
        ("भारत में KAZIND के कौन से संस्करण हुए", ALL[1:]),
    ],
)
def test_lists_hold_those_that_meet_the_conditions(question: str, members: list[str]) -> None:
    """A list has every member that meets the conditions and no other, in the order of the series."""
    answer = drills().answer(question, TODAY)

    assert rows(answer) == members
    assert answer is not None
    assert answer.table.plan.operation is Operation.LIST


def test_what_is_not_known_is_named() -> None:
    """Members of which the base does not tell what is asked are named, neither counted in nor out."""
    answer = drills().answer("which editions of KAZIND had more than 150 soldiers", TODAY)

    assert answer is not None
    assert answer.table.unknown == ("KAZIND 2021", "KAZIND 2027")


@pytest.mark.parametrize(
    "question",
    [
        "how many editions of KAZIND have there been?",
        "how many times has KAZIND been held?",
        "сколько раз прошли KAZIND",
    ],
)
def test_a_count_shows_what_a_source_counts(question: str) -> None:
    """A count leaves plans out, and tells the number that a source gives beside the number of members held."""
    answer = drills().answer(question, TODAY)

    assert rows(answer) == ALL
    assert answer is not None
    assert (answer.table.stated_number, answer.table.stated and answer.table.stated.id) == (5, "number-21")


@pytest.mark.parametrize(
    ("question", "verdict"),
    [
        ("was KAZIND 2018 held in Otar?", True),
        ("was KAZIND 2019 held in India?", True),
        ("was KAZIND 2018 held in India?", False),
        ("was KAZIND 2021 the fifth edition?", True),
        ("was KAZIND 2021 the sixth edition?", False),
        ("was KAZIND 2018 held in 2019?", False),
        ("did India take part in KAZIND 2018?", True),
        ("did Pakistan take part in KAZIND 2018?", None),
        ("has KAZIND been held in Uttarakhand?", True),
        ("has KAZIND been held in Russia?", None),
    ],
)
def test_yes_or_no(question: str, verdict: bool | None) -> None:
    """Yes and no come of what a fact says; whoever it does not name is neither."""
    answer = drills().answer(question, TODAY)

    assert answer is not None
    assert answer.table.plan.operation is Operation.VERIFY
    assert answer.table.verdict is verdict


@pytest.mark.parametrize(
    "question",
    [
        "what is the best KAZIND edition",
        "which is the most dangerous KAZIND",
        "which editions of KAZIND were cancelled",
        "which editions of KAZIND were planned in India",
        "which editions of KAZIND were held in Pune",
        "was KAZIND 2018 held in Pithoragarh?",
        "how many editions of KAZIND were held in Russia",
        "how many Pakistani soldiers took part in KAZIND over the years",
        "where was the last Malabar exercise held",
        "who won the last KAZIND",
        "when was the first KAZIND?",
        "how many soldiers died in the last KAZIND",
        "how many soldiers took part in the last KAZIND",
        "compare KAZIND 2018 and Otar",
        "compare KAZIND 2018 and KAZIND 2031",
        "where was KAZIND held",
        "where was KAZIND after 2018",
        "where was KAZIND 2018 held",
        "how many editions of KAZIND had women",
        "the one before",
        "and in India only?",
        "list all generals",
        "timeline of Malabar",
        "what happened in 1812",
        "",
    ],
)
def test_what_is_not_understood_whole_is_left(question: str) -> None:
    """A question with a word left over, or a condition that nothing can judge, is left to the matcher."""
    assert drills().answer(question, TODAY) is None


@pytest.mark.parametrize(
    ("question", "facts"),
    [
        ("where was the next one held?", ["place-21"]),
        ("where was the next KAZIND?", ["place-21"]),
        ("when is the next KAZIND?", []),
        ("where will the next KAZIND be held?", []),
    ],
)
def test_the_next_follows_what_was_spoken_of_unless_it_is_to_come(question: str, facts: list[str]) -> None:
    """After KAZIND 2019 the next one is KAZIND 2021; "when is the next" asks for one that is still to come."""
    context = FollowUpContext(facts=("place-19",), about="KAZIND 2019")
    answer = drills().answer(question, TODAY, context)

    assert (said(answer) if answer else []) == facts


def test_compared_side_by_side() -> None:
    """Compared are the properties that both have; asked for one of them, what one lacks is shown as a gap."""
    answer = drills().answer("compare KAZIND 2018 and 2019", TODAY)
    one = drills().answer("compare the participants of KAZIND 2018 and 2019", TODAY)

    assert rows(answer) == ["place", "dates", "strength"]
    assert one is not None
    assert [cell and cell.id for cell in one.table.rows[0].cells] == ["armies-18", None]


def test_a_card_sums_up() -> None:
    """A card has what is held of a name, in the order of phrasings.yaml."""
    assert said(drills().answer("tell me about KAZIND 2018", TODAY)) == [
        "place-18", "dates-18", "strength-18", "armies-18",
    ]  # fmt: skip


def test_a_timeline_is_in_order() -> None:
    """A timeline has the dated facts of a name, and a year what is dated to it; what is superseded never shows."""
    assert said(drills().answer("timeline of KAZIND", TODAY)) == ["dates-18", "dates-19", "dates-21", "dates-27"]
    assert said(drills().answer("what happened in 2019?", TODAY)) == ["dates-19"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("who won the last Coast League?", ["coast-2020-champion"]),
        ("who won the first season of the Coast League?", ["coast-1991-champion"]),
        ("who was the top scorer of the season before 1995", ["coast-1994-scorer"]),
        ("which seasons had more than 265 goals?", ["coast-2008-goals"]),
        ("top scorers since 2019", ["coast-2019-scorer", "coast-2020-scorer"]),
        (
            "which seasons between 1991 and 1995 did Saltmere Athletic win",
            ["coast-1992-champion", "coast-1993-champion"],
        ),
    ],
)
def test_a_base_of_another_kind(question: str, expected: list[str]) -> None:
    """A base of football seasons is asked the same way, by what its own phrasings say."""
    assert said(league().answer(question, TODAY)) == expected


def test_a_base_without_types_has_no_tables() -> None:
    """A base that says of nothing what type it is answers as it did before."""
    from bot.matching import Matcher
    from bot.tables.answer import TableReader
    from tests.tables.bases import DRILLS, PHRASINGS, base_of

    plain = base_of(drills=DRILLS.replace(", value: 210", ""), phrasings=PHRASINGS.split("properties:")[0])

    assert TableReader(Matcher(plain)).answer("list all venues", TODAY) is None
