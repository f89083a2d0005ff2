"""A configuration → the base and the matcher that answer from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.config import Config
from bot.factbase.model import FactBase
from bot.matching import Matcher, Thresholds
from bot.reading import load_base


@dataclass(frozen=True, slots=True)
class Desk:
    """A base and its matcher, ready to be asked."""

    base: FactBase
    matcher: Matcher


def open_desk(config: Config, remark: Callable[[str], None]) -> Desk:
    """Load the base and build its matcher; what stops nothing but should be known goes to `remark`."""
    settings = config.settings
    base = load_base(settings.facts)
    limits = Thresholds(answer_at=settings.thresholds.answer_at, suggest_at=settings.thresholds.suggest_at)
    return Desk(base, Matcher(base, thresholds=limits))
