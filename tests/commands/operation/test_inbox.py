"""Tests of `inbox`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.config import Secret
from bot.store.database.engine import open_engine
from bot.store.database.migrate import migrate
from bot.store.intake import inbox
from bot.store.intake.claiming import claim
from bot.store.intake.inbox import Arrived, Finished, UpdateState

RAW = '{"update_id": %d, "message": {"text": "a secret question"}}'
DEAD = "12 message in 8, 33 min old, set aside, 5 failures: KeyError in handlers.py:7"


@pytest.fixture
def store(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store beside config.yaml with an update in each state; the time is 2000 s."""
    monkeypatch.setattr("time.time", lambda: 2000.0)
    engine = open_engine(Secret(f"sqlite:///{place / 'var' / 'bot.db'}"))
    migrate(engine)
    states = {11: "7", 12: "8", 13: "9", 14: "9", 15: "10"}
    with engine.begin() as connection:
        inbox.put(
            connection,
            1,
            [Arrived(n, key, "message", RAW % n, 0.0 if n == 12 else 1990.0) for n, key in states.items()],
        )
        claim(connection, 1, 5, 2000.0, 9, ["8", "9", "10"])
        ended = [
            Finished(12, UpdateState.DEAD, 2000.0, "KeyError in handlers.py:7", 5),
            Finished(15, UpdateState.FAILED, 2000.0, "TimedOut in outbox.py:9", 1, 2004.0),
        ]
        inbox.finish(connection, 1, 5, ended)
    return place


def test_queue(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each update that is not done gets a line, oldest first, without what was written in it."""
    assert main(["inbox"]) == 0
    out, err = capsys.readouterr()
    assert out.splitlines() == [
        DEAD,
        "11 message in 7, 10 s old, waiting",
        "13 message in 9, 10 s old, at work",
        "14 message in 9, 10 s old, waiting",
        "15 message in 10, 10 s old, to be tried again, 1 failure, again in 4 s: TimedOut in outbox.py:9",
    ]
    assert err == "2 waiting, 1 at work, 1 to be tried again, 1 set aside\n"


def test_dead(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--dead shows only what was set aside; with --json also the update itself."""
    assert main(["inbox", "--dead"]) == 0
    assert capsys.readouterr().out.splitlines() == [DEAD]
    assert main(["inbox", "--dead", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(one["update"], one["raw"]["message"]["text"]) for one in found["updates"]] == [(12, "a secret question")]


def test_json(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--json gives the counts of all states and the updates that are not done, without their text."""
    assert main(["inbox", "--json"]) == 0
    out = capsys.readouterr().out
    found = json.loads(out)
    assert found["counts"] == {"new": 2, "working": 1, "failed": 1, "done": 0, "dead": 1, "superseded": 0, "dropped": 0}
    assert [one["state"] for one in found["updates"]] == ["dead", "new", "working", "new", "failed"]
    assert "secret" not in out


@pytest.mark.parametrize(("which", "expected"), [("12", 1), ("15", 1), ("all", 2), ("11", 0), ("99", 0)])
def test_retry(which: str, expected: int, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What was set aside or has failed is tried again, by its number or all of it."""
    assert main(["inbox", "--retry", which]) == (0 if expected else 1)
    noun = "update" if expected == 1 else "updates"
    assert capsys.readouterr().err == f"{expected} {noun} will be tried again\n"
    main(["inbox", "--json"])
    counts = json.loads(capsys.readouterr().out)["counts"]
    assert (counts["new"], counts["dead"] + counts["failed"]) == (2 + expected, 2 - expected)


def test_no_store(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before the bot has run there is nothing to show, and nothing is made."""
    empty = '{"counts": {}, "updates": []}\n'
    for arguments, code, out in (([], 0, ""), (["--json"], 0, empty), (["--retry=all"], 1, "")):
        assert main(["inbox", *arguments]) == code
        assert capsys.readouterr() == (out, "nothing is kept yet: the bot has not run\n")
    assert not (place / "var").exists()


def test_not_a_number(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--retry wants a number or all."""
    assert main(["inbox", "--retry", "some"]) == 2
    assert "'some' is not the number of an update; give one, or all" in capsys.readouterr().err
