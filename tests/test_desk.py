"""Tests of what is opened to answer from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.config import Config, Settings, Thresholds
from bot.desk import open_desk
from bot.matching.decision import Answer
from tests.commands.bases import QUESTION, with_lint_error, write_base


@pytest.fixture(name="settings")
def _settings(tmp_path: Path) -> Settings:
    """Make settings of a base."""
    write_base(tmp_path)
    return Settings(facts=(tmp_path / "facts",))


def test_thresholds_reach_the_matcher(settings: Settings) -> None:
    """The thresholds of the configuration decide what is answered."""
    strict = Thresholds(answer_at=1.0, suggest_at=0.9, unaddressed_answer_at=1.0)
    remarks: list[str] = []

    usual = open_desk(Config(settings=settings), remarks.append).matcher
    other = open_desk(Config(settings=replace(settings, thresholds=strict)), remarks.append).matcher

    assert isinstance(usual.decide("the place where DRILL 2018 was held"), Answer)
    assert not isinstance(other.decide("the place where DRILL 2018 was held"), Answer)
    assert remarks == []


def test_lint_errors_are_counted(settings: Settings, tmp_path: Path) -> None:
    """Lint errors stop nothing, but are told."""
    with_lint_error(tmp_path)
    remarks: list[str] = []

    desk = open_desk(Config(settings=settings), remarks.append)

    assert isinstance(desk.matcher.decide(QUESTION), Answer)
    assert remarks == [f"1 lint error in the facts; see them with python -m bot check {tmp_path}/facts"]
