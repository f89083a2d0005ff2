"""A configuration → the base and the matcher that answer from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.checks import RULES, WARNINGS, check
from bot.config import Config, Settings
from bot.factbase.model import FactBase
from bot.matching import Matcher, Thresholds
from bot.reading import load_base

# A start does not put every phrasing to the matcher, which takes minutes on a large base; `check` does.
QUICK_RULES: Final = {
    name: rule for name, rule in RULES.items() if name not in WARNINGS and name != "own-question"
}


@dataclass(frozen=True, slots=True)
class Desk:
    """A base and its matcher, ready to be asked."""

    base: FactBase
    matcher: Matcher


def open_desk(config: Config, remark: Callable[[str], None]) -> Desk:
    """Load the base and build its matcher; what stops nothing but should be known goes to `remark`."""
    base = load_base(config.settings.facts)
    matcher = matcher_of(base, config.settings)
    errors = len(
        check(base, today=dt.datetime.now(dt.UTC).date(), asks=matcher, fold=matcher.fold, rules=QUICK_RULES)
    )
    if errors:
        folders = " ".join(str(folder) for folder in config.settings.facts)
        noun = "error" if errors == 1 else "errors"
        remark(f"{errors} lint {noun} in the facts; see them with python -m bot check {folders}")
    return Desk(base, matcher)


def matcher_of(base: FactBase, settings: Settings) -> Matcher:
    """Build the matcher that answers addressed questions."""
    limits = settings.thresholds
    return Matcher(base, thresholds=Thresholds(answer_at=limits.answer_at, suggest_at=limits.suggest_at))
