"""A small base for the tests of commands, and ways to break it."""

from __future__ import annotations

from pathlib import Path

VARIABLES = (
    "TELEGRAM_BOT_TOKEN",
    "TELEGRAM_BOT_TOKEN_FILE",
    "TELEGRAM_API_URL",
    "WEBHOOK_URL",
    "WEBHOOK_SECRET",
    "PORT",
    "DATABASE_URL",
    "BOT_CONFIG",
)
FACTS = """
topic: drill
title: Drills
language: en
names:
  DRILL 2018: [third DRILL]
  DRILL 2019: [fourth DRILL]
sources:
  paper: {title: The third DRILL, publisher: The Paper, published: 2019-01-02, url: "https://paper.example/a"}
facts:
  - id: drill-2018-place
    question: Where was DRILL 2018 held?
    about: DRILL 2018
    asks: place
    answer: In Otar.
    sources: [paper ¶6]
    as_of: 2019-01-02
  - id: drill-2019-place
    question: Where was DRILL 2019 held?
    about: DRILL 2019
    asks: place
    answer: In Pithoragarh.
    sources: [paper ¶7]
    as_of: 2019-01-02
"""
PHRASINGS = 'asks: {place: {en: ["where was {about} held"]}}'
OTAR = """\
In Otar.
as of 2 January 2019
The third DRILL, The Paper, 2 January 2019, ¶6
https://paper.example/a
"""
QUESTION = "where was DRILL 2018 held?"


def write_base(place: Path) -> None:
    """Put the base into the folder `facts`."""
    folder = place / "facts"
    folder.mkdir()
    (folder / "drill.yaml").write_text(FACTS)
    (folder / "phrasings.yaml").write_text(PHRASINGS)
    (folder / "README.md").write_text("# not: [facts")


def breaking(place: Path) -> None:
    """Give the base a schema error."""
    (place / "facts" / "drill.yaml").write_text(FACTS.replace("topic: drill", "topic: dril"))


def with_lint_error(place: Path) -> None:
    """Give the base a lint error that stops no answer."""
    text = FACTS.replace("facts:\n", "  spare: {title: T, publisher: P, published: 2019}\nfacts:\n", 1)
    (place / "facts" / "drill.yaml").write_text(text)
