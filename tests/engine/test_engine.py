"""Tests of what is opened to answer from."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.config import Config, Semantic, Settings, ThresholdSettings
from bot.engine.engine import BY_SPELLING, NO_JUDGE, load_engine
from bot.factbase.audience import ANYBODY, Audience
from bot.matching.decision import Answer
from bot.semantics.embedding import NEEDS_EXTRA
from bot.semantics.similarity import EMBEDDING
from tests.commands.bases import FACTS, QUESTION, with_lint_error, write_base
from tests.sentence_model import make_model

BREAD = """
  - id: bread
    question: Who bakes bread?
    answer: The cook.
    sources: [paper]
    as_of: 2019-01-02
"""


@pytest.fixture(name="settings")
def _settings(tmp_path: Path) -> Settings:
    """Make settings of a base."""
    write_base(tmp_path)
    return Settings(facts=(tmp_path / "facts",))


def test_thresholds_reach_the_matcher(settings: Settings) -> None:
    """The thresholds of the configuration decide what is answered."""
    strict = ThresholdSettings(answer_at=1.0, suggest_at=0.9, unaddressed_answer_at=1.0)
    remarks: list[str] = []

    usual = load_engine(Config(settings=settings), remarks.append).matcher
    other = load_engine(Config(settings=replace(settings, thresholds=strict, max_wrong=0.0)), remarks.append).matcher

    assert isinstance(usual.decide("the place where DRILL 2018 was held"), Answer)
    assert not isinstance(other.decide("the place where DRILL 2018 was held"), Answer)
    assert remarks == []


def test_lint_errors_are_counted(settings: Settings, tmp_path: Path) -> None:
    """Lint errors stop nothing, but are told."""
    with_lint_error(tmp_path)
    remarks: list[str] = []

    desk = load_engine(Config(settings=settings), remarks.append)

    assert isinstance(desk.matcher.decide(QUESTION), Answer)
    assert remarks == [f"1 lint error in the facts; see them with python -m bot check {tmp_path}/facts"]


@pytest.fixture(name="semantic")
def _semantic(settings: Settings, tmp_path: Path) -> Config:
    """Make a configuration with a tiny model, by which a loaf is bread, and a base that knows of bread."""
    make_model(tmp_path / "model")
    (tmp_path / "facts" / "drill.yaml").write_text(FACTS + BREAD)
    return Config(
        root=tmp_path,
        settings=replace(settings, semantic=Semantic(True, "model", tmp_path / "var" / "vectors.db")),
    )


def nearest(config: Config, remarks: list[str]) -> list[str]:
    """List what is near a loaf."""
    return [candidate.fact for candidate in load_engine(config, remarks.append).matcher.rank("loaf")]


def test_meaning_finds_what_spelling_does_not(semantic: Config) -> None:
    """With a model, a fact is found that shares no letters with the question; without, it is not."""
    without = replace(semantic, settings=replace(semantic.settings, semantic=Semantic()))

    assert nearest(semantic, [])[0] == "bread"
    assert "bread" not in nearest(without, [])


def test_the_first_run_is_told_once(semantic: Config) -> None:
    """What phrasings mean is worked out at the first start and kept; the next has nothing to tell."""
    first: list[str] = []
    second: list[str] = []

    nearest(semantic, first)
    kept = semantic.settings.semantic.cache.stat().st_mtime_ns
    nearest(semantic, second)

    assert first == [f"{EMBEDDING}: 5"]  # three questions, two from templates
    assert second == []
    assert semantic.settings.semantic.cache.stat().st_mtime_ns == kept


def test_a_changed_phrasing_alone_is_worked_out(semantic: Config, tmp_path: Path) -> None:
    """A start after an edit embeds what is new."""
    nearest(semantic, [])
    (tmp_path / "facts" / "drill.yaml").write_text(FACTS + BREAD.replace("Who bakes", "Who sells"))
    remarks: list[str] = []

    nearest(semantic, remarks)

    assert remarks == [f"{EMBEDDING}: 1"]


@pytest.mark.parametrize("missing", ["onnxruntime", "tokenizers"])
def test_without_the_extra_spelling_answers(missing: str, semantic: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is told once how to install it, and questions are answered all the same."""
    monkeypatch.setitem(sys.modules, missing, None)
    remarks: list[str] = []

    desk = load_engine(semantic, remarks.append)

    assert remarks == [NO_JUDGE.format(libraries=missing), f"{NEEDS_EXTRA}; {BY_SPELLING}"]
    assert isinstance(desk.matcher.decide(QUESTION), Answer)


def test_without_the_model_spelling_answers(semantic: Config, tmp_path: Path) -> None:
    """It is told once which folder is missing and how to make it."""
    (tmp_path / "model").rename(tmp_path / "elsewhere")
    remarks: list[str] = []

    desk = load_engine(semantic, remarks.append)

    (told,) = remarks
    assert f"no model folder '{tmp_path}/model'" in told
    assert "run make model" in told
    assert told.endswith(BY_SPELLING)
    assert isinstance(desk.matcher.decide(QUESTION), Answer)


def test_a_desk_by_spelling_loads_nothing_of_the_extra(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a model in the configuration, neither the extra nor its code is imported."""
    monkeypatch.delitem(sys.modules, "bot.semantics.similarity", raising=False)
    monkeypatch.setitem(sys.modules, "numpy", None)

    load_engine(Config(settings=settings), lambda text: None)

    assert "bot.semantics.similarity" not in sys.modules


def test_each_audience_has_its_view(settings: Settings, tmp_path: Path) -> None:
    """What an audience may not see is not in its desk; a view is built once, and the whole is no copy."""
    topic = tmp_path / "facts" / "bread.yaml"
    topic.write_text(f"topic: bread\ntitle: Bread\nlanguage: en\naudience: [-5]\nfacts:{BREAD}")
    remarks: list[str] = []
    desk = load_engine(Config(settings=settings), remarks.append)

    assert isinstance(desk.seen_by(Audience(frozenset({-5}))).matcher.decide("Who bakes bread?"), Answer)
    assert desk.seen_by(Audience(frozenset({-5}))) is desk
    assert not isinstance(desk.seen_by(ANYBODY).matcher.decide("Who bakes bread?"), Answer)
    assert desk.seen_by(Audience(frozenset({6}))) is desk.seen_by(ANYBODY)
    assert "bread" not in desk.base_for(ANYBODY).by_id
    assert desk.seen_by(ANYBODY).matcher.thresholds == desk.matcher.thresholds
