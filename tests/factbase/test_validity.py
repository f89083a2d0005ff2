"""Tests of what held on a day, and of what has come since."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.factbase.validity import held_on, nearest_to, newer_than, start_of
from tests.replies.bases import base_of

TODAY = dt.date(2026, 12, 1)
BASE = base_of(
    """
    - {id: plan, question: When will it be?, answer: In May., sources: [paper], as_of: 2019-01-02, status: planned,
       superseded_by: moved}
    - {id: moved, question: "When will it be, as moved?", answer: In June., sources: [page], as_of: 2019-03,
       status: planned, superseded_by: held}
    - {id: held, question: When was it?, claims: [{answer: 2 June., sources: [page], as_of: 2019-06-05},
       {answer: 3 June., sources: [print], as_of: 2019-07-01}]}
    - {id: first, question: Who chairs it?, about: DRILL, asks: launch-site, answer: Ann., sources: [page],
       as_of: 2020-01-01, valid_from: 2010, valid_to: 2015-06-30}
    - {id: second, question: Who chairs it now?, about: DRILL, asks: launch-site, answer: Ben., sources: [page],
       as_of: 2020-01-01, valid_from: 2015-07-01}
    - {id: wrong, question: Who won?, answer: Nobody., sources: [paper], as_of: 2019, withdrawn: 2026-11}
    - {id: replaced, question: Who lost?, answer: All., sources: [page], as_of: 2018, superseded_by: right}
    - {id: right, question: Who lost in the end?, answer: None., sources: [page], as_of: 2019, withdrawn: 2026-11}
    """
)


@pytest.mark.parametrize(
    ("asked", "day", "expected"),
    [
        ("held", "2019-01-01", None),  # before any source
        ("held", "2019-01-02", "plan"),
        ("held", "2019-03-30", "plan"),  # of "March" only the end is certain
        ("held", "2019-03-31", "moved"),
        ("held", "2019-06-04", "moved"),
        ("held", "2019-06-05", "held"),  # the first of the claims
        ("plan", "2026-11-30", "held"),  # whichever of them is asked
        ("held", "2026-12-02", None),  # tomorrow nobody knows
        ("second", "2009-12-31", None),
        ("second", "2010-01-01", "first"),  # valid_from and valid_to before the source's date
        ("second", "2015-06-30", "first"),
        ("first", "2015-07-01", "second"),
        ("wrong", "2020-01-01", None),
        ("replaced", "2018-12-31", "replaced"),
        ("replaced", "2019-12-31", None),  # what came in its place is withdrawn
    ],
)
def test_held_on(asked: str, day: str, expected: str | None) -> None:
    """Of the facts that tell the same, the newest that was known and valid on the day held."""
    found = held_on(BASE, BASE.by_id[asked], dt.date.fromisoformat(day), TODAY)

    assert (found.id if found else None) == expected


def test_a_successor_out_of_sight() -> None:
    """Where the successor may not be seen nothing tells until when the earlier fact held, so that it never did."""
    base = base_of("- {id: old, question: Q?, answer: A., sources: [page], as_of: 2019, superseded_by: hidden}")

    assert held_on(base, base.by_id["old"], dt.date(2020, 1, 1), TODAY) is None


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("plan", "held"), ("moved", "held"), ("held", None), ("first", "second"), ("second", None), ("wrong", None)],
)
def test_newer_than(asked: str, expected: str | None) -> None:
    """What has come since is the current fact of the chain, or a later one about the same."""
    found = newer_than(BASE, BASE.by_id[asked], TODAY)

    assert (found.id if found else None) == expected


def test_nearest_to() -> None:
    """The nearest is the one that starts nearest to the day, and never a withdrawn one."""
    assert nearest_to(BASE, BASE.by_id["held"], dt.date(2018, 1, 1)).id == "plan"
    assert nearest_to(BASE, BASE.by_id["replaced"], dt.date(2026, 1, 1)).id == "replaced"


def test_start_of() -> None:
    """A fact starts at valid_from, else at the end of the date of its first source."""
    starts = {name: str(start_of(BASE.by_id[name])) for name in ("plan", "moved", "held", "first")}

    assert starts == {"plan": "2019-01-02", "moved": "2019-03-31", "held": "2019-06-05", "first": "2010-01-01"}
