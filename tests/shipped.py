"""The shipped facts with the shipped settings, opened once in each worker of the tests."""

from __future__ import annotations

from functools import cache

from bot.config import load_config
from bot.engine.engine import AnsweringEngine, load_engine
from tests.tree import PROJECT


@cache
def shipped_engine() -> AnsweringEngine:
    """Load the shipped base and its matcher, which nothing may change; the first run writes their snapshot to var/."""
    remarks: list[str] = []
    engine = load_engine(load_config(PROJECT / "config.yaml", {}), remarks.append)
    assert remarks == []
    return engine
