"""A configuration → the base and the matcher that answer from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final, TypeAlias

from bot.checks import RULES, WARNINGS, check
from bot.config import Config, Settings
from bot.factbase.audience import Audience, topics_for, visible
from bot.factbase.model import FactBase
from bot.matching import Matcher, Thresholds
from bot.matching.matcher import Meaning
from bot.progress import shown
from bot.reading import load_base

Remark: TypeAlias = Callable[[str], None]
Meanings: TypeAlias = Callable[[Sequence[str]], Meaning]  # all phrasings of a base → what compares them

# A start does not put every phrasing to the matcher, which takes minutes on a large base; `check` does.
QUICK_RULES: Final = {name: rule for name, rule in RULES.items() if name not in WARNINGS and name != "own-question"}
EMBEDDING: Final = "working out what phrasings mean, once for each"
BY_SPELLING: Final = "until then answers go by spelling alone"


@dataclass(frozen=True, slots=True)
class Desk:
    """A base and its matcher, ready to be asked."""

    base: FactBase
    matcher: Matcher
    language: str = "en"  # of the terminal; a chat has its own
    build: Callable[[FactBase], Matcher] = Matcher
    _bases: dict[frozenset[str], FactBase] = field(default_factory=dict, repr=False, compare=False)
    _views: dict[frozenset[str], Desk] = field(default_factory=dict, repr=False, compare=False)

    def base_for(self, audience: Audience) -> FactBase:
        """Give the base as an audience may see it."""
        topics = topics_for(self.base, audience)
        if topics not in self._bases:
            self._bases[topics] = visible(self.base, topics)
        return self._bases[topics]

    def seen_by(self, audience: Audience) -> Desk:
        """Give the desk as an audience may see it; building its matcher at first takes seconds."""
        base = self.base_for(audience)
        if base is self.base:
            return self
        topics = topics_for(self.base, audience)
        if topics not in self._views:
            self._views[topics] = Desk(base, self.build(base), self.language)
        return self._views[topics]


def open_desk(config: Config, remark: Remark) -> Desk:
    """Load the base and build its matcher; what stops nothing but should be known goes to `remark`."""
    base = load_base(config.settings.facts)
    build = partial(matcher_of, settings=config.settings, meanings=meanings_of(config, remark))
    matcher = build(base)
    errors = len(check(base, today=dt.datetime.now(dt.UTC).date(), asks=matcher, fold=matcher.fold, rules=QUICK_RULES))
    if errors:
        folders = " ".join(str(folder) for folder in config.settings.facts)
        noun = "error" if errors == 1 else "errors"
        remark(f"{errors} lint {noun} in the facts; see them with python -m bot check {folders}")
    return Desk(base, matcher, config.settings.language, build)


def matcher_of(base: FactBase, settings: Settings, meanings: Meanings | None = None) -> Matcher:
    """Build the matcher that answers addressed questions."""
    limits = settings.thresholds
    return Matcher(
        base,
        thresholds=Thresholds(answer_at=limits.answer_at, suggest_at=limits.suggest_at),
        meaning=meanings,
    )


def meanings_of(config: Config, remark: Remark) -> Meanings | None:
    """Open the sentence model where one is named; where it cannot be used, say why, and do without."""
    semantic = config.settings.semantic
    if semantic.model is None:
        return None
    from bot import embedding
    from bot.meaning import SentenceMeaning

    try:
        embedder = embedding.load(semantic.model, config.root, semantic.cache)
    except embedding.ModelError as error:
        remark(f"{error}; {BY_SPELLING}")
        return None

    def meanings(phrases: Sequence[str]) -> Meaning:
        with shown(EMBEDDING, remark) as progress:
            return SentenceMeaning(embedder, phrases, progress)

    return meanings
