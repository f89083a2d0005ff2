"""The matcher of the shipped facts, built once for the tests of matching."""

from __future__ import annotations

import pytest

from bot.matching import Matcher
from tests.shipped import shipped_engine


@pytest.fixture(name="matcher", scope="session")
def _matcher() -> Matcher:
    return shipped_engine().matcher
