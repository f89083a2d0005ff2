"""Finds links between facts that lead to no fact."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.rule import RuleContext, RuleFinding, place_of
from bot.factbase.loading.conform import did_you_mean
from bot.problems import quoted


def link_unknown(context: RuleContext) -> Iterator[RuleFinding]:
    """`superseded_by` and `see_also` name facts of the base.

    An id is stable for ever, so a link breaks only by a slip of the pen or where a fact was deleted. Mend
    it by correcting the id; withdraw facts instead of deleting them.
    """
    ids = context.base.by_id
    for fact in context.base.facts:
        links = [(f"see_also.{number}", link) for number, link in enumerate(fact.see_also)]
        links += [("superseded_by", fact.superseded_by)] if fact.superseded_by else []
        for field, link in links:
            if link not in ids:
                mend = did_you_mean(link, ids, "correct the id, or remove the link")
                what = f"{field.partition('.')[0]} names {quoted(link)}, which is no fact"
                yield RuleFinding(place_of(fact, field), what, mend)
