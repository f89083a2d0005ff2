"""Tests of `stats`."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.config import Secret
from bot.store import usage
from bot.store.database.engine import make_folder, open_engine
from bot.store.database.migrate import migrate
from bot.store.usage import UsageEvent, UsageKind


@pytest.fixture(name="store")
def _store(place: Path) -> Path:
    """A store in which two questions of today were counted."""
    engine = open_engine(Secret(f"sqlite:///{place / 'var' / 'bot.db'}"))
    make_folder(engine)
    migrate(engine)
    now = dt.datetime.now(dt.UTC).timestamp()
    with engine.begin() as connection:
        usage.count(connection, 7, UsageEvent("update 1", "private", UsageKind.ANSWERED, ("drill-2018-place",), now))
        usage.count(connection, 7, UsageEvent("update 2", "group", UsageKind.REFUSED, (), now))
    engine.dispose()
    return place


def test_json(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The object has the sums, the days, what is told, and what is not."""
    assert main(["stats", "2", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["questions"], found["answered"], found["suggested"], found["refused"]) == (2, 1, 0, 1)
    assert [(day["answered"], day["refused"]) for day in found["days"]] == [(0, 0), (1, 1)]
    assert found["facts"] == [{"fact": "drill-2018-place", "told": 1}]
    assert found["never"] == ["drill-2019-place"]
    assert found["chats"] == [{"chat": "group", "questions": 1}, {"chat": "private", "questions": 1}]


def test_tables_and_picture(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --json there are tables; the picture goes into a file."""
    assert main(["stats", "--picture", "stats.png"]) == 0
    out, err = capsys.readouterr()
    assert "Where was DRILL 2018 held?" in out
    assert "never told (1)" in out
    assert err.splitlines()[-1] == "2 questions in 30 days, 👍 0 👎 0"
    assert (store / "stats.png").read_bytes().startswith(b"\x89PNG")


def test_before_the_bot_has_run(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a store nothing was asked."""
    assert main(["stats", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["questions"] == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["0"], "'0' is not a number of days; write one from 1 to 400"),
        (["week"], "'week' is not a number of days"),
        (["--picture", "no/such/folder.png"], "error: no/such/folder.png cannot be written"),
    ],
)
def test_mistakes(arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A number that is none, or a file that cannot be written, is a sentence and exit code 2."""
    assert main(["stats", *arguments]) == 2
    assert expected in capsys.readouterr().err
