"""Tests of a base that other programs ask while its files change."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.commands.operation.watched_base import WatchedBase
from bot.config import Config, Secret, Settings
from bot.engine.engine import load_engine
from tests.api.asking import write_facts


@pytest.mark.long
async def test_a_broken_file_is_told_once_and_answers_go_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Files with an error leave the base as it is, and are named once; mended, they are loaded."""
    facts = write_facts(tmp_path / "facts")
    config = Config(settings=Settings(facts=(facts,)), database_url=Secret(f"sqlite:///{tmp_path / 'var' / 'bot.db'}"))
    base = WatchedBase(config, load_engine(config, print))
    first, path = base.engine.base.version, facts / "drill.yaml"
    whole = path.read_text("utf-8")

    path.write_text(whole.replace("as_of: 2019-01-02", "as_of: soon"), "utf-8")
    await base.look()
    await base.look()
    told, kept = capsys.readouterr().err, base.engine.base.version
    path.write_text(whole.replace("In Otar.", "In Gvardeysky."), "utf-8")
    await base.look()

    assert (told.count("the changed facts were not loaded"), "drill.yaml:" in told, kept) == (1, True, first)
    assert base.engine.base.by_id["drill-2018-place"].answer == "In Gvardeysky."
