"""The base of these tests, opened once."""

from __future__ import annotations

import pytest

from bot.engine.engine import AnsweringEngine
from tests.api.asking import Direct, open_facts


@pytest.fixture(scope="session", name="engine")
def _engine(tmp_path_factory: pytest.TempPathFactory) -> AnsweringEngine:
    return open_facts(tmp_path_factory.mktemp("api") / "facts")


@pytest.fixture(name="view")
def _view(engine: AnsweringEngine) -> Direct:
    return Direct(engine)
