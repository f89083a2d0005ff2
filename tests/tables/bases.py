"""Bases with types and series, and what answers questions over them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

from bot import factbase
from bot.factbase.model import FactBase
from bot.matching import Matcher
from bot.tables.answer import TableAnswer, TableReader

LEAGUE = Path(__file__).parent / "league"  # made by facts/README.md's page alone
TODAY = dt.date(2026, 11, 25)

DRILLS = """
topic: drills
title: Exercise KAZIND
language: en
names:
  KAZIND: [КАЗИНД]
  KAZIND 2018: ["{KAZIND} 2018"]
  KAZIND 2019: ["{KAZIND} 2019"]
  KAZIND 2021: ["{KAZIND} 2021"]
  KAZIND 2027: ["{KAZIND} 2027"]
  Otar: []
sources:
  paper: {title: The drill, publisher: The Paper, published: 2019-01-02}
facts:
  - {id: place-18, question: Where was KAZIND 2018 held?, about: KAZIND 2018, asks: place,
     answer: At Otar in Kazakhstan., sources: [paper ¶6], as_of: 2019}
  - {id: place-19, question: Where was KAZIND 2019 held?, about: KAZIND 2019, asks: place,
     answer: "At Pithoragarh in Uttarakhand, India.", sources: [paper], as_of: 2019}
  - {id: place-21, question: Where was KAZIND 2021 held?, about: KAZIND 2021, asks: place,
     answer: "At Auli in Uttarakhand, India.", sources: [paper], as_of: 2021}
  - {id: dates-18, question: When was KAZIND 2018 held?, about: KAZIND 2018, asks: dates,
     answer: From 10 to 23 September 2018., sources: [paper], as_of: 2019}
  - {id: dates-19-old, question: When is KAZIND 2019 held?, about: KAZIND 2019, asks: dates, status: planned,
     answer: In August 2019., superseded_by: dates-19, sources: [paper], as_of: 2019-01}
  - {id: dates-19, question: When was KAZIND 2019 held?, about: KAZIND 2019, asks: dates, as_of: 2019-10, claims: [
     {answer: From 3 to 14 October 2019., sources: [paper], as_of: 2019-10},
     {answer: From 3 to 15 October 2019., sources: [paper], as_of: 2019-10}]}
  - {id: dates-21, question: When was KAZIND 2021 held?, about: KAZIND 2021, asks: dates,
     answer: From 30 August to 11 September 2021., sources: [paper], as_of: 2021}
  - {id: dates-27, question: When is KAZIND 2027 held?, about: KAZIND 2027, asks: dates, status: planned,
     answer: In May 2027., sources: [paper], as_of: 2026}
  - {id: number-21, question: Which edition was KAZIND 2021?, about: KAZIND 2021, asks: edition,
     answer: The fifth., sources: [paper], as_of: 2021}
  - {id: strength-18, question: How many soldiers took part in KAZIND 2018?, about: KAZIND 2018, asks: strength,
     answer: 90 from India and 120 from Kazakhstan., value: 210, sources: [paper], as_of: 2019}
  - {id: strength-19, question: How many soldiers took part in KAZIND 2019?, about: KAZIND 2019, asks: strength,
     answer: About 100., sources: [paper], as_of: 2019}
  - {id: armies-18, question: Who took part in KAZIND 2018?, about: KAZIND 2018, asks: participants,
     answer: The Indian Army and the Kazakhstan Army., sources: [paper], as_of: 2019}
"""

PHRASINGS = """
asks:
  place:
    en: ["where was {about} held", "where was {about}", "venue of {about}"]
    ru: ["где прошли {about}", "место проведения {about}"]
    hi: ["{about} कहाँ हुआ", "{about} kahan hua"]
  dates: {en: ["when was {about} held", "when was {about}", "dates of {about}"], ru: ["когда прошли {about}"]}
  edition: {en: ["which edition was {about}"]}
  strength: {en: ["how many soldiers took part in {about}", "strength of {about}"]}
  participants: {en: ["who took part in {about}", "participants of {about}"]}
properties:
  place: {type: place, called: {en: [place, venue], ru: [место]}}
  dates: {type: span, called: {en: [dates], ru: [даты]}}
  edition: {type: ordinal}
  strength: {type: number, called: {en: [soldiers, strength]}}
  participants: {type: organisation, called: {en: [participants]}}
series:
  KAZIND:
    members: [KAZIND 2018, KAZIND 2019, KAZIND 2021, KAZIND 2027]
    called: {en: [edition, exercise], ru: [выпуск, учения], hi: [संस्करण, sanskaran]}
"""


def base_of(**files: str) -> FactBase:
    """Load a base from its files by name; the drills if none are given."""
    given = files or {"drills": DRILLS, "phrasings": PHRASINGS}
    base, problems = factbase.load((f"facts/{name}.yaml", text.encode()) for name, text in given.items())
    assert base is not None, problems
    return base


@cache
def drills() -> TableReader:
    """Return what answers over three editions and a planned one."""
    return TableReader(Matcher(base_of()))


@cache
def league() -> TableReader:
    """Return what answers over thirty seasons of a football league."""
    base, problems = factbase.load((str(path), path.read_bytes()) for path in LEAGUE.glob("*.yaml"))
    assert base is not None, problems
    return TableReader(Matcher(base))


def rows(answer: TableAnswer | None) -> list[str] | None:
    """Return what the rows of an answer are about; None without an answer."""
    return [row.head for row in answer.table.rows] if answer is not None else None


def said(answer: TableAnswer | None) -> list[str]:
    """Return the facts in the first column of an answer."""
    assert answer is not None
    return [row.cells[0].id for row in answer.table.rows if row.cells[0] is not None]
