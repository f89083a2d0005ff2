"""Finds sources that no fact cites."""

from __future__ import annotations

from collections.abc import Iterator

from bot.checks.rule import RuleContext, RuleFinding
from bot.problems import quoted


def source_unused(context: RuleContext) -> Iterator[RuleFinding]:
    """Every source is cited by a fact.

    A citation in any topic counts, and one in a claim or in a superseded fact too. Mend it by citing the
    source where it was used, or by removing it.
    """
    cited = {citation.source for fact in context.base.facts for citation in fact.citations}
    for source in context.base.sources.values():
        if source.key not in cited:
            what = f"source {quoted(source.key)} is cited by no fact"
            yield RuleFinding(source.place, what, "cite it where it was used, or remove it")
