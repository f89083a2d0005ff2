"""Tests of `migrate`."""

from __future__ import annotations

import pytest

from bot.cli import main
from bot.store.database.migrate import HEAD


def test_migrate_twice(database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty store is brought to the newest step, and one that is there already is left alone."""
    monkeypatch.setenv("DATABASE_URL", database_url)

    assert [main(["migrate"]), main(["migrate"])] == [0, 0]
    assert capsys.readouterr().out.splitlines() == [
        f"the store was brought to step {HEAD}",
        f"the store is at step {HEAD}",
    ]


def test_a_store_that_is_not_there(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A database that cannot be reached is one sentence and exit code 2, so that a release is called off."""
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot:hunter22@127.0.0.1:1/briefings")

    assert main(["migrate"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n"), "hunter22" in err) == ("", 1, False)
    assert err.startswith("error: the database 'briefings' at 127.0.0.1 cannot be used (")
