"""Builds matchers from fact files and finds what is wrong with the facts, and keeps both as snapshots."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from bot import factbase
from bot.config import Config, Settings
from bot.engine.collector import without_collector
from bot.engine.snapshot import SnapshotCache, key_of, paths_in
from bot.factbase.model import FactBase
from bot.matching import Matcher, Thresholds
from bot.matching.retrieval.ranker import Meaning
from bot.matching.understanding.query import Query
from bot.problems import FactsError, Problem, in_order
from bot.progress import Progress, shown
from bot.semantics.judge import QuestionJudge, lacking_libraries

if TYPE_CHECKING:
    from bot.semantics.similarity import SentenceMeanings

Meanings: TypeAlias = Callable[[Sequence[str]], Meaning]  # all phrasings of a base → what compares them

LOADING: Final = "loading the facts"
CHECKING: Final = "asking the facts their own questions"
MOST_READINGS: Final = 500_000  # phrasings; beyond these, those of bases that are gone are left out
STEPS: Final = 3  # of a load: reading the files, building the matcher, the quick rules
ANY_DAY: Final = dt.date(2000, 1, 1)  # for rules that do not look at it
# Rules that put every phrasing to the matcher, which takes seconds; a start leaves them out.
SLOW_RULES: Final = frozenset({"own-question", "whole-question"})


@dataclass(frozen=True, slots=True)
class LoadedBase:
    """A base with its matcher, and the lint errors that the quick rules find."""

    matcher: Matcher
    lint: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class MatcherBuilder:
    """Builds matchers with one sentence model, or none; without `snapshots` everything is computed each time."""

    settings: Settings
    meanings: SentenceMeanings | None = None
    snapshots: SnapshotCache | None = None

    def load(self, files: Mapping[str, bytes]) -> LoadedBase:
        """Load a base from its files; raise FactsError with every problem that keeps it from loading."""
        key = self._key("base", files=files)
        kept = self._read(key)
        if isinstance(kept, LoadedBase):
            return kept
        with without_collector():
            loaded = self._load_anew(files)
            self._write(key, loaded)
        return loaded

    def _load_anew(self, files: Mapping[str, bytes]) -> LoadedBase:
        with shown(LOADING) as progress:
            progress(0, STEPS)
            base, problems = factbase.load(files.items())
            if base is None:
                raise FactsError(problems)
            progress(1, STEPS)
            matcher = self._build_and_keep_readings(base)
            progress(2, STEPS)
            loaded = LoadedBase(matcher, tuple(_quick_lint(matcher)))
            progress(3, STEPS)
        matcher.decide(matcher.index.phrases[0].phrase.text if matcher.index.phrases else "")  # makes its lazy tables
        return loaded

    def __call__(self, base: FactBase) -> Matcher:
        """Return the matcher of a base that is part of another, as an audience sees it."""
        paths = [topic.path for topic in base.topics]
        paths += [phrase.place.path for phrases in base.phrasings.asks.values() for phrase in phrases]
        key = self._key("view", base.version, paths_in(paths))
        kept = self._read(key)
        if isinstance(kept, Matcher):
            return kept
        with without_collector():
            matcher = self._build_and_keep_readings(base)
            self._write(key, matcher)
        return matcher

    def build(self, base: FactBase) -> Matcher:
        """Build the matcher of a base that is only tried, and so not kept."""
        with without_collector():
            return matcher_of(base, self.settings, self.meanings, self._readings(self._reading_key(base)))

    def _build_and_keep_readings(self, base: FactBase) -> Matcher:
        """Read only phrasings that no earlier load with the same names and synonyms has read, and keep those, too."""
        key = self._reading_key(base)
        readings = self._readings(key)
        matcher = matcher_of(base, self.settings, self.meanings, readings)
        if found := {text: query for text, query in matcher.index.readings.items() if text not in readings}:
            self._write(key, readings | found if len(readings) < MOST_READINGS else found)
        return matcher

    def _readings(self, key: str) -> dict[str, Query]:
        kept = self._read(key)
        return kept if isinstance(kept, dict) else {}

    def _reading_key(self, base: FactBase) -> str:
        """Return the key for all that a reading depends on beside the phrasing itself."""
        if self.snapshots is None:
            return ""
        names = [
            (name.name, [spelling.text for spelling in name.spellings], name.parts) for name in base.names.values()
        ]
        synonyms = [(language, sorted(words.items())) for language, words in sorted(base.phrasings.synonyms.items())]
        return key_of("readings", json.dumps([names, synonyms]))

    def slow_lint(
        self, files: Mapping[str, bytes], loaded: LoadedBase, progress: Progress | None = None
    ) -> tuple[Problem, ...]:
        """Return what the slow rules find in a base that was loaded from these files."""
        from bot.checks import RULES, check

        key = self._key("lint", files=files)
        kept = self._read(key)
        if isinstance(kept, tuple):
            return kept
        rules = {name: rule for name, rule in RULES.items() if name in SLOW_RULES}
        found = tuple(check(loaded.matcher.base, today=ANY_DAY, asks=loaded.matcher, rules=rules, progress=progress))
        self._write(key, found)
        return found

    def problems(self, files: Mapping[str, bytes], today: dt.date) -> tuple[list[Problem], int]:
        """Return all that is wrong with a base on a day, in the order of files, and how many facts it has."""
        from bot.checks import RULES, WARNINGS, check

        try:
            loaded = self.load(files)
        except FactsError as error:
            return list(error.problems), 0
        with shown(CHECKING) as progress:
            found = [*loaded.lint, *self.slow_lint(files, loaded, progress)]
        base, matcher = loaded.matcher.base, loaded.matcher
        by_day = {name: rule for name, rule in RULES.items() if name in WARNINGS}
        return in_order([*found, *check(base, today=today, asks=matcher, rules=by_day)]), len(base.facts)

    def _key(self, kind: str, *parts: str, files: Mapping[str, bytes] | None = None) -> str:
        if self.snapshots is None:
            return ""
        thresholds = json.dumps(
            [asdict(self.settings.thresholds), self.settings.max_wrong, self.settings.semantic.judge]
        )
        model = self.meanings.embedder.model if self.meanings is not None else ""
        return key_of(kind, thresholds, model, *parts, files=files)

    def _read(self, key: str) -> object | None:
        if self.snapshots is None:
            return None
        return self.snapshots.read(key, self.meanings.embedder if self.meanings is not None else None)

    def _write(self, key: str, value: object) -> None:
        if self.snapshots is not None:
            self.snapshots.write(key, value)


def matcher_of(
    base: FactBase,
    settings: Settings,
    meanings: Meanings | None = None,
    readings: Mapping[str, Query] | None = None,
) -> Matcher:
    """Build the matcher that answers questions put to the bot."""
    limits = settings.thresholds
    has_judge = settings.semantic.judge and not lacking_libraries()
    return Matcher(
        base,
        thresholds=Thresholds(limits.answer_at, limits.suggest_at, settings.max_wrong),
        meaning=meanings,
        readings=readings,
        judge=QuestionJudge() if has_judge else None,
    )


def snapshots_beside_store(config: Config) -> SnapshotCache:
    """Return the cache in the folder of the store's file, or in var/ beside config.yaml if the store is no file."""
    scheme, _, path = config.database_url.reveal().partition(":///")
    is_file = scheme.startswith("sqlite") and path not in ("", ":memory:")
    folder = Path(path.partition("?")[0]).parent if is_file else config.root / "var"
    return SnapshotCache(folder / "snapshots")


def _quick_lint(matcher: Matcher) -> list[Problem]:
    from bot.checks import RULES, WARNINGS, check

    rules = {name: rule for name, rule in RULES.items() if name not in {*WARNINGS, *SLOW_RULES}}
    return check(matcher.base, today=ANY_DAY, asks=matcher, rules=rules)
