"""A base of a few facts, small enough to know by heart what it does not hold."""

from __future__ import annotations

from bot import factbase
from bot.factbase.model import FactBase

FACTS = """
topic: drill
title: Drills
language: en
names:
  TANDEM: [TAN-DEM, Exercise TANDEM, ТАНДЕМ]
  TANDEM 2018: ["{TANDEM} 2018", "{TANDEM}-18", "third {TANDEM}"]
  TANDEM 2019: ["{TANDEM} 2019", "{TANDEM}-19", "fourth {TANDEM}"]
  Saryarka-2: [Saryarka 2]
  Pithoragarh: []
sources:
  paper: {title: The third TANDEM, publisher: The Paper, published: 2019-01-02}
facts:
  - id: tandem-2018-place
    question: Where was TANDEM 2018 held?
    about: TANDEM 2018
    asks: place
    answer: In Otar.
    sources: [paper]
    as_of: 2019-01-02
  - id: tandem-2019-place
    question: Where was TANDEM 2019 held?
    about: TANDEM 2019
    asks: place
    answer: In Pithoragarh.
    sources: [paper]
    as_of: 2019-01-02
  - id: tandem-2018-strength
    question: How many soldiers took part in TANDEM 2018?
    about: TANDEM 2018
    asks: strength
    answer: 120 soldiers.
    sources: [paper]
    as_of: 2019-01-02
  - id: saryarka-maker
    question: Who built Saryarka-2?
    aliases: [Which company made the satellite Saryarka-2?]
    answer: A company of Reshetnev.
    sources: [paper]
    as_of: 2019-01-02
  - id: trade-2018
    question: How much was the trade between India and Kazakhstan in 2018?
    answer: 850 million dollars in 2018, much more than in 2017.
    sources: [paper]
    as_of: 2019-01-02
  - id: parade-absence
    question: Why did the presidents not come to the parade?
    answer: Because of illness.
    sources: [paper]
    as_of: 2019-01-02
  - id: parade-plan
    question: Who was to come to the parade?
    superseded_by: parade-absence
    answer: The presidents.
    sources: [paper]
    as_of: 2018-01-02
"""
PHRASINGS = """
asks:
  place: {en: ["where was {about} held", "venue of {about}"], ru: ["где прошли {about}"]}
  strength: {en: ["how many troops were in {about}"]}
"""


def small_base(facts: str = FACTS) -> FactBase:
    """Load the base."""
    files = {"facts/drill.yaml": facts.encode(), "facts/phrasings.yaml": PHRASINGS.encode()}
    base, problems = factbase.load(files.items())
    assert base is not None, problems
    return base
