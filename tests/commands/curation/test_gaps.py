"""Tests of `gaps`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli import main
from bot.config import Secret
from bot.store.database.engine import open_engine
from bot.store.database.migrate import migrate
from bot.store.gaps import gaps
from bot.store.gaps.gaps import GapState
from tests.store.gaps.test_gaps import miss, record_miss

BOT = 12


@pytest.fixture
def store(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store beside config.yaml with an open gap and one that was ignored."""
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN", raising=False)
    engine = open_engine(Secret(f"sqlite:///{place / 'var' / 'bot.db'}"))
    migrate(engine)
    asked = [miss("where was it in [2031]", 86_400.0), miss("where then", 172_800.0, "bob"), miss("who was it")]
    with engine.begin() as connection:
        for one in asked:
            record_miss(connection, BOT, one)
        gaps.put(connection, BOT, 2, GapState.IGNORED)
    return place


def test_table(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each open gap has its question, other wordings, counts, the nearest fact and what rules it out."""
    assert main(["gaps"]) == 0
    out, err = capsys.readouterr()
    rows = [line.split() for line in out.splitlines()]
    assert rows[1][:2] == ["gap", "asked"]
    assert " ".join(rows[3]) == (
        "G1 where was it in [2031] 2 2 2 1970-01-02 1970-01-03 fact another year (asked: 2031; there: 2018)"
    )
    assert rows[4] == ["where", "then"]
    assert "who was it" not in out
    assert err.startswith("1 gap; ")


def test_json(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """--json gives the same as an object; --all also what is no longer open."""
    assert main(["gaps", "--json", "--all"]) == 0
    first, second = json.loads(capsys.readouterr().out)["gaps"]
    assert first == {
        "gap": "G1",
        "question": "where was it in [2031]",
        "wordings": ["where then"],
        "state": "open",
        "times": 2,
        "askers": 2,
        "chats": 2,
        "kinds": {"refused": 2},
        "first_asked": "1970-01-02T00:00:00+00:00",
        "last_asked": "1970-01-03T00:00:00+00:00",
        "nearest": ["fact"],
        "blocked": [{"kind": "year", "asked": "2031", "held": "2018"}],
    }
    assert (second["gap"], second["state"]) == ("G2", "ignored")


def test_whose_gaps(store: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The token says which bot is meant, which is needed where the store serves several."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "13:Fake")
    assert main(["gaps", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"gaps": [], "not_live": [], "proposals": []}
    monkeypatch.delenv("TELEGRAM_BOT_TOKEN")
    with open_engine(Secret(f"sqlite:///{store / 'var' / 'bot.db'}")).begin() as connection:
        record_miss(connection, BOT + 1, miss("who"))
    assert main(["gaps"]) == 2
    assert "the store serves 2 bots; set TELEGRAM_BOT_TOKEN" in capsys.readouterr().err


def test_accepting_a_gap(store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A gap stands for its question; it is no longer open once it is accepted, and says so as JSON."""
    with open_engine(Secret(f"sqlite:///{store / 'var' / 'bot.db'}")).begin() as connection:
        record_miss(connection, BOT, miss("which steppe saw DRILL 2018"))
    assert main(["accept", "g3", "--fact", "drill-2018-place", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"accepted": True, "files": ["facts/drill.yaml", "accepted.yaml"], "patch": None, "builds_on": []}
    assert "aliases: [which steppe saw DRILL 2018]" in (store / "facts" / "drill.yaml").read_text()
    assert main(["gaps", "--json"]) == 0
    assert [gap["gap"] for gap in json.loads(capsys.readouterr().out)["gaps"]] == ["G1"]
    assert main(["accept", "G3", "--fact", "drill-2019-place", "--json"]) == 1
    refused = json.loads(capsys.readouterr().out)
    assert not refused["accepted"]
    assert "facts/drill.yaml" in refused["problems"][0]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["G99", "--fact", "drill-2018-place"], "error: there is no gap G99; see them with python -m bot gaps\n"),
        (["P1"], "error: there is no open proposal P1\n"),
        (["G1"], "error: which fact answers it? name it with --fact\n"),
    ],
)
def test_what_is_not_there(arguments: list[str], message: str, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A gap or proposal that is not there, or half a command, is one sentence."""
    assert main(["accept", *arguments]) == 2
    assert capsys.readouterr().err == message


def test_no_store(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Before the bot has run there is nothing to show."""
    assert main(["gaps"]) == 0
    assert capsys.readouterr() == ("", "nothing is kept yet: the bot has not run\n")
    assert main(["gaps", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"gaps": [], "not_live": [], "proposals": []}
