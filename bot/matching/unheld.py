"""A question about an edition that was not told of, or about none → what the next message may follow."""

from __future__ import annotations

import re
from typing import Final

from bot.matching.context import Context, edition_of, subject_of
from bot.matching.decision import Answer, Decision
from bot.matching.matcher import Matcher
from bot.matching.naming import names_in, shown

_MOST_ASKED: Final = 3  # candidates; the one meant stands first nearly always


def unheld(matcher: Matcher, question: str, alone: Decision) -> Context:
    """Give a fact that answers the same question about another edition, and what was asked about.

    "Where was KAZIND 2031?" is refused; "and in 2019?" then asks where KAZIND 2019 was. Nothing of the fact
    was told, so that "when?" asks about the edition that the base lacks, and is refused as well.
    """
    tokens = matcher.index.read(question).tokens
    numbers = [token for token in tokens if token[0].isdigit()]
    names = names_in(tokens, matcher.index.names)
    if isinstance(alone, Answer) or len(numbers) > 1 or len(names) != 1:
        return Context()
    for candidate in alone.candidates[:_MOST_ASKED]:
        fact = candidate.told(matcher.base)
        about = edition_of(subject_of(fact, matcher) or "", numbers[0], matcher) if numbers else names[0]
        if about is not None and any(
            _is_answer(matcher.decide(_of(question, numbers, shown(held))), candidate.fact)
            for held in matcher.index.read(fact.question.text).tokens
            if held[0].isdigit()
        ):
            return Context((candidate.fact,), about=about)
    return Context()


def _of(question: str, numbers: list[str], held: str) -> str:
    """Ask of another edition: with its number for the one asked, or behind a question without."""
    if not numbers:
        return f"{question} {held}"
    return re.sub(rf"(?<!\d){re.escape(shown(numbers[0]))}(?!\d)", held, question, flags=re.IGNORECASE)


def _is_answer(found: Decision, fact: str) -> bool:
    return isinstance(found, Answer) and [candidate.fact for candidate in found.facts] == [fact]
