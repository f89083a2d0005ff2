"""Problems → text, JSON and annotations."""

from __future__ import annotations

import json

import pytest

from bot.checks.report import FORMATS, as_github, as_json, as_text, count_line
from bot.problems import Level, Place, Problem

ERROR = Problem(Place("facts/a,b:c.yaml", 9, 17), Level.ERROR, "100 % is\nwrong", "mend it", "date-format")
WARNING = Problem(Place("facts/a.yaml", 3, 1), Level.WARNING, "it is late", "look again", "review-overdue")
SCHEMA = Problem(Place("facts/a.yaml", 1, 1), Level.SCHEMA, "it is no YAML", "rewrite it", "yaml-syntax")


def test_text_has_a_line_each_and_the_count_last() -> None:
    """Text is one problem a line, then how many there are."""
    assert as_text([SCHEMA, WARNING], 214) == (
        "facts/a.yaml:1:1: error: it is no YAML; rewrite it [yaml-syntax]\n"
        "facts/a.yaml:3:1: warning: it is late; look again [review-overdue]\n"
        "1 error, 1 warning in 214 facts"
    )


def test_json_is_one_object_on_one_line() -> None:
    """JSON holds all that the text does, as fields."""
    text = as_json([ERROR, WARNING], 2)

    assert "\n" not in text
    assert json.loads(text) == {
        "problems": [
            {
                "path": "facts/a,b:c.yaml",
                "line": 9,
                "column": 17,
                "level": "error",
                "what": "100 % is\nwrong",
                "mend": "mend it",
                "rule": "date-format",
            },
            {
                "path": "facts/a.yaml",
                "line": 3,
                "column": 1,
                "level": "warning",
                "what": "it is late",
                "mend": "look again",
                "rule": "review-overdue",
            },
        ],
        "errors": 1,
        "warnings": 1,
        "facts": 2,
    }


def test_annotations_escape_what_github_reads_as_its_own() -> None:
    """Percent signs and line ends are escaped in the text, commas and colons in the properties too."""
    assert as_github([ERROR, WARNING], 1).splitlines() == [
        "::error file=facts/a%2Cb%3Ac.yaml,line=9,col=17,title=date-format::100 %25 is%0Awrong; mend it",
        "::warning file=facts/a.yaml,line=3,col=1,title=review-overdue::it is late; look again",
        "1 error, 1 warning in 1 fact",
    ]


@pytest.mark.parametrize(
    ("problems", "facts", "line"),
    [
        ([], 0, "0 errors, 0 warnings in 0 facts"),
        ([ERROR], 1, "1 error, 0 warnings in 1 fact"),
        ([SCHEMA, ERROR, WARNING], 1214, "2 errors, 1 warning in 1,214 facts"),
    ],
)
def test_the_count(problems: list[Problem], facts: int, line: str) -> None:
    """The count tells errors from warnings, and one from several."""
    assert count_line(problems, facts) == line


def test_the_formats_are_those_of_the_command_line() -> None:
    """The table of formats has the three that `check --format` takes."""
    assert list(FORMATS) == ["text", "json", "github"]
