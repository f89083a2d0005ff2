"""Fixtures of the store's tests: an empty database of either kind, and one with the tables of today."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Engine

from bot.config.environment import read_database
from bot.store.database.engine import open_engine
from bot.store.database.migrate import migrate


def engine_of(address: str) -> Engine:
    """Open a database by the address that a platform gives."""
    return open_engine(read_database({"DATABASE_URL": address}, Path()))


@pytest.fixture
def empty(database_url: str) -> Engine:
    """A database without tables."""
    return engine_of(database_url)


@pytest.fixture
def engine(empty: Engine) -> Engine:
    """A database with the tables of today."""
    migrate(empty)
    return empty
