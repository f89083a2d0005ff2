"""Tests of exports: what they hold is what the base holds, and all of it finds its way back."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

import pytest

from bot import factbase
from bot.curation.editing.operations import AddFacts, changed_files
from bot.curation.exchange import workbook
from bot.curation.exchange.exporter import COLUMNS, as_csv, as_json_text, as_markdown, as_table
from bot.curation.exchange.importer import Importing
from bot.curation.exchange.records import BaseRecords, read_records
from bot.curation.exchange.table_reader import read_rows
from tests.curation.bases import FACTS, small_base
from tests.tree import PROJECT

DISPUTED = """
  - id: tandem-2018-days
    question: How long was TANDEM 2018?
    status: reported
    claims:
      - {answer: 10 days, sources: [paper p. 1], as_of: 2018}
      - {answer: 14 days, sources: [paper p. 2], as_of: 2019}
"""
# Every field, and texts that a table or a spreadsheet would take for something else.
ODD = r"""
topic: odd
title: "= 1 + 1 | odd"
language: ru
audience: [-1007, 5]
names:
  "Fair|Market": ["a | b", "'=c", "\\\\"]
  Lone: []
sources:
  zulu: {title: "-Ends, 'quoted'", publisher: "@Press", accessed: 2019-01, url: "https://a.example/b?c=d|e"}
  alpha: {title: A, publisher: B, published: 2019, archived: "https://a.example/c", reliability: C}
facts:
  - id: odd-two
    question: "+1 or -1?"
    aliases: ["=SUM(A1)", "a | b", "@home; \\"]
    answer: "First line.\nSecond, \"quoted\" line."
    sources: ["zulu ¶2", alpha]
    as_of: 2018
    status: planned
    credibility: 2
    valid_from: 2018-01
    valid_to: 2018-02
    review_by: 2030
    minor: true
    see_also: [odd-one]
    tags: ["x|y", z]
    quote: "'=hidden"
    translations: {en: {question: Plus or minus?, aliases: ["Which sign | mark?"], answer: Plus.}}
  - id: odd-one
    question: What was first?
    answer: "null"
    sources: [alpha p. 3]
    as_of: 2018
    superseded_by: odd-two
  - id: odd-gone
    question: What is gone?
    answer: All.
    sources: [alpha]
    as_of: 2018
    withdrawn: 2019-05-01
"""
PHRASINGS = """
asks:
  place: {en: ["where was {about} held", "{about} | where"]}
  strength: {en: ["strength of {about}"], ru: ["численность {about}"]}
synonyms: {en: {drill: exercise, "=drill": march}}
properties: {place: {type: place, called: {en: [venue]}}}
series: {TANDEM: {members: [TANDEM 2018, TANDEM 2019]}}
"""


def export(form: str, files: Mapping[str, bytes]) -> bytes:
    """Export files of a base."""
    base, problems = factbase.load(files.items())
    assert base is not None, problems
    records = read_records(files)
    if form == "json":
        return as_json_text(base, records).encode()
    return workbook.write(as_table(base, records)) if form == "xlsx" else as_csv(base, records).encode()


def refilled(form: str, content: bytes) -> BaseRecords:
    """Import an export where nothing is."""
    empty, _ = factbase.load([])
    assert empty is not None
    importing = Importing(empty)
    importing.take(read_rows(f"a.{form}", content, {}))
    assert importing.bad == []
    change = importing.changes(lambda name: f"{name}.yaml", "phrasings.yaml", AddFacts("rest.yaml", ()), all_to=False)
    files = changed_files({}, empty, change)
    base, problems = factbase.load(files.items())
    assert base is not None, problems
    return read_records(files)


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_everything_finds_its_way_back(form: str) -> None:
    """Every field of every record comes back as it was, in its order: topics, sources, names, facts, phrasings."""
    texts = {"drill.yaml": FACTS + DISPUTED, "odd.yaml": ODD, "phrasings.yaml": PHRASINGS}
    files = {name: text.encode() for name, text in texts.items()}

    assert refilled(form, export(form, files)) == read_records(files)


@pytest.mark.parametrize("form", ["csv", "json", "xlsx"])
def test_the_shipped_base_finds_its_way_back(form: str) -> None:
    """An export of the shipped base, imported where nothing is, gives the same base."""
    files = {path.name: path.read_bytes() for path in (PROJECT / "facts").glob("*.yaml")}

    assert refilled(form, export(form, files)) == read_records(files)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_no_cell_is_calculated(form: str) -> None:
    """No cell begins with a mark for which a spreadsheet calculates it."""
    texts = {"drill.yaml": FACTS, "odd.yaml": ODD, "phrasings.yaml": PHRASINGS}
    content = export(form, {name: text.encode() for name, text in texts.items()})
    rows = (
        list(csv.reader(io.StringIO(content.decode(), newline="")))
        if form == "csv"
        else [cells for _, cells in workbook.read("a.xlsx", content)]
    )

    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert "'=SUM(A1) | a \\| b | @home; \\\\" in {cell for row in rows for cell in row}


def test_a_dispute_is_not_flattened() -> None:
    """A disputed fact is marked in a table, and its claims are in JSON as they are in the base."""
    files = {"drill.yaml": (FACTS + DISPUTED).encode(), "phrasings.yaml": PHRASINGS.encode()}
    rows = list(csv.DictReader(io.StringIO(export("csv", files).decode())))
    [fact] = [fact for fact in json.loads(export("json", files))["facts"] if "claims" in fact]

    assert [row["status"] for row in rows if row["id"] == "tandem-2018-days"] == ["disputed, reported"]
    assert [claim["answer"] for claim in fact["claims"]] == ["10 days", "14 days"]


def test_a_dispute_without_its_claims_is_refused() -> None:
    """A row that only says that it is disputed would pass one answer off as that of all."""
    text = "question,answer,source,status\nHow long?,10 days,paper,disputed\n"
    importing = Importing(small_base())
    importing.take(read_rows("a.csv", text.encode(), {}))

    assert [bad.what for bad in importing.bad] == [
        "status 'disputed' is none of confirmed, reported, planned; write one of them"
    ]


def test_the_columns() -> None:
    """The first line names the columns, and a source is as wide as its fact has sources."""
    files = {"drill.yaml": (FACTS + DISPUTED).encode(), "phrasings.yaml": PHRASINGS.encode()}
    rows = list(csv.reader(io.StringIO(export("csv", files).decode())))

    assert tuple(rows[0]) == COLUMNS
    assert any("The third TANDEM | The third TANDEM" in row for row in rows)
    assert {len(row) for row in rows} == {len(COLUMNS)}


def test_markdown() -> None:
    """Each question is a heading; the answer stands with its day, status and source, marks taken as text."""
    planned = FACTS.replace("as_of: 2019-01-02", "as_of: 2019-01\n    status: planned", 1)
    text = as_markdown(small_base(planned.replace("In Otar.", "In *Otar*.")))

    assert text.startswith("# Drills\n\n## Where was TANDEM 2018 held?\n\n")
    assert "**In \\*Otar\\*.** (planned, as of January 2019)\n\n- The third TANDEM, The Paper, 2 January 2019\n" in text
