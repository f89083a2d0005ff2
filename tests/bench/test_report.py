"""Measurements become tables that compare as they should."""

from __future__ import annotations

from bench import report
from bench.measure import Measured
from bench.metrics import Outcome, Verdict
from bench.systems import LEXICAL


def measured(set_name: str, system: str, right: int, of: int = 4) -> Measured:
    """A system that has so many answerable questions right, surest first."""
    outcomes = tuple(Outcome("a", "a" if at < right else "b", 1 - at / 10) for at in range(of))
    verdicts = tuple(Verdict("a", answered=("a",)) for _ in outcomes) if system == LEXICAL else ()
    return Measured(set_name, system, outcomes, verdicts, (0.001,) * of)


def test_this_bot_is_compared_with_the_best_peer_of_each_set() -> None:
    """Another peer may be the best on each set; the mean line gives the ratio of the means."""
    groups = report.group(
        [
            measured("one", LEXICAL, 3),
            measured("one", "WRatio", 1),
            measured("one", "BM25", 2),
            measured("two", LEXICAL, 2),
            measured("two", "WRatio", 3),
            measured("two", "BM25", 0),
        ]
    )
    table = report.against(groups, LEXICAL, ("WRatio", "BM25", "not measured"))
    assert table.rows == [
        ["one", ".750", ".500", "yes", ".750", ".500", "yes"],
        ["two", ".500", ".750", "no", ".500", ".750", "no"],
        ["mean", "", "", "", ".625", ".625", "1.00 times"],
    ]


def test_a_peer_has_no_thresholds_to_report() -> None:
    """What only this bot does is a dash in the row of a peer."""
    table = report.set_table("one", {s: measured("one", s, 2) for s in (LEXICAL, "BM25")})
    rows = {row[0]: dict(zip(table.head, row, strict=True)) for row in table.rows}
    assert rows[LEXICAL]["right"] == "1.000"
    assert rows["BM25"]["right"] == rows["BM25"]["ECE"] == "–"
    assert rows["BM25"]["AUROC"] == "–"  # no question is out of scope
    assert rows["BM25"]["ms"] == "1.00"


def test_a_hint3_set_is_set_beside_the_published_systems() -> None:
    """The table ends with the five that were published."""
    groups = report.group([measured("hint3_curekart", LEXICAL, 4)])
    table = next(t for t in report.tables(groups) if "best threshold" in t.title)
    assert [row[0] for row in table.rows][1:] == [
        f"{n} (published, whole test)" for n in report.PUBLISHED["hint3_curekart"]
    ]


def test_a_table_is_written_in_markdown() -> None:
    """The first column is text, the others are figures."""
    table = report.Table("Title", ["set", "top-1"], [["one", ".5"]])
    assert report.markdown(table) == "## Title\n\n| set | top-1 |\n|---|---:|\n| one | .5 |\n"
