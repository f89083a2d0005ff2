"""The matcher of the shipped facts, built once for the tests of matching."""

from __future__ import annotations

import pytest

from bot.config import load_config
from bot.engine.builder import matcher_of
from bot.engine.files import load_base
from bot.matching import Matcher
from tests.tree import PROJECT


@pytest.fixture(name="matcher", scope="session")
def _matcher() -> Matcher:
    settings = load_config(PROJECT / "config.yaml", {}).settings
    return matcher_of(load_base([PROJECT / "facts"]), settings)
