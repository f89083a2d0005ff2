"""Tests of which bot's records a command reads from a store that serves several."""

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
from tests.store.gaps.test_gaps import miss, record_miss

BOTS = (12, 13)
TOKEN = "13:a-Fake-token"
COMMANDS = [
    ["stats", "2", "--json"],
    ["preflight", "2026-12-10", "--json"],
    ["gaps", "--json"],
    ["accept", "G1", "--fact", "drill-2018-place", "--write", "patch", "--json"],
]


@pytest.fixture(name="store", autouse=True)
def _store(place: Path) -> None:
    """Each bot of the store was asked one question in vain, which holds its number."""
    engine = open_engine(Secret(f"sqlite:///{place / 'var' / 'bot.db'}"))
    make_folder(engine)
    migrate(engine)
    now = dt.datetime.now(dt.UTC).timestamp()
    with engine.begin() as connection:
        for bot in BOTS:
            record_miss(connection, bot, miss(f"which steppe saw drill of bot{bot}", now))
            for number in range(bot):
                usage.count(connection, bot, UsageEvent(f"update {number}", "private", UsageKind.REFUSED, (), now))
    engine.dispose()


@pytest.fixture(name="token", params=["variable", "file"])
def _token(request: pytest.FixtureRequest, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the token of the second bot in its variable, or in a file."""
    if request.param == "variable":
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    else:
        (place / "token").write_text(f"{TOKEN}\n")
        monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(place / "token"))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_several_bots_and_no_token(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """Without a token nothing says which bot is meant, and the command ends with a sentence."""
    assert main(command) == 2
    assert "the store serves 2 bots; set TELEGRAM_BOT_TOKEN to say which is meant" in capsys.readouterr().err


@pytest.mark.usefixtures("token")
def test_stats_of_the_bot_of_the_token(capsys: pytest.CaptureFixture[str]) -> None:
    """`stats` counts the questions of the bot whose token is set."""
    assert main(["stats", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["questions"] == 13


@pytest.mark.usefixtures("token")
def test_preflight_of_the_bot_of_the_token(capsys: pytest.CaptureFixture[str]) -> None:
    """`preflight` reads the store of the bot whose token is set."""
    assert main(["preflight", "2026-12-10", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"]


@pytest.mark.usefixtures("token")
def test_gaps_of_the_bot_of_the_token(capsys: pytest.CaptureFixture[str]) -> None:
    """`gaps` lists those of the bot whose token is set."""
    assert main(["gaps", "--json"]) == 0
    assert [gap["question"] for gap in json.loads(capsys.readouterr().out)["gaps"]] == [
        "which steppe saw drill of bot13"
    ]


@pytest.mark.usefixtures("token")
def test_accept_for_the_bot_of_the_token(capsys: pytest.CaptureFixture[str]) -> None:
    """`accept` takes up the gap of the bot whose token is set."""
    assert main(["accept", "G1", "--fact", "drill-2018-place", "--write", "patch", "--json"]) == 0
    assert "which steppe saw drill of bot13" in json.loads(capsys.readouterr().out)["patch"]


def test_token_in_two_places(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A token in the variable and in a file is refused, as when the bot runs."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN_FILE", str(place / "token"))
    assert main(["gaps"]) == 2
    assert "TELEGRAM_BOT_TOKEN and TELEGRAM_BOT_TOKEN_FILE are both set" in capsys.readouterr().err
