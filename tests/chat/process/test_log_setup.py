"""Tests of what a log line shows, as text and as JSON."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
from telegram.error import BadRequest

from bot.chat.process import log_setup
from bot.chat.protocol.update_context import UpdateContext, decided, handling

TOKEN = "123:AAFakeTokenOfATestForBotNumber"
log = logging.getLogger("bot.test")


@pytest.fixture(autouse=True)
def root_logger() -> Iterator[None]:
    """Restore the root logger's handlers after the test."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    logging.captureWarnings(False)


def failure(error: Exception) -> Exception:
    """Raise an error and catch it, so that it has a traceback."""
    try:
        raise error
    except Exception as caught:
        return caught


def test_a_line_for_a_person(capsys: pytest.CaptureFixture[str]) -> None:
    """A line has level, logger and message, and no request while none is handled."""
    log_setup.configure([])
    log.warning("it is %s", "late")
    assert capsys.readouterr().err.rstrip().endswith("WARNING bot.test: it is late")


def test_a_line_of_a_request(capsys: pytest.CaptureFixture[str]) -> None:
    """A line written while an update is handled names its request, and the last one says how it ended."""
    log_setup.configure([])
    with handling(UpdateContext("update 7", update=7)):
        log.warning("late")
        decided("answer")
    first, second = capsys.readouterr().err.splitlines()
    assert first.endswith("WARNING bot.test: [u7] late")
    assert "INFO bot.chat.protocol.update_context: [u7] handled outcome=answer seconds=" in second


def test_a_line_for_a_machine(capsys: pytest.CaptureFixture[str]) -> None:
    """A line is one JSON object, with the request and the known fields only."""
    log_setup.configure([TOKEN], form="json")
    with handling(UpdateContext("update 7", update=7)):
        log.error("bad\n%s", TOKEN, exc_info=failure(BadRequest(f"no {TOKEN}")), extra={"text": "where was"})
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["level"], line["logger"], line["request"]) for line in lines] == [
        ("error", "bot.test", "u7"),
        ("info", "bot.chat.protocol.update_context", "u7"),
    ]
    assert lines[0]["message"] == "bad\n[redacted]"
    assert lines[0]["traceback"].endswith("BadRequest: no [redacted]")
    assert sorted(lines[0]) == ["level", "logger", "message", "request", "time", "traceback"]
    assert sorted(lines[1]) == ["level", "logger", "message", "request", "seconds", "time"]


@pytest.mark.parametrize("form", ["text", "json"])
def test_an_error_does_not_quote(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A traceback shows where an error and its cause arose, but not their texts, which may quote a message."""
    log_setup.configure([], form=form)
    error = ValueError("'where was KAZIND' does not fit")
    error.__cause__ = failure(KeyError("KAZIND"))
    log.error("failed", exc_info=failure(error))
    shown = capsys.readouterr().err
    assert ("KeyError" in shown, "ValueError" in shown, "in failure" in shown) == (True, True, True)
    assert "KAZIND" not in shown


def test_at_debug_an_error_speaks(capsys: pytest.CaptureFixture[str]) -> None:
    """At level debug the texts of errors are shown, still without the secrets."""
    log_setup.configure([TOKEN], "debug")
    log.error("failed", exc_info=failure(ValueError(f"bad address /bot{TOKEN}/getMe")))
    assert "ValueError: bad address /bot[redacted]/getMe" in capsys.readouterr().err


def test_a_record_that_cannot_be_written(capsys: pytest.CaptureFixture[str]) -> None:
    """A message that does not fit its arguments is reported without either."""
    log_setup.configure([TOKEN])
    log.error("%d", TOKEN)
    assert capsys.readouterr().err.startswith("a line of bot.test:")


@pytest.mark.parametrize("name", ["httpx", "httpcore.http11"])
def test_addresses_are_not_logged(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The HTTP library does not log each request."""
    log_setup.configure([TOKEN], "debug")
    logging.getLogger(name).info("HTTP Request: POST https://…")
    assert capsys.readouterr().err == ""
