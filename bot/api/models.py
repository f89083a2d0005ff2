"""The forms of what programs send and get, from which OpenAPI and MCP make their descriptions.

The keys and their order are those of `ask --json`.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.matching.dialogue.asked_line import MOST_CHARACTERS


class Form(BaseModel):
    """A form that holds its keys and no others."""

    model_config = ConfigDict(extra="forbid")


class QuestionAsked(Form):
    """A question, alone: nothing of an earlier one is remembered."""

    question: str = Field(
        description=f"One question in plain words, up to {MOST_CHARACTERS:,} characters.",
        examples=["Where was KAZIND 2018 held?"],
    )


class SourceRead(Form):
    """Where something was read."""

    key: str
    title: str
    publisher: str
    published: str | None = Field(description="YYYY, YYYY-MM or YYYY-MM-DD, as all dates here.")
    url: str | None
    archived: str | None
    accessed: str | None
    reliability: str | None = Field(description="A to F, the Admiralty code.")


class SourceCited(SourceRead):
    """A source, and the spot in it."""

    locator: str | None


class ClaimMade(Form):
    """One of several answers that sources give to the same question."""

    answer: str
    as_of: str
    sources: list[SourceCited]


class FactTold(Form):
    """A fact as the answer to a question."""

    fact: str
    question: str
    answer: str
    as_of: str = Field(description="The day for which the source vouches.")
    status: Literal["confirmed", "reported", "planned"]
    confidence: float
    claims: list[ClaimMade] = Field(description="Where sources disagree, what each says; else empty.")
    sources: list[SourceCited]


class FactSuggested(Form):
    """A fact that may be meant."""

    fact: str
    question: str
    confidence: float


class CandidateFound(Form):
    """A fact that was looked at."""

    fact: str
    confidence: float


class Answered(Form):
    """What the base says to a question: the object of `ask --json`.

    Only `answers` answers it; `suggestions` are other questions, and never to be passed on as its answer.
    """

    question: str
    understood: str | None
    decision: Literal["answer", "suggest", "none"]
    answers: list[FactTold]
    missing: list[str] = Field(description="The parts of the question that are not answered.")
    suggestions: list[FactSuggested]
    candidates: list[CandidateFound]
    reason: str


class FactHeld(Form):
    """A fact of the base."""

    fact: str
    topic: str
    question: str
    answer: str
    as_of: str
    status: Literal["confirmed", "reported", "planned"]
    valid_from: str | None
    valid_to: str | None
    review_by: str | None
    superseded_by: str | None = Field(description="The fact that holds now, where this one is of the past.")
    claims: list[ClaimMade]
    sources: list[SourceCited]


class FactsHeld(Form):
    """The facts that hold now, and the version of the base."""

    version: str
    facts: list[FactHeld]


class TopicHeld(Form):
    """A topic, and how many facts of it hold now."""

    topic: str
    title: str
    language: str
    facts: int


class TopicsHeld(Form):
    """The topics, and the version of the base."""

    version: str
    topics: list[TopicHeld]


class Reference(Form):
    """The number of a source of the sheet, and the spot in it."""

    number: int
    locator: str


class StatementMade(Form):
    """What is said, as of when, and where it was read."""

    text: str
    when: str
    sources: list[Reference]


class ItemHeld(Form):
    """A question and what is said to it; `marks` must be read with it."""

    question: str
    marks: list[str]
    statements: list[StatementMade]


class SectionHeld(Form):
    """Items under a heading."""

    heading: str
    items: list[ItemHeld]


class SourceNumbered(SourceRead):
    """A source of the sheet, by its number."""

    number: int


class SheetMade(Form):
    """The fact sheet of a topic: what holds now, grouped, with numbered sources."""

    version: str
    kind: str
    title: str
    about: list[str]
    language: str
    made: str
    sections: list[SectionHeld]
    sources: list[SourceNumbered]


class Trouble(Form):
    """Why a request was refused."""

    detail: str
