"""Tests of which address a source is linked to."""

from __future__ import annotations

from textwrap import indent

import pytest

from bot import factbase
from bot.factbase.model import FactBase, PartialDate, Source
from bot.replies import render
from bot.replies.sources import address
from tests.replies.bases import PLACE, SOURCES, TODAY, answer, fold

LONG = "https://e.example/" + "a" * 2000


@pytest.mark.parametrize(
    ("url", "archived", "expected"),
    [
        ("https://e.example/a", "https://old.example/a", "https://e.example/a"),
        (None, "https://old.example/a", "https://old.example/a"),
        (None, None, None),
        ("ftp://e.example/a", None, None),
        ("javascript:alert(1)", "HTTP://old.example", "HTTP://old.example"),
        ("https://e.example/a b", None, None),
        ("https://e.example/\u202ea", None, None),
        (LONG, None, None),
    ],
)
def test_address(url: str | None, archived: str | None, expected: str | None) -> None:
    """The page's own address comes before an archived one, and only a web address is linked."""
    source = Source("s", "T", "P", PartialDate(2019), None, url, archived, None, "drill", PLACE)

    assert address(source) == expected


UNDATED = """
- {id: read, question: Who runs it?, answer: The staff., sources: [read §2], as_of: 2026-11-24}
- {id: mixed, question: Who pays?, answer: India., sources: [read, paper], as_of: 2026-11-24}
- {id: older, question: Who sings?, answer: Ann., sources: [read], as_of: 2020-05-01}
- {id: vague, question: Who rests?, answer: Bob., sources: [page], as_of: 2020-03}
"""


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        ("read", ["read on 24 November 2026", "About us, The Staff, §2"]),
        (
            "mixed",
            [
                "as of 24 November 2026",
                "About us, The Staff, accessed 24 November 2026",
                "Drill & order <news>, The Paper, 2 January 2019",
            ],
        ),
        ("older", ["as of 1 May 2020", "About us, The Staff, accessed 24 November 2026"]),
        ("vague", ["as of March 2020", "A page, The Ministry, accessed March 2020"]),
    ],
)
def test_the_day_of_reading(fact: str, expected: list[str]) -> None:
    """Of pages without a date the day that somebody read them is no day of the news, and is said once."""
    reply = render(answer("x", fact), undated_base(), today=TODAY, fold=fold)
    assert reply.plain.splitlines()[2 : 2 + len(expected)] == expected


def undated_base() -> FactBase:
    """Load facts of a page that was read on a whole day."""
    text = SOURCES.replace(
        "facts:\n", "  read: {title: About us, publisher: The Staff, accessed: 2026-11-24}\nfacts:\n"
    )
    base, problems = factbase.load([("facts/drill.yaml", (text + indent(UNDATED.strip(), "  ")).encode())])
    assert base is not None, problems
    return base
