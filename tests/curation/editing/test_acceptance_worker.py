"""Tests of accepting a change in a process of its own."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bot.config import Config, Secret, Settings
from bot.config.settings import Curation, Write
from bot.curation.editing.acceptance import Accepted, AcceptRequest, Rejected
from bot.curation.editing.acceptance_worker import accept_in_process
from bot.store.database.engine import make_folder, open_engine
from bot.store.database.migrate import migrate
from bot.store.gaps import gaps, pending
from tests.commands.bases import write_base
from tests.store.gaps.test_gaps import miss, record_miss

BOT = 12
TODAY = dt.date(2026, 11, 24)
FACT = "drill-2018-place"


@pytest.fixture(name="config")
def _config(tmp_path: Path) -> Config:
    """A base, and a store in which one question was asked in vain; accepted changes become patches."""
    write_base(tmp_path)
    url = Secret(f"sqlite:///{tmp_path / 'var' / 'bot.db'}")
    engine = open_engine(url)
    make_folder(engine)
    migrate(engine)
    with engine.begin() as connection:
        record_miss(connection, BOT, miss("which steppe saw drill eighteen"))
    settings = Settings(facts=(tmp_path / "facts",), curation=Curation(Write.PATCH))
    return Config(root=tmp_path, settings=settings, database_url=url)


async def test_a_gap_becomes_a_patch(config: Config) -> None:
    """The patch comes back, and the store holds it as pending and the gap as accepted."""
    outcome = await accept_in_process(config, BOT, AcceptRequest("G1", FACT), TODAY)

    assert isinstance(outcome, Accepted)
    assert "+    aliases: [which steppe saw drill eighteen]" in (outcome.patch or "")
    with open_engine(config.database_url).begin() as connection:
        assert [one.name for one in pending.listed(connection, BOT)] == ["G1"]
        gap = gaps.find(connection, BOT, 1)
    assert gap is not None
    assert gap.state is gaps.GapState.ACCEPTED


REJECTED = [
    pytest.param(AcceptRequest("G2", FACT), "there is no gap G2", id="no such gap"),
    pytest.param(AcceptRequest("G1", "drill-2018"), "no fact has the id 'drill-2018'", id="no such fact"),
    pytest.param(AcceptRequest("G1", FACT, mark="zz"), "G1 has changed; look at it again", id="changed"),
    pytest.param(
        AcceptRequest("Where was DRILL 2019 held?", FACT), "would find 'drill-2019-place', not", id="another's question"
    ),
]


@pytest.mark.parametrize(("request_", "reason"), REJECTED)
async def test_what_is_rejected(config: Config, request_: AcceptRequest, reason: str) -> None:
    """A request that cannot be meant, or would harm another fact, comes back with the reason."""
    outcome = await accept_in_process(config, BOT, request_, TODAY)

    assert isinstance(outcome, Rejected)
    assert reason in outcome.lines[0]
