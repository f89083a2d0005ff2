"""Reads a question over many facts into a plan; None unless every part of it was understood."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from bot.tables.asked import AskedQuestion
from bot.tables.general_form import by_parts_of_speech
from bot.tables.named_forms import card, compare, events, involved, timeline
from bot.tables.plan import Plan
from bot.tables.subjects import Spoken
from bot.tables.tagger import Item, tag
from bot.tables.template_form import by_template
from bot.tables.vocabulary import Vocabulary
from bot.tables.words import Word

MOST_TOKENS: Final = 28
NOBODY: Final = Spoken()
_WHEN_OR_WHERE: Final = frozenset({"when", "where"})
_TO_COME: Final = frozenset({"is", "will"})


def read_plan(question: str, vocabulary: Vocabulary, today: dt.date, spoken: Spoken = NOBODY) -> Plan | None:
    """Read a question; `spoken` is what the last reply was about."""
    query = vocabulary.matcher.read(question)
    tokens = query.tokens
    if not tokens or len(tokens) > MOST_TOKENS or query.reparandum[1]:
        return None
    items = tag(tokens, vocabulary)
    if _is_of_what_is_to_come(tokens, items):
        return None
    if spoken.subjects and len(items) > 1 and items[0].is_(Word.LEAD):
        items = items[1:]
        tokens = tuple(token for item in items for token in item.tokens)
    asked = AskedQuestion(tokens, tuple(items), vocabulary, spoken, today)
    return next((plan for form in _FORMS if (plan := form(asked)) is not None), None)


def _is_of_what_is_to_come(tokens: Sequence[str], items: Sequence[Item]) -> bool:
    """Return whether "the next" is the one after today ("when is the next?"), not the one after what was spoken of."""
    is_next = any(item.is_(Word.NEXT) for item in items) and not any(item.is_(Word.AFTER) for item in items)
    return is_next and not _WHEN_OR_WHERE.isdisjoint(tokens) and not _TO_COME.isdisjoint(tokens)


_FORMS: Final[tuple[Callable[[AskedQuestion], Plan | None], ...]] = (
    card,
    timeline,
    events,
    compare,
    by_template,
    by_parts_of_speech,
    involved,
)
