"""Tests of what other question-and-answer tools export: files in their public formats become rows of facts."""

from __future__ import annotations

import io
import json

import pytest
from openpyxl import Workbook

from bot.curation.exchange.table_reader import Row, read_table
from bot.problems import BotError

QNA_MAKER = (
    "Question\tAnswer\tSource\tMetadata\tSuggestedQuestions\tIsContextOnly\tPrompts\tQnaId\n"
    "Where is the fair?\tOn the green.\\n\\n**Bring boots.**\tEditorial\tyear:2026\t[]\tFalse\t[]\t1\n"
    "fair location\tOn the green.\\n\\n**Bring boots.**\tEditorial\tyear:2026\t[]\tFalse\t[]\t1\n"
    "When is the fair?\tOn 1 May.\thttps://fair.example/faq\t\t[]\tFalse\t[]\t2\n"
)
QNABOT = {
    "qna": [
        {
            "qid": "Fair.Place_1",
            "type": "qna",
            "q": ["Where is the fair?", "fair location"],
            "a": "On the green.",
            "alt": {"markdown": "*On the green.*"},
            "r": {"title": ""},
            "t": "",
        }
    ]
}
AZURE_JSON = {
    "Metadata": {"ProjectName": "fair"},
    "Assets": {
        "Qnas": [
            {
                "Id": 1,
                "Answer": "On the green.",
                "Source": "https://fair.example/faq",
                "Questions": ["Where is the fair?", "fair location"],
                "Metadata": {},
            }
        ]
    },
}
NLU = """
version: "3.1"
nlu:
- intent: faq/ask_place
  examples: |
    - Where is the [fair](event)?
    - location of the [Spring Fair]{"entity": "event", "value": "fair"}
- intent: greet
  examples: |
    - hello
"""
RESPONSES = """
version: "3.1"
responses:
  utter_faq/ask_place:
  - text: |-
      On the green.
      Bring boots.
  - text: Ask at the town hall.
  utter_other:
  - custom: {a: b}
"""


def read(**files: str | bytes) -> list[Row]:
    """Read files, named with an underscore for the dot."""
    contents = {
        name.replace("_", "."): text if isinstance(text, bytes) else text.encode() for name, text in files.items()
    }
    return list(read_table(contents, {}, needs_source=False).rows)


def told(row: Row) -> dict[str, tuple[str, ...]]:
    """Leave out what a row does not say."""
    return {name: values for name, values in row.cells.items() if any(values)}


PLACE = {"question": ("Where is the fair?",), "aliases": ("fair location",)}


def test_qna_maker() -> None:
    """The rows of one answer are one fact; its line ends are line ends, and an address is its source."""
    first, second = read(kb_tsv=QNA_MAKER)

    assert (first.number, told(first)) == (2, PLACE | {"answer": ("On the green.\n\n**Bring boots.**",)})
    assert second.one("source") == second.one("url") == "https://fair.example/faq"


def test_azure_workbook() -> None:
    """The same as XLSX, where the questions and answers are not on the first sheet."""
    book, packed = Workbook(), io.BytesIO()
    assert book.active is not None
    book.active.append(["Synonyms"])
    sheet = book.create_sheet("QnAs")
    for line in QNA_MAKER.splitlines():
        sheet.append(line.split("\t"))
    book.save(packed)

    assert read(kb_xlsx=packed.getvalue()) == read(kb_tsv=QNA_MAKER)


def test_azure_json() -> None:
    """The JSON of Azure question answering holds the questions of an answer as a list."""
    [row] = read(kb_json=json.dumps(AZURE_JSON))
    assert told(row) == PLACE | {
        "answer": ("On the green.",),
        "source": ("https://fair.example/faq",),
        "url": ("https://fair.example/faq",),
    }


def test_qnabot() -> None:
    """QnABot's own id becomes an id as facts have them."""
    [row] = read(qna_json=json.dumps(QNABOT))
    assert told(row) == PLACE | {"answer": ("On the green.",), "id": ("fair-place-1",)}


@pytest.mark.parametrize("names", [("nlu_yml", "responses_yml"), ("responses_yml", "nlu_yml")])
def test_rasa(names: tuple[str, str]) -> None:
    """Examples and responses are joined by the name of the intent; marks of entities are taken off."""
    texts = {"nlu_yml": NLU, "responses_yml": RESPONSES}
    files = {name.replace("_", "."): texts[name].encode() for name in names}
    table = read_table(files, {}, needs_source=False)

    assert [told(row) for row in table.rows] == [
        {
            "id": ("ask-place",),
            "question": ("Where is the fair?",),
            "aliases": ("location of the Spring Fair",),
            "answer": ("On the green.\nBring boots.",),
        }
    ]
    assert table.notes == ("left out, for they have no response of text: greet",)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("nlu.yml", NLU, "have no intent with a response; give the file with nlu and the one with responses"),
        ("nlu.yml", "a: [", "nlu.yml:1:4: error: "),
        ("a.ods", "x", "'a.ods' is none of the files that are read; give one that ends in .csv, .tsv"),
        ("a.xlsx", "x", "'a.xlsx' is no XLSX that can be read (File is not a zip file); save it anew, or as CSV"),
    ],
)
def test_what_is_no_export(name: str, text: str, why: str) -> None:
    """A file that cannot be read is told with what to do."""
    with pytest.raises(BotError) as raised:
        read_table({name: text.encode()}, {})
    assert why in str(raised.value)
