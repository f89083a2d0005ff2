"""Tests of making a token for another program."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.api.access import hash_of
from bot.cli import main
from bot.config.file import read_settings
from bot.config.settings import Scope


def test_the_lines_let_the_token_in(capsys: pytest.CaptureFixture[str]) -> None:
    """Only the token is on standard output; the lines beside it are an item of config.yaml with its hash."""
    assert main(["token", "newsroom", "--scope", "ask", "--scope", "brief"]) == 0
    written = capsys.readouterr()
    lines = [line for line in written.err.splitlines() if line.startswith("  ")]

    settings, problems = read_settings("c", "\n".join(["api:", *lines]).encode(), Path())

    assert problems == []
    assert (settings.api[0].name, settings.api[0].scopes) == ("newsroom", frozenset({Scope.ASK, Scope.BRIEF}))
    assert settings.api[0].token_hash == hash_of(written.out.strip())
    assert written.out.strip() not in written.err


def test_no_token_is_made_twice(capsys: pytest.CaptureFixture[str]) -> None:
    """Each token is another, and long enough that nobody guesses it."""
    for _ in range(2):
        main(["token", "newsroom"])
    first, second = capsys.readouterr().out.split()

    assert first != second
    assert len(first) >= 40


def test_a_name_that_config_would_not_take(capsys: pytest.CaptureFixture[str]) -> None:
    """A name with a blank is refused here already."""
    assert main(["token", "news room"]) == 2
    assert "'news room' is no name" in capsys.readouterr().err
