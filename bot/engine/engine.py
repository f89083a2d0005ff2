"""Loads the base that a configuration names, with the matcher that answers from it, whole or as an audience sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final, TypeAlias

from bot.config import Chat, Config, Settings
from bot.engine.builder import MatcherBuilder, snapshots_beside_store
from bot.engine.files import read_folders
from bot.factbase.audience import ANYBODY, Audience, topics_for, visible
from bot.factbase.model import FactBase
from bot.matching import Matcher
from bot.problems import BotError, quoted
from bot.semantics.judge import lacking_libraries
from bot.tables.answer import TableReader

if TYPE_CHECKING:
    from bot.semantics.similarity import SentenceMeanings

Remark: TypeAlias = Callable[[str], None]

NO_JUDGE: Final = (
    "the judge of meaning needs {libraries}, which this installation lacks; run pip install '.[judge]', "
    "or set semantic: off. Until then the bot gives fewer answers, by spelling alone"
)
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
    _tables: list[TableReader] = field(default_factory=list, repr=False, compare=False)  # made when first needed

    @property
    def tables(self) -> TableReader:
        """What answers questions over many facts."""
        if not self._tables:
            self._tables.append(TableReader(self.matcher))
        return self._tables[0]

    def base_for(self, audience: Audience) -> FactBase:
        """Return the base as an audience may see it."""
        topics = topics_for(self.base, audience)
        self._seen.setdefault(topics, audience)
        if topics not in self._bases:
            self._bases[topics] = visible(self.base, topics)
        return self._bases[topics]

    def seen_by(self, audience: Audience) -> AnsweringEngine:
        """Return the engine that answers from what an audience may see; at first its matcher is built or read."""
        base = self.base_for(audience)
        if base is self.base:
            return self
        topics = topics_for(self.base, audience)
        if topics not in self._views:
            self._views[topics] = AnsweringEngine(base, self.build(base), self.language)
        return self._views[topics]

    @property
    def audiences(self) -> frozenset[Audience]:
        """The audiences that have asked, one for each set of topics."""
        return frozenset(self._seen.values())

    def warm(self, audiences: Iterable[Audience]) -> None:
        """Build the views of audiences before they ask."""
        for audience in audiences:
            self.seen_by(audience)

    def matchers(self) -> dict[frozenset[str], Matcher]:
        """Return the matchers of all views that are built, by the topics that each shows."""
        return {topics: view.matcher for topics, view in self._views.items()}

    def followed_by(self, matcher: Matcher, views: Mapping[frozenset[str], Matcher]) -> AnsweringEngine:
        """Make an engine like this one for another state of the base, its views built already."""
        engine = AnsweringEngine(matcher.base, matcher, self.language, self.build, self.meanings)
        for topics, view in views.items():
            engine._bases[topics] = view.base
            engine._views[topics] = AnsweringEngine(view.base, view, self.language)
        return engine


def load_engine(config: Config, remark: Remark, files: Mapping[str, bytes] | None = None) -> AnsweringEngine:
    """Load the base and its matcher; what stops nothing but should be known goes to `remark`.

    `files` are those of the base where they are read already.
    """
    builder = builder_of(config, remark)
    loaded = builder.load(read_folders(config.settings.facts) if files is None else files)
    errors = len(loaded.lint)
    if errors:
        folders = " ".join(str(folder) for folder in config.settings.facts)
        noun = "error" if errors == 1 else "errors"
        remark(f"{errors} lint {noun} in the facts; see them with python -m bot check {folders}")
    matcher = loaded.matcher
    return AnsweringEngine(matcher.base, matcher, config.settings.language, builder, builder.meanings, errors)


def builder_of(config: Config, remark: Remark) -> MatcherBuilder:
    """Return what builds matchers as the configuration says, and keeps them beside the store."""
    if lacking := lacking_libraries() if config.settings.semantic.judge else []:
        remark(NO_JUDGE.format(libraries=", ".join(lacking)))
    return MatcherBuilder(config.settings, meanings_of(config, remark), snapshots_beside_store(config))


def audiences_of(settings: Settings, base: FactBase) -> frozenset[Audience]:
    """Return the audiences that the configuration and the topics name."""
    chats = {*settings.chats, *(chat for topic in base.topics for chat in topic.audience)}
    limited = (Audience(frozenset({chat}), settings.chats.get(chat, Chat()).topics) for chat in chats)
    return frozenset({ANYBODY, *limited})


def check_topics(chats: Mapping[int, Chat], base: FactBase) -> None:
    """Raise BotError if a chat is to see a topic that the base does not have."""
    held = [topic.name for topic in base.topics]
    for number, chat in chats.items():
        for name in sorted((chat.topics or frozenset()) - set(held)):
            raise BotError(f"'chats.{number}.topics' names {quoted(name)}, which is no topic; {_mend(name, held)}")


def check_scheduled(settings: Settings, base: FactBase) -> None:
    """Raise BotError if a topic is to be posted that the base does not have."""
    held = [topic.name for topic in base.topics]
    for number, one in enumerate(settings.schedules, 1):
        if one.topic not in held:
            what = f"'schedules.{number}.topic' is {quoted(one.topic)}, which is no topic"
            raise BotError(f"{what}; {_mend(one.topic, held)}")


def _mend(name: str, held: Sequence[str]) -> str:
    near = get_close_matches(name, held, n=1)
    return f"did you mean '{near[0]}'?" if near else f"topics are {', '.join(held)}"


def meanings_of(config: Config, remark: Remark) -> SentenceMeanings | None:
    """Open the sentence model that the configuration names; if it cannot be used, tell `remark` why and return None."""
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
