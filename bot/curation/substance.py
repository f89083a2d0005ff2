"""What a fact said and says → whether the two differ in more than wording."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from bot.factbase.stated import Stated
from bot.matching.lexicon import NEGATIONS
from bot.matching.normalise import fold, tokenise

_WORD: Final = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_NEGATIONS: Final = NEGATIONS | {"no", "without", "без"}
# What may open an answer with a capital letter and be no name.
_OPENERS: Final = frozenset({
    "a", "about", "after", "all", "an", "and", "around", "at", "before", "between", "both", "by", "during",
    "each", "every", "for", "from", "he", "her", "his", "in", "it", "its", "near", "no", "on", "one", "over",
    "she", "since", "some", "that", "the", "their", "there", "these", "they", "this", "those", "to", "two",
    "under", "until", "up", "with", "within", "yes", "в", "во", "все", "до", "за", "из", "им", "их", "к",
    "как", "на", "не", "о", "об", "около", "он", "она", "они", "оно", "от", "по", "под", "после", "при", "с",
    "со", "среди", "у", "через", "это",
})  # fmt: skip


def is_other(before: Stated | None, after: Stated | None) -> bool:
    """Whether numbers, names, dates, negations or how far it holds differ; None is a fact that is not there.

    An edit that comes with the mark `minor: true` is one of wording, whatever its words.
    """
    if before is None or after is None:
        return before is not after
    if _standing(before) != _standing(after):
        return True
    if after.is_minor and not before.is_minor:
        return False
    texts = [(before.answer, after.answer), (" ".join(before.claims), " ".join(after.claims))]
    texts += [(text, after.answers[language]) for language, text in before.answers.items() if language in after.answers]
    return any(_differ(one, other) for one, other in texts)


def _standing(one: Stated) -> tuple[str | None, ...]:
    return one.status, one.valid_from, one.valid_to, one.superseded_by, one.withdrawn


def _differ(one: str, other: str) -> bool:
    return one != other and (Counter(_hard(one)) != Counter(_hard(other)) or bool(_new_names(one, other)))


def _hard(text: str) -> Iterator[str]:
    """Yield the numbers, in digits or words, and the negations of a text."""
    for token in tokenise(text):
        if any(char.isdigit() for char in token) or token in _NEGATIONS:
            yield token.rstrip("#")


def _new_names(one: str, other: str) -> set[str]:
    """Find names that only one of the texts has: words with a capital letter, or in a script that has none."""
    words = {fold(word) for word in _WORD.findall(one)} ^ {fold(word) for word in _WORD.findall(other)}
    return words & ({fold(word) for text in (one, other) for word in _names(text)})


def _names(text: str) -> Iterator[str]:
    for match in _WORD.finditer(text):
        word, before = match.group(), text[: match.start()].rstrip("\"'“‘«( ")
        opens = not before or before[-1] in ".!?…:/"
        has_case = word.lower() != word.upper()
        if not has_case or (word != word.lower() and not (opens and word.lower() in _OPENERS)):
            yield word
