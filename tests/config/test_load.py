"""Tests of which configuration file is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Settings, load_config
from bot.problems import BotError, ConfigError


def test_file_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The usual file may be missing; one that was named may not."""
    monkeypatch.chdir(tmp_path)

    assert load_config(None, {}).settings == Settings()
    with pytest.raises(BotError, match=r"^no configuration file 'other.yaml'; name one that is there$"):
        load_config(Path("other.yaml"), {})
    with pytest.raises(BotError, match=r"'env\.yaml'"):
        load_config(None, {"BOT_CONFIG": "env.yaml"})
    with pytest.raises(BotError, match=r"'.*' is no file but a folder, pipe or device"):
        load_config(tmp_path, {})


def test_which_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file of the command line goes before BOT_CONFIG, which goes before config.yaml."""
    monkeypatch.chdir(tmp_path)
    for minutes, name in enumerate(("config.yaml", "env.yaml", "given.yaml"), start=1):
        (tmp_path / name).write_text(f"stale_after: {minutes}")
    environ = {"BOT_CONFIG": "env.yaml"}

    assert load_config(None, {}).settings.stale_after == 1
    assert load_config(None, {"BOT_CONFIG": " "}).settings.stale_after == 1
    assert load_config(None, environ).settings.stale_after == 2
    assert load_config(Path("given.yaml"), environ).settings.stale_after == 3


def test_broken_file_stops(tmp_path: Path) -> None:
    """A file with problems raises them all."""
    file = tmp_path / "c.yaml"
    file.write_text("a: 1\nb: 2")

    with pytest.raises(ConfigError) as raised:
        load_config(file, {})
    assert [problem.rule for problem in raised.value.problems] == ["config-unknown", "config-unknown"]
