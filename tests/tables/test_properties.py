"""What holds of every table: counts and lists agree, a list and its complement make the whole, nothing hidden shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot import factbase
from bot.factbase.audience import visible
from bot.matching import Matcher
from bot.tables.answer import TableReader
from bot.tables.operations import Table, work_out
from bot.tables.plan import Condition, Criterion, Operation, Plan
from bot.tables.plan_record import as_plan, as_record
from bot.tables.rows import Tables
from tests.tables.bases import DRILLS, LEAGUE, PHRASINGS, TODAY, base_of, drills, league, rows

YEARS = st.integers(1985, 2025)
CONDITIONS = st.one_of(
    st.builds(
        lambda first, last: Condition(
            Criterion.WHEN, ("season-dates",), first=dt.date(first, 1, 1), last=dt.date(last, 12, 31)
        ),
        YEARS,
        YEARS,
    ),
    st.builds(
        lambda code: Condition(Criterion.WHERE, ("final-place",), country=code), st.sampled_from(["NO", "IE", "FR"])
    ),
    st.builds(lambda low: Condition(Criterion.QUANTITY, ("goals",), low=low), st.floats(100, 300)),
)
WORDS = st.sampled_from(
    """
    how many which list all latest first last the one before after since 2018 2019 2021 KAZIND edition editions held in
    India Otar where when who took part was did compare and timeline of tell me about not more than 100 soldiers between
    best without most сколько последние учения kahan hua
    """.split()  # noqa: SIM905 - a list of words reads as text
)


def heads(table: Table | None) -> set[str]:
    """Return what the rows of a table are about; nothing where there is none."""
    return {row.head for row in table.rows} if table is not None else set()


@given(st.lists(CONDITIONS, max_size=2))
@settings(max_examples=50, deadline=None)
def test_a_count_is_the_length_of_its_list(conditions: list[Condition]) -> None:
    """Whatever is counted, as many are listed on the same conditions, where the base can judge them all."""
    tables = league().vocabulary.tables
    counted = work_out(Plan(Operation.COUNT, "Coast League", conditions=tuple(conditions)), tables, TODAY)
    listed = work_out(Plan(Operation.LIST, "Coast League", conditions=tuple(conditions)), tables, TODAY)

    if counted is not None:
        assert listed is not None
        assert [row.head for row in counted.rows] == [row.head for row in listed.rows]


@given(CONDITIONS)
@settings(max_examples=50, deadline=None)
def test_a_list_and_its_complement_make_the_whole(condition: Condition) -> None:
    """Each member meets a condition, meets its contrary, or is named as unknown, and only one of these."""
    tables = league().vocabulary.tables
    plans = [
        Plan(Operation.LIST, "Coast League", conditions=(replace(condition, is_negated=negated),))
        for negated in (False, True)
    ]
    with_it, without = (work_out(plan, tables, TODAY) for plan in plans)
    unknown = {member for table in (with_it, without) if table is not None for member in table.unknown}

    assert heads(with_it) | heads(without) | unknown == set(tables.members("Coast League"))
    assert not heads(with_it) & heads(without)
    assert not (heads(with_it) | heads(without)) & unknown


@given(st.lists(WORDS, min_size=1, max_size=9).map(" ".join))
@settings(max_examples=150, deadline=None)
def test_no_words_tell_what_no_longer_holds(question: str) -> None:
    """Whatever is asked in whatever words, only current facts are told."""
    answer = drills().answer(question, TODAY)

    if answer is not None:
        assert answer.facts
        assert "dates-19-old" not in {candidate.fact for candidate in answer.facts}
        assert as_plan(as_record(answer.table.plan)) == answer.table.plan


@given(st.sampled_from(["list all venues", "how many editions of KAZIND have there been?", "timeline of KAZIND"]))
@settings(max_examples=50, deadline=None)
def test_hidden_facts_never_show(question: str) -> None:
    """Facts of a topic that a chat may not see are in no table of it, and their subjects are not counted."""
    secret = DRILLS.replace("topic: drills", "topic: secret").replace("title: Exercise KAZIND", "title: Secret")
    secret = (
        secret.split("names:")[0]
        + "sources: {}\nfacts:\n"
        + (
            "  - {id: place-27, question: Where is KAZIND 2027 held?, about: KAZIND 2027, asks: place,\n"
            "     answer: In a secret place., sources: [paper], as_of: 2026}\n"
        )
    )
    base = base_of(drills=DRILLS, secret=secret, phrasings=PHRASINGS)
    open_to_all = TableReader(Matcher(visible(base, frozenset({"drills"}))))

    answer = open_to_all.answer(question, TODAY)

    assert answer is not None
    assert "place-27" not in {candidate.fact for candidate in answer.facts}
    assert rows(answer) == rows(drills().answer(question, TODAY))


def test_a_hidden_member_is_not_counted() -> None:
    """A member of a series whose facts are all hidden is no member for that chat."""
    base = base_of()
    lines = [fact for fact in base.facts if fact.about != "KAZIND 2021"]
    tables = Tables(replace(base, facts=tuple(lines)), drills().vocabulary.tables.read)

    assert tables.members("KAZIND") == ("KAZIND 2018", "KAZIND 2019", "KAZIND 2027")


@given(st.permutations(sorted(LEAGUE.glob("*.yaml"))), st.booleans())
@settings(max_examples=4, deadline=None)
def test_the_order_of_files_changes_nothing(paths: list[Path], is_turned: bool) -> None:
    """Files in any order, and the phrasings' properties in any order, give the same rows."""
    files = [(str(path), path.read_bytes()) for path in paths]
    base, _ = factbase.load(reversed(files) if is_turned else files)
    assert base is not None
    reader = TableReader(Matcher(base))

    for question in ("list all winners of the Coast League", "which seasons had more than 250 goals?"):
        assert rows(reader.answer(question, TODAY)) == rows(league().answer(question, TODAY))
