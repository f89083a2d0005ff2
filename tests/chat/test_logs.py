"""Tests of what the log never shows."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator

import pytest

from bot.chat import logs

TOKEN = "123:AAFakeTokenOfATestForBotNumber"


@pytest.fixture(autouse=True)
def root_logger() -> Iterator[None]:
    """Give the root logger back its handlers."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(False)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            f"POST https://api.telegram.org/bot{TOKEN}/getMe",
            "POST https://api.telegram.org/bot[redacted]/getMe",
        ),
        ("123%3AAAFakeTokenOfATestForBotNumber", "123%3A[redacted]"),
        ("hook secret-of-hook", "hook [redacted]"),
        ("update 123 failed", "update 123 failed"),
    ],
)
def test_secrets_are_redacted(message: str, expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Neither the token, nor its secret half, nor the webhook's secret gets into a line."""
    logs.configure([TOKEN, "secret-of-hook"])
    logging.getLogger("bot.test").warning(message)
    assert capsys.readouterr().err.rstrip().endswith(f"WARNING bot.test: {expected}")


def test_a_traceback_is_redacted(capsys: pytest.CaptureFixture[str]) -> None:
    """An exception's text is searched as well."""
    logs.configure([TOKEN])
    try:
        raise ValueError(f"bad address /bot{TOKEN}/getMe")
    except ValueError:
        logging.getLogger("bot.test").error("failed", exc_info=sys.exc_info())
    shown = capsys.readouterr().err
    assert "ValueError: bad address /bot[redacted]/getMe" in shown
    assert TOKEN.partition(":")[2] not in shown


@pytest.mark.parametrize("name", ["httpx", "httpcore.http11"])
def test_addresses_are_not_logged(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The HTTP library does not tell of each request."""
    logs.configure([TOKEN], "debug")
    logging.getLogger(name).info("HTTP Request: POST https://…")
    assert capsys.readouterr().err == ""
