"""Small fact bases for the tests of matching, as YAML, and their indexes and matchers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from bot import factbase
from bot.factbase.model import FactBase
from bot.matching import Candidate, Matcher, Thresholds
from bot.matching.decision import Answer, Decision
from bot.matching.retrieval.index import Index
from bot.matching.understanding.reader import QuestionReader
from bot.messages.reasons import reason_in_english

DRILLS = """
topic: drills
title: Exercise KAZIND
language: en
names:
  KAZIND: [KAZ-IND, Exercise Kazind, КАЗИНД]
  KAZIND 2018: ["{KAZIND} 2018", "third {KAZIND}", "third edition of {KAZIND}"]
  KAZIND 2019: ["{KAZIND} 2019", "fourth {KAZIND}"]
  KAZIND 2021: ["{KAZIND} 2021", "fifth {KAZIND}"]
sources:
  paper: {title: The drill, publisher: The Paper, published: 2019-01-02}
facts:
  - {id: kazind-2018-place, question: Where was KAZIND 2018 held?, about: KAZIND 2018, asks: place,
     answer: In the Otar military area., sources: [paper ¶6], as_of: 2019-01-02}
  - {id: kazind-2019-place, question: Where was KAZIND 2019 held?, about: KAZIND 2019, asks: place,
     answer: In Pithoragarh., sources: [paper], as_of: 2019-10-02}
  - {id: kazind-2021-place, question: Where was KAZIND 2021 held?, about: KAZIND 2021, asks: place,
     answer: At Aisha Bibi., sources: [paper], as_of: 2021-09-02}
  - {id: kazind-2018-dates, question: When was KAZIND 2018 held?, about: KAZIND 2018, asks: dates,
     answer: From 10 to 23 September 2018., sources: [paper], as_of: 2019-01-02}
  - {id: kazind-2018-indian-strength, question: How many Indian soldiers took part in KAZIND 2018?,
     answer: Sixty., sources: [paper], as_of: 2019-01-02}
  - {id: kazind-2018-kazakh-strength, question: How many Kazakh soldiers took part in KAZIND 2018?,
     answer: Seventy., sources: [paper], as_of: 2019-01-02}
  - {id: kazind-countries, question: Which countries hold KAZIND?, answer: India and Kazakhstan.,
     sources: [paper], as_of: 2019-01-02}
"""

SPACE = """
topic: space
title: Satellites of Kazakhstan
language: en
names:
  KazSat-1: []
  KazSat-2: []
  KazSat-2R: []
sources:
  yearbook: {title: Satellites, publisher: The Press, published: 2018}
  daily: {title: A launch, publisher: The Daily, published: 2019-03-04}
facts:
  - {id: kazsat-1-maker, question: Who built KazSat-1?, answer: Khrunichev., sources: [yearbook], as_of: 2018}
  - {id: kazsat-2-maker, question: Who built KazSat-2?, answer: Khrunichev again., sources: [yearbook], as_of: 2018}
  - {id: kazsat-2r-fate, question: What became of KazSat-2R?, answer: It was dropped., sources: [daily],
     as_of: 2019-03-04}
  - {id: kazsat-2-mass, question: How heavy is KazSat-2?, as_of: 2019-03-04,
     claims: [{answer: 1272 kg, sources: [yearbook], as_of: 2018},
              {answer: 1330 kg, sources: [daily], as_of: 2019-03-04}]}
  - {id: launch-pad-plan, question: When will the launch pad be ready?, answer: In 2020., sources: [yearbook],
     as_of: 2018, status: planned, superseded_by: launch-pad-opened}
  - {id: launch-pad-opened, question: When was the launch pad opened?, answer: In March 2019., sources: [daily],
     as_of: 2019-03-04}
  - {id: uranium-price, question: How much did the uranium contract cost?, answer: Nothing that holds.,
     sources: [daily], as_of: 2019-03-04, withdrawn: 2020-05-06}
  - {id: tanks-supplier, question: Which country supplies tanks to India?, answer: Kazakhstan supplies tanks.,
     sources: [daily], as_of: 2019-03-04}
  - {id: embassy-not-moved, question: Which embassy was not moved to Astana?, answer: The one of Narnia.,
     sources: [daily], as_of: 2019-03-04}
"""

PHRASINGS = """
asks:
  place: {en: ["where was {about} held", "location of {about}", "venue of {about}", "which area hosted {about}"],
          ru: ["где прошли {about}", "где прошли учения {about}"]}
  dates: {en: ["when was {about} held", "dates of {about}"]}
synonyms: {en: {drill: exercise}}
"""

FILES = {"drills.yaml": DRILLS, "space.yaml": SPACE, "phrasings.yaml": PHRASINGS}


def base_of(files: Mapping[str, str]) -> FactBase:
    """Load a base from texts by file name, which has to load."""
    base, problems = factbase.load((f"facts/{name}", text.encode()) for name, text in files.items())
    assert base is not None, problems
    return base


def facts_of(*questions: str, names: str = "{}", aliases: Sequence[str] = ()) -> FactBase:
    """Load a base of one topic that answers each question; ids are f-0, f-1 … in their order.

    `aliases` are asked of each.
    """
    head = f"topic: things\ntitle: Things\nlanguage: en\nnames: {names}\n"
    source = "sources: {paper: {title: Things, publisher: The Paper, published: 2020}}\nfacts:\n"
    also = f", aliases: {list(aliases)!r}" if aliases else ""
    rows = [
        f"  - {{id: f-{number}, question: {question!r}, answer: So it is., sources: [paper], as_of: 2020{also}}}\n"
        for number, question in enumerate(questions)
    ]
    return base_of({"things.yaml": head + source + "".join(rows)})


@cache
def matcher() -> Matcher:
    """Return the matcher over drills and space, built once; asking does not change what it answers."""
    return Matcher(base_of(FILES), thresholds=Thresholds())


def index() -> Index:
    """Return the index over drills and space."""
    return matcher().index


def index_of(base: FactBase) -> tuple[Index, QuestionReader]:
    """Build the index of a base, and what reads questions for it."""
    reader = QuestionReader(base)
    return Index(base, reader, {}), reader


def decide(question: str) -> Decision:
    """Ask the matcher over drills and space."""
    return matcher().decide(question)


def reason_of(decision: Decision) -> str:
    """Return in English why a decision is no answer."""
    assert not isinstance(decision, Answer)
    return reason_in_english(decision.reason)


def ids(candidates: tuple[Candidate, ...]) -> list[str]:
    """Return the facts of candidates."""
    return [candidate.fact for candidate in candidates]
