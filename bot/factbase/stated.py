"""What a fact says, without its place and sources; stored to tell later what has changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.factbase.model import Fact

GONE = ""  # the hash of a fact that is no longer there


@dataclass(frozen=True, slots=True)
class Stated:
    """What a fact says, with dates as text; `answers` are those of its translations, by language."""

    topic: str
    question: str
    answer: str
    as_of: str
    status: str
    valid_from: str | None = None
    valid_to: str | None = None
    superseded_by: str | None = None
    withdrawn: str | None = None
    is_minor: bool = False
    claims: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)

    def as_text(self) -> str:
        """Write it as JSON."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def answer_in(self, language: str) -> str:
        """Return the answer in a language, else in that of the base."""
        return self.answers.get(language, self.answer)


def stated(fact: Fact) -> Stated:
    """Return what a fact says."""
    return Stated(
        topic=fact.topic,
        question=fact.question.text,
        answer=fact.answer,
        as_of=str(fact.as_of),
        status=fact.status,
        valid_from=_text(fact.valid_from),
        valid_to=_text(fact.valid_to),
        superseded_by=fact.superseded_by,
        withdrawn=_text(fact.withdrawn),
        is_minor=fact.minor,
        claims=tuple(claim.answer for claim in fact.claims),
        answers={one.language: one.answer for one in fact.translations if one.answer is not None},
    )


def as_stated(text: str) -> Stated:
    """Read the result of `as_text`."""
    read: Mapping[str, Any] = json.loads(text)
    return Stated(**{**read, "claims": tuple(read["claims"])})


def hash_of(text: str) -> str:
    """Return a short hash of a text."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def held_by(fact: Fact) -> str:
    """Return the hash of what a fact says."""
    return hash_of(stated(fact).as_text())


def _text(date: object | None) -> str | None:
    return None if date is None else str(date)
