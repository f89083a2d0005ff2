"""A base with every kind of fact that a sheet has to tell apart."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache

from bot import factbase
from bot.briefing.document import BriefingDocument
from bot.briefing.sheet import make_sheet
from bot.factbase.model import FactBase
from bot.matching.understanding.entity_linker import EntityLinker
from bot.replies.catalogues import words_in

TODAY = dt.date(2026, 11, 24)

DRILL = """
topic: drill
title: The drill SAGA & what came of it
language: en
names:
  SAGA: [САГА, the great drill]
  SAGA 2019: ["{SAGA} 2019", "second {SAGA}"]
  SAGA 2018: ["{SAGA} 2018", "first {SAGA}"]
  Otar: [Отар]
sources:
  paper:
    {title: Drill <news>, publisher: The Paper, published: 2019-01-02, url: "https://paper.example/a?b=1&c=2",
     reliability: B}
  radio:
    {title: सैन्य अभ्यास शुरू, publisher: Radio, accessed: 2020-03, archived: "https://old.example/page", reliability: C}
  print: {title: Yearbook, publisher: The Press, published: 2018}
facts:
  - id: saga-2019-place
    question: Where was SAGA 2019 held?
    about: SAGA 2019
    asks: place
    answer: In Otar.
    sources: [paper ¶3]
    as_of: 2019-10-02
  - id: saga-2019-plan
    question: Where will SAGA 2019 be held?
    about: SAGA 2019
    asks: place
    answer: In Auli.
    sources: [paper ¶2]
    as_of: 2019-01-02
    status: planned
    superseded_by: saga-2019-place
  - id: saga-2019-parade
    question: Is there to be a parade at the end of SAGA 2019?
    answer: "Yes, on the last day."
    sources: [paper ¶2 , print p. 4]
    as_of: 2019-01-02
    status: planned
    review_by: 2020-01
  - id: saga-2018-place
    question: Where was SAGA 2018 held?
    about: SAGA 2018
    asks: place
    answer: In Pune.
    sources: [print p. 7]
    as_of: 2018
  - id: saga-2018-days
    question: How long was SAGA 2018?
    about: SAGA 2018
    asks: duration
    claims:
      - {answer: 10 days, sources: [paper ¶6], as_of: 2019-01-02}
      - {answer: 14 days, sources: [radio], as_of: 2020-03}
  - id: saga-gone
    question: Who paid for SAGA 2018?
    answer: Nobody.
    sources: [print]
    as_of: 2018
    withdrawn: 2020-01-01
  - id: saga-since
    question: Since when is SAGA held?
    about: SAGA
    asks: since
    answer: For some years.
    sources: [paper ¶1]
    as_of: 2019-01-02
    translations: {ru: {question: С каких пор проводится САГА?, answer: Несколько лет.}}
  - id: saga-aim
    question: What is the aim of SAGA?
    answer: Peace.
    sources: [radio]
    as_of: 2020-03
    status: reported
"""
PHRASINGS = """
asks: {place: {en: ["venue of {about}"]}, duration: {en: ["length of {about}"]}, since: {en: ["start of {about}"]}}
"""


@cache
def drill_base() -> FactBase:
    """Load the base."""
    base, problems = factbase.load([("facts/drill.yaml", DRILL.encode()), ("facts/phrasings.yaml", PHRASINGS.encode())])
    assert base is not None, problems
    return base


@cache
def drill_names() -> EntityLinker:
    """Give the finder of its names."""
    return EntityLinker(drill_base().names)


def sheet(narrow: str = "", language: str = "en", today: dt.date = TODAY) -> BriefingDocument:
    """Make the sheet of its topic."""
    base = drill_base()
    return make_sheet(base, base.topics[0], drill_names(), words_in(language), today, narrow)


def long_sheet(times: int = 60) -> BriefingDocument:
    """Make a sheet of many pages."""
    paper = sheet()
    first = paper.sections[0]
    return replace(paper, sections=(replace(first, items=first.items * times), *paper.sections[1:]))
