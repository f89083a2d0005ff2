"""Builds the fact bases of the tests of replies, from YAML or from single values."""

from __future__ import annotations

import datetime as dt
from textwrap import dedent, indent

from bot import factbase
from bot.factbase.model import Citation, Claim, Fact, FactBase, PartialDate, Phrase, Phrasings, Source, Topic
from bot.matching.decision import Answer, Candidate
from bot.problems import Place

TODAY = dt.date(2026, 12, 1)
PLACE = Place("facts/drill.yaml", 1, 1)

SOURCES = """
topic: drill
title: The drill
language: en
names:
  DRILL: [the great drill]
sources:
  paper:
    title: Drill & order <news>
    publisher: The Paper
    published: 2019-01-02
    url: https://paper.example/a?b=1&c="2"
  page: {title: A page, publisher: The Ministry, accessed: 2020-03, archived: https://old.example/page}
  print: {title: Yearbook, publisher: The Press, published: 2018, reliability: B}
facts:
"""
PHRASINGS = 'asks: {launch-site: {en: ["where was {about} launched"]}}'


def base_of(facts: str) -> FactBase:
    """Load facts that cite the sources paper, page and print."""
    text = SOURCES + indent(dedent(facts), "  ")
    files = [("facts/drill.yaml", text.encode()), ("facts/phrasings.yaml", PHRASINGS.encode())]
    base, problems = factbase.load(files)
    assert base is not None, problems
    return base


def fold(text: str) -> str:
    """Fold as simply as the replies need it."""
    return " ".join(text.casefold().rstrip("?").split())


def answer(question: str, *facts: str, phrase: str | None = None, missing: tuple[str, ...] = ()) -> Answer:
    """Make the decision that facts answer a question."""
    found = tuple(Candidate(fact, 0.98765, phrase or question) for fact in facts)
    return Answer(question, found, found, missing=missing)


def single_base(
    *, question: str, answer: str, title: str, publisher: str, locator: str, quote: str, claims: int
) -> FactBase:
    """Build a base of one fact straight from values, so that no text is refused on its way."""
    date = PartialDate(2019, 1, 2)
    source = Source("s", title, publisher, date, None, f"https://e.example/{title}", None, "A", "drill", PLACE)
    citation = Citation("s", locator, PLACE)
    fact = Fact(
        id="one",
        topic="drill",
        question=Phrase(question, "en", PLACE),
        aliases=(),
        answer=answer,
        citations=(citation,),
        as_of=date,
        place=PLACE,
        places={},
        claims=tuple(Claim(answer, (citation,), date) for _ in range(claims)),
        quote=quote,
    )
    topic = Topic("drill", "The drill", "en", "facts/drill.yaml")
    return FactBase((topic,), {"s": source}, {}, Phrasings(), (fact,), "1")
