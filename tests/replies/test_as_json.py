"""Tests of the JSON object of the contract."""

from __future__ import annotations

from bot.matching.decision import Candidate, NoAnswer, Reason, Suggest, Why
from bot.replies import as_json
from tests.replies.bases import answer, base_of

FACTS = """
- id: plan
  question: When will the drill be?
  answer: Later this year.
  sources: [paper]
  as_of: 2019-01-02
  superseded_by: dates
- id: dates
  question: When was the drill?
  answer: In October.
  sources: [paper ¶6, page]
  as_of: 2019-10
  status: reported
- id: troops
  question: How many took part?
  claims:
    - {answer: "120", sources: [paper], as_of: 2019-01-02}
    - {answer: "100", sources: [print], as_of: 2018}
"""
PAPER = {
    "key": "paper",
    "title": "Drill & order <news>",
    "publisher": "The Paper",
    "published": "2019-01-02",
    "url": 'https://paper.example/a?b=1&c="2"',
    "archived": None,
    "accessed": None,
    "reliability": None,
    "locator": None,
}
PAGE = {
    "key": "page",
    "title": "A page",
    "publisher": "The Ministry",
    "published": None,
    "url": None,
    "archived": "https://old.example/page",
    "accessed": "2020-03",
    "reliability": None,
    "locator": None,
}
PRINT = {
    "key": "print",
    "title": "Yearbook",
    "publisher": "The Press",
    "published": "2018",
    "url": None,
    "archived": None,
    "accessed": None,
    "reliability": "B",
    "locator": None,
}
NEAR = (Candidate("plan", 0.41239, "x"), Candidate("dates", 0.3, "x"))


def test_answer() -> None:
    """An answer has every key of the contract, in its order."""
    found = as_json(answer("drill?", "dates", missing=("why",)), base_of(FACTS))

    assert list(found) == [
        "question",
        "understood",
        "decision",
        "answers",
        "missing",
        "suggestions",
        "candidates",
        "reason",
    ]
    assert found == {
        "question": "drill?",
        "understood": None,
        "decision": "answer",
        "answers": [
            {
                "fact": "dates",
                "question": "When was the drill?",
                "answer": "In October.",
                "as_of": "2019-10",
                "status": "reported",
                "confidence": 0.9877,
                "claims": [],
                "sources": [{**PAPER, "locator": "¶6"}, PAGE],
            }
        ],
        "missing": ["why"],
        "suggestions": [],
        "candidates": [{"fact": "dates", "confidence": 0.9877}],
        "reason": "It matches “drill?”.",
    }


def test_superseded_fact_gives_the_current_one() -> None:
    """A question that matches an earlier fact gets the id and the answer of the current one."""
    found = as_json(answer("drill?", "plan"), base_of(FACTS))

    assert isinstance(found["answers"], list)
    assert [one["fact"] for one in found["answers"] if isinstance(one, dict)] == ["dates"]


def test_disputed_fact_has_its_claims() -> None:
    """A disputed fact joins its claims in `answer` and lists each with its sources."""
    found = as_json(answer("how many?", "troops"), base_of(FACTS))

    assert isinstance(found["answers"], list)
    (told,) = found["answers"]
    assert isinstance(told, dict)
    assert told["answer"] == "120 / 100"
    assert told["claims"] == [
        {"answer": "120", "as_of": "2019-01-02", "sources": [PAPER]},
        {"answer": "100", "as_of": "2018", "sources": [PRINT]},
    ]


def test_suggestions() -> None:
    """Choices are suggestions with their questions; the candidates stand beside them."""
    found = as_json(Suggest("drill", NEAR, Reason(Why.WHICH_EDITION), NEAR[:1], understood="the drill"), base_of(FACTS))

    assert found == {
        "question": "drill",
        "understood": "the drill",
        "decision": "suggest",
        "answers": [],
        "missing": [],
        "suggestions": [
            {"fact": "plan", "question": "When will the drill be?", "confidence": 0.4124},
            {"fact": "dates", "question": "When was the drill?", "confidence": 0.3},
        ],
        "candidates": [{"fact": "plan", "confidence": 0.4124}],
        "reason": "Which one do you mean?",
    }


def test_none() -> None:
    """A refusal has the nearest facts as suggestions, and at most five candidates."""
    found = as_json(
        NoAnswer("drill", Reason(Why.QUESTION_WORD, ("how many", "who")), NEAR[:1], NEAR * 3), base_of(FACTS)
    )

    assert found["decision"] == "none"
    assert found["suggestions"] == [{"fact": "plan", "question": "When will the drill be?", "confidence": 0.4124}]
    assert isinstance(found["candidates"], list)
    assert len(found["candidates"]) == 5
    assert found["reason"] == "I have no sourced answer to “how many and who” here."
