"""Tests of `run`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from bot.cli import main
from bot.commands.operation.run import HOW_TO_START
from tests.commands.bases import OTAR, QUESTION

VARIABLES = {"TELEGRAM_BOT_TOKEN": "123456:TEST-abcdefgh", "WEBHOOK_URL": "https://bot.example/hook"}


@pytest.fixture(name="served")
def _served(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, bool]]:
    """Stand in for the chat room: keep what it would be asked to serve."""
    served: list[tuple[str, bool]] = []

    def serve(config: object, *, webhook: bool) -> int:
        served.append((type(config).__name__, webhook))
        return 0

    monkeypatch.setitem(sys.modules, "bot.chat.serving.application", SimpleNamespace(serve=serve))
    return served


def test_console_without_a_token(give: Callable[[bytes], None], capsys: pytest.CaptureFixture[str]) -> None:
    """Without a token the bot says how to get one, and chats here."""
    give(QUESTION.encode())

    assert main(["run"]) == 0
    assert capsys.readouterr() == (f"{OTAR}\n", f"{HOW_TO_START}. Until then, ask here.\n")


@pytest.mark.parametrize(
    ("arguments", "environ", "expected"),
    [
        ([], ["TELEGRAM_BOT_TOKEN"], False),
        ([], ["TELEGRAM_BOT_TOKEN", "WEBHOOK_URL"], True),
        (["--polling"], ["TELEGRAM_BOT_TOKEN"], False),
        (["--polling"], ["TELEGRAM_BOT_TOKEN", "WEBHOOK_URL"], False),
        (["--webhook"], ["TELEGRAM_BOT_TOKEN", "WEBHOOK_URL"], True),
    ],
)
def test_way_of_serving(
    arguments: list[str],
    environ: list[str],
    expected: bool,
    served: list[tuple[str, bool]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A flag says how to serve; without one the address does."""
    for name in environ:
        monkeypatch.setenv(name, VARIABLES[name])

    assert main(["run", *arguments]) == 0
    assert served == [("Config", expected)]


@pytest.mark.parametrize(
    ("arguments", "environ", "expected"),
    [
        (["--polling"], [], "TELEGRAM_BOT_TOKEN is not set; to serve Telegram, "),
        (["--webhook"], ["WEBHOOK_URL"], "TELEGRAM_BOT_TOKEN is not set; to serve Telegram, "),
        ([], ["WEBHOOK_URL"], "TELEGRAM_BOT_TOKEN is not set; to serve Telegram, "),
        (["--webhook"], ["TELEGRAM_BOT_TOKEN"], "WEBHOOK_URL is not set; set it to the public https://"),
    ],
)
def test_something_is_missing(
    arguments: list[str],
    environ: list[str],
    expected: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A token or address that is missing is one sentence and exit code 2."""
    for name in environ:
        monkeypatch.setenv(name, VARIABLES[name])

    assert main(["run", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"error: {expected}")
    assert err.count("\n") == 1


def test_token_of_the_wrong_form(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A malformed token is one sentence that does not repeat it."""
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "hunter2")

    assert main(["run"]) == 2
    assert capsys.readouterr() == (
        "",
        "error: TELEGRAM_BOT_TOKEN is not a bot token; copy it whole from BotFather, digits, colon and letters\n",
    )


def test_one_way_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    """Both flags together are a mistake of usage."""
    assert main(["run", "--polling", "--webhook"]) == 2
    assert "not allowed with argument --polling" in capsys.readouterr().err
