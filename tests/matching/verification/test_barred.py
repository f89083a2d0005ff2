"""Tests of `not_for`: a fact never answers those questions, and others may."""

from __future__ import annotations

import pytest

from bot import factbase
from bot.factbase.model import FactBase
from bot.matching import Answer, Matcher, Suggest

BASE = """
topic: drill
title: Drills
language: en
names:
  DRILL 2018: [third DRILL]
sources:
  paper: {title: The third DRILL, publisher: The Paper, published: 2019-01-02}
facts:
  - id: drill-2018-place
    question: Where was DRILL 2018 held?
    aliases: [Which range saw the third DRILL?]
%s    answer: In Otar.
    sources: [paper ¶6]
    as_of: 2019-01-02
  - id: drill-2018-planned
    question: Where was DRILL 2018 planned?
    answer: In Almaty.
    sources: [paper ¶7]
    as_of: 2019-01-02
"""
BARRED = "    not_for: [Which range saw the trophy of DRILL 2018?, Where was the third DRILL to be held?]\n"


def base(text: str) -> FactBase:
    """Load a topic."""
    loaded, problems = factbase.load([("facts/drill.yaml", text.encode())])
    assert loaded is not None, problems
    return loaded


OPEN, KEPT = Matcher(base(BASE % "")), Matcher(base(BASE % BARRED))


def found(matcher: Matcher, question: str) -> set[str]:
    """Return the facts that a question is answered with or that are offered."""
    decision = matcher.decide(question)
    chosen = decision.facts if isinstance(decision, Answer) else ()
    offered = decision.choices if isinstance(decision, Suggest) else ()
    return {one.fact for one in (*chosen, *offered, *decision.candidates)}


@pytest.mark.parametrize(
    "question",
    [
        "Which range saw the trophy of DRILL 2018?",
        "which range saw the trophy of drill 2018",
        "Which range saw the trophey of DRILL 2018?",
        "WHERE WAS THE THIRD DRILL TO BE HELD",
    ],
)
def test_a_fact_is_kept_from_a_question(question: str) -> None:
    """The question finds the fact without `not_for`; with it, the fact neither answers nor is offered."""
    assert "drill-2018-place" in found(OPEN, question)
    assert "drill-2018-place" not in found(KEPT, question)


@pytest.mark.parametrize("question", ["Where was DRILL 2018 held?", "Which range saw the third DRILL?"])
def test_its_own_questions_are_answered(question: str) -> None:
    """What is near to a barred question and nearer to a phrasing of the fact is answered as before."""
    decision = KEPT.decide(question)
    assert isinstance(decision, Answer)
    assert [one.fact for one in decision.facts] == ["drill-2018-place"]
