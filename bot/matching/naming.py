"""Tokens → the names of the base in them, and a question → the same with a name put in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from bot.matching.names import Names

_LONGEST: Final = 8  # tokens of a name
_PRONOUN = re.compile(
    r"\b(?:it|they|them|this one|that one|это|оно|они)\b|(?<!\S)(?:यह|वह|ये|वे)(?!\S)", re.IGNORECASE
)
_LEAD = re.compile(r"^(?:and|so|but|or|then|also|а|и|но|ну|और|तो|aur)\b[\s,]*", re.IGNORECASE)


def names_in(tokens: Sequence[str], names: Names) -> tuple[str, ...]:
    """Give the names that tokens hold, in order, as the base writes them, with a number that follows.

    So "KAZIND 2031" is a name although the base holds other years only.
    """
    found: dict[str, None] = {}
    position = 0
    while position < len(tokens):
        for size in range(min(_LONGEST, len(tokens) - position), 0, -1):
            name = names.display.get(" ".join(tokens[position : position + size]))
            if name is not None:
                position += size
                if size == 1 and position < len(tokens) and tokens[position][0].isdigit():
                    name += f" {shown(tokens[position])}"
                    position += 1
                found[name] = None
                break
        else:
            position += 1
    return tuple(found)


def shown(token: str) -> str:
    """Write a number as in a sentence: 4# → 4th."""
    if not token.endswith("#"):
        return token
    number = token[:-1]
    is_teen = number[-2:-1] == "1"
    return number + ("th" if is_teen else {"1": "st", "2": "nd", "3": "rd"}.get(number[-1], "th"))


def leads_on(question: str) -> bool:
    """Whether a question begins as one that goes on from another ("and …", "but …")."""
    return _LEAD.match(question.strip()) is not None


def with_subject(question: str, subject: str) -> str:
    """Put a name into a question without it: for a pronoun, else in front ("KAZIND 2019: who took part")."""
    question = _LEAD.sub("", question.strip()) or question
    written = f"the {subject}" if subject[:1].islower() else subject
    replaced, count = _PRONOUN.subn(lambda _: written, question, count=1)
    return replaced if count else f"{subject}: {question}"
