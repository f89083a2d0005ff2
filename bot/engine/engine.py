"""A configuration → the base and the matcher that answer from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import partial
from typing import TYPE_CHECKING, Final, TypeAlias

from bot.checks import RULES, WARNINGS, check
from bot.config import Chat, Config, Settings
from bot.engine.files import load_base
from bot.factbase.audience import ANYBODY, Audience, topics_for, visible
from bot.factbase.model import FactBase
from bot.matching import Matcher, Thresholds
from bot.matching.retrieval.ranker import Meaning
from bot.problems import BotError, quoted

if TYPE_CHECKING:
    from bot.semantics.similarity import SentenceMeanings

Remark: TypeAlias = Callable[[str], None]
Meanings: TypeAlias = Callable[[Sequence[str]], Meaning]  # all phrasings of a base → what compares them

# A start does not read every phrasing again, which takes minutes on a large base; `check` does.
QUICK_RULES: Final = {
    name: rule for name, rule in RULES.items() if name not in {*WARNINGS, "own-question", "whole-question"}
}
BY_SPELLING: Final = "until then answers go by spelling alone"


@dataclass(frozen=True, slots=True)
class AnsweringEngine:
    """A base and its matcher, ready to be asked."""

    base: FactBase
    matcher: Matcher
    language: str = "en"  # of the terminal; a chat has its own
    build: Callable[[FactBase], Matcher] = Matcher
    meanings: SentenceMeanings | None = None
    errors: int = 0  # of lint, which did not keep it from being opened
    _bases: dict[frozenset[str], FactBase] = field(default_factory=dict, repr=False, compare=False)
    _views: dict[frozenset[str], AnsweringEngine] = field(default_factory=dict, repr=False, compare=False)
    _seen: dict[frozenset[str], Audience] = field(default_factory=dict, repr=False, compare=False)

    def base_for(self, audience: Audience) -> FactBase:
        """Give the base as an audience may see it."""
        topics = topics_for(self.base, audience)
        self._seen.setdefault(topics, audience)
        if topics not in self._bases:
            self._bases[topics] = visible(self.base, topics)
        return self._bases[topics]

    def seen_by(self, audience: Audience) -> AnsweringEngine:
        """Give the desk as an audience may see it; building its matcher at first takes seconds."""
        base = self.base_for(audience)
        if base is self.base:
            return self
        topics = topics_for(self.base, audience)
        if topics not in self._views:
            self._views[topics] = AnsweringEngine(base, self.build(base), self.language)
        return self._views[topics]

    @property
    def audiences(self) -> frozenset[Audience]:
        """Who has looked, one of those who see the same."""
        return frozenset(self._seen.values())

    def warm(self, audiences: Iterable[Audience]) -> None:
        """Build what audiences see before they ask."""
        for audience in audiences:
            self.seen_by(audience)

    def matchers(self) -> dict[frozenset[str], Matcher]:
        """Give the matchers of all views that are built, by the topics that each shows."""
        return {topics: view.matcher for topics, view in self._views.items()}

    def followed_by(self, matcher: Matcher, views: Mapping[frozenset[str], Matcher]) -> AnsweringEngine:
        """Make a desk like this one of another state of the base, its views built already."""
        desk = AnsweringEngine(matcher.base, matcher, self.language, self.build, self.meanings)
        for topics, view in views.items():
            desk._bases[topics] = view.base
            desk._views[topics] = AnsweringEngine(view.base, view, self.language)
        return desk


def load_engine(config: Config, remark: Remark) -> AnsweringEngine:
    """Load the base and build its matcher; what stops nothing but should be known goes to `remark`."""
    base = load_base(config.settings.facts)
    meanings = meanings_of(config, remark)
    build = partial(matcher_of, settings=config.settings, meanings=meanings)
    matcher = build(base)
    errors = len(check(base, today=dt.datetime.now(dt.UTC).date(), asks=matcher, fold=matcher.fold, rules=QUICK_RULES))
    if errors:
        folders = " ".join(str(folder) for folder in config.settings.facts)
        noun = "error" if errors == 1 else "errors"
        remark(f"{errors} lint {noun} in the facts; see them with python -m bot check {folders}")
    return AnsweringEngine(base, matcher, config.settings.language, build, meanings, errors)


def matcher_of(base: FactBase, settings: Settings, meanings: Meanings | None = None) -> Matcher:
    """Build the matcher that answers addressed questions."""
    limits = settings.thresholds
    return Matcher(
        base,
        thresholds=Thresholds(answer_at=limits.answer_at, suggest_at=limits.suggest_at),
        meaning=meanings,
    )


def audiences_of(settings: Settings, base: FactBase) -> frozenset[Audience]:
    """Name those who look at the base, as far as the configuration and the topics name them."""
    chats = {*settings.chats, *(chat for topic in base.topics for chat in topic.audience)}
    limited = (Audience(frozenset({chat}), settings.chats.get(chat, Chat()).topics) for chat in chats)
    return frozenset({ANYBODY, *limited})


def check_topics(chats: Mapping[int, Chat], base: FactBase) -> None:
    """Complain about a topic that a chat is to see and the base does not have."""
    held = [topic.name for topic in base.topics]
    for number, chat in chats.items():
        for name in sorted((chat.topics or frozenset()) - set(held)):
            raise BotError(f"'chats.{number}.topics' names {quoted(name)}, which is no topic; {_mend(name, held)}")


def check_scheduled(settings: Settings, base: FactBase) -> None:
    """Complain about a topic that is to be posted and the base does not have."""
    held = [topic.name for topic in base.topics]
    for number, one in enumerate(settings.schedules, 1):
        if one.topic not in held:
            what = f"'schedules.{number}.topic' is {quoted(one.topic)}, which is no topic"
            raise BotError(f"{what}; {_mend(one.topic, held)}")


def _mend(name: str, held: Sequence[str]) -> str:
    near = get_close_matches(name, held, n=1)
    return f"did you mean '{near[0]}'?" if near else f"topics are {', '.join(held)}"


def meanings_of(config: Config, remark: Remark) -> SentenceMeanings | None:
    """Open the sentence model where one is named; where it cannot be used, say why, and do without."""
    semantic = config.settings.semantic
    if semantic.model is None:
        return None
    from bot.semantics import embedding
    from bot.semantics.similarity import SentenceMeanings

    try:
        embedder = embedding.load(semantic.model, config.root, semantic.cache)
    except embedding.ModelError as error:
        remark(f"{error}; {BY_SPELLING}")
        return None
    return SentenceMeanings(embedder, remark)
