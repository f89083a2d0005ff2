"""Tests of exports: what they hold is what the base holds, and a table finds its way back."""

from __future__ import annotations

import csv
import io
import json

from bot import factbase
from bot.curation.editing.operations import changed_files
from bot.curation.exchange.exporter import COLUMNS, as_csv, as_json_text, as_markdown
from bot.curation.exchange.importer import Importing
from bot.curation.exchange.table_reader import read_rows
from bot.factbase.model import FactBase
from tests.curation.bases import FACTS, small_base

DISPUTED = """
  - id: tandem-2018-days
    question: How long was TANDEM 2018?
    claims:
      - {answer: 10 days, sources: [paper p. 1], as_of: 2018}
      - {answer: 14 days, sources: [paper p. 2], as_of: 2019}
"""


def refilled(name: str, text: str) -> FactBase:
    """Import an export into an empty base."""
    files = {"t.yaml": b"topic: t\ntitle: T\nlanguage: en\nfacts: []\n"}
    empty, _ = factbase.load(files.items())
    assert empty is not None
    importing = Importing(empty)
    importing.take(read_rows(name, text.encode(), {}))
    assert importing.bad == []
    files |= changed_files(files, empty, importing.change("u.yaml", "", "en"))
    base, problems = factbase.load(files.items())
    assert base is not None, problems
    return base


def test_a_table_finds_its_way_back() -> None:
    """CSV and JSON bring back every question, alias, answer, date and source of the facts that hold."""
    base = small_base(FACTS.replace("sources: [paper]", "sources: [paper p. 3]", 1))

    for name, text in (("a.csv", as_csv(base)), ("a.json", as_json_text(base))):
        again = refilled(name, text)
        for fact in again.facts:
            held = base.by_id[fact.id]
            assert fact.question.text == held.question.text
            assert [alias.text for alias in fact.aliases] == [alias.text for alias in held.aliases]
            assert (fact.answer, fact.as_of, fact.status) == (held.answer, held.as_of, held.status)
            assert [each.locator for each in fact.citations] == [each.locator for each in held.citations]
        assert {source.title for source in again.sources.values()} == {"The third TANDEM"}
        assert [fact.id for fact in again.facts] == [fact.id for fact in base.facts if fact.is_current]


def test_a_dispute_is_not_flattened() -> None:
    """A disputed fact is marked in a table, whole in JSON, and comes back from neither as one answer."""
    base = small_base(FACTS + DISPUTED)
    rows = list(csv.DictReader(io.StringIO(as_csv(base))))
    [fact] = [fact for fact in json.loads(as_json_text(base))["facts"] if "claims" in fact]
    importing = Importing(small_base())
    importing.take(read_rows("a.json", as_json_text(base).encode(), {}))

    assert [row["status"] for row in rows if row["id"] == "tandem-2018-days"] == ["disputed"]
    assert [claim["answer"] for claim in fact["claims"]] == ["10 days", "14 days"]
    assert [bad.what for bad in importing.bad if "disputed" in bad.what] == [
        "status 'disputed' is none of confirmed, reported, planned; write one of them"
    ]


def test_the_columns() -> None:
    """The first line names the columns, and a source is as wide as its fact has sources."""
    rows = list(csv.reader(io.StringIO(as_csv(small_base(FACTS + DISPUTED)))))

    assert tuple(rows[0]) == COLUMNS
    assert "The third TANDEM | The third TANDEM" in rows[-1]
    assert {len(row) for row in rows} == {len(COLUMNS)}


def test_markdown() -> None:
    """Each question is a heading; the answer stands with its day, status and source, marks taken as text."""
    planned = FACTS.replace("as_of: 2019-01-02", "as_of: 2019-01\n    status: planned", 1)
    text = as_markdown(small_base(planned.replace("In Otar.", "In *Otar*.")))

    assert text.startswith("# Drills\n\n## Where was TANDEM 2018 held?\n\n")
    assert "**In \\*Otar\\*.** (planned, as of January 2019)\n\n- The third TANDEM, The Paper, 2 January 2019\n" in text
