"""The matcher of the shipped facts, built once for the tests of matching."""

from __future__ import annotations

import pytest

from bot.config import load_config
from bot.desk import matcher_of
from bot.matching import Matcher
from bot.reading import load_base
from tests.tree import PROJECT


@pytest.fixture(name="matcher", scope="session")
def _matcher() -> Matcher:
    settings = load_config(PROJECT / "config.yaml", {}).settings
    return matcher_of(load_base([PROJECT / "facts"]), settings)
