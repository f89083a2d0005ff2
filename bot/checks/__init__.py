"""Finds what is wrong with the facts of a loaded base, as far as a computer can tell; one rule a module."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from bot.checks.date_order import date_order
from bot.checks.length import length
from bot.checks.link_unknown import link_unknown
from bot.checks.locator_form import locator_form
from bot.checks.not_for import not_for
from bot.checks.own_question import own_question
from bot.checks.phrase_taken import phrase_taken
from bot.checks.quote import quote_length, quote_support
from bot.checks.read_phrases import ReadPhrases
from bot.checks.review_overdue import review_overdue
from bot.checks.rule import Asks, Progress, Rule, RuleContext, no_progress
from bot.checks.same_question import same_question
from bot.checks.source_unused import source_unused
from bot.checks.superseding import supersede_circle, supersede_order
from bot.checks.value_support import value_support
from bot.checks.whole_question import whole_question
from bot.factbase.model import FactBase
from bot.matching import Matcher
from bot.matching.dialogue.ellipsis import MissingPart
from bot.problems import Level, Problem, in_order

RULES: Final[Mapping[str, Rule]] = {
    "phrase-taken": phrase_taken,
    "own-question": own_question,
    "not-for": not_for,
    "same-question": same_question,
    "whole-question": whole_question,
    "supersede-circle": supersede_circle,
    "supersede-order": supersede_order,
    "link-unknown": link_unknown,
    "source-unused": source_unused,
    "locator-form": locator_form,
    "quote-length": quote_length,
    "quote-support": quote_support,
    "length": length,
    "date-order": date_order,
    "value-support": value_support,
    "review-overdue": review_overdue,
}
WARNINGS: Final = frozenset({"review-overdue"})


def check(
    base: FactBase,
    *,
    today: date,
    asks: Asks | None = None,
    fold: Callable[[str], str] | None = None,
    missing: Callable[[str], MissingPart | None] | None = None,
    rules: Mapping[str, Rule] = RULES,
    progress: Progress | None = None,
) -> list[Problem]:
    """Run the rules over a base and return what they find, in the order of files.

    `asks` answers the base's own questions, `fold` gives phrasings that count as one the same key, and `missing`
    says what a question leaves to the one before it; all are usually a matcher's with its default thresholds.
    `progress` is told how many facts of how many were asked their own phrasings.
    """
    if asks is None or fold is None or missing is None:
        matcher = asks if isinstance(asks, Matcher) else Matcher(base)
        read = ReadPhrases(matcher)
        asks, fold, missing = asks or matcher, fold or read.fold, missing or read.missing_part
    context = RuleContext(base, today, asks, fold, missing, progress or no_progress)
    return in_order(
        Problem(
            finding.place,
            Level.WARNING if rule in WARNINGS else Level.ERROR,
            finding.what,
            finding.mend,
            rule,
        )
        for rule, find in rules.items()
        for finding in find(context)
    )


__all__ = ["RULES", "WARNINGS", "Asks", "Rule", "RuleContext", "check"]
