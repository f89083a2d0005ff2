"""Tests of `history`: a fact's life from git, and from what the bot has kept where git knows nothing."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from bot.cli import main
from bot.config import load_config
from bot.engine.files import load_base
from bot.factbase.stated import hash_of, stated
from bot.store.base import fact_states
from bot.store.database.engine import open_engine
from bot.store.database.migrate import migrate
from tests.commands.bases import FACTS

HISTORY = ["history", "drill-2018-place"]
BOT = 7
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="needs git (apt-get install git)")


def commit(place: Path, title: str, day: int) -> None:
    """Commit all as it is now, on a day of May 2026."""
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@desk.example", "-c", "commit.gpgsign=false"]
    at = f"2026-05-{day:02d}T12:00:00+00:00"
    for arguments in (["add", "facts"], [*who, "commit", "-q", "-m", title, f"--date={at}"]):
        subprocess.run(["git", *arguments], cwd=place, check=True)


@needs_git
def test_from_git(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each commit that changed the fact is told with its day, author and title, also over a move to another file."""
    facts = place / "facts" / "drill.yaml"
    subprocess.run(["git", "init", "-q"], cwd=place, check=True)
    commit(place, "facts: drills", 1)
    facts.write_text(FACTS.replace("In Pithoragarh", "Near Pithoragarh"))
    commit(place, "facts: the other one", 2)
    facts.write_text(FACTS.replace("In Otar", "Near Otar"))
    commit(place, "facts: nearer", 3)
    facts.rename(place / "facts" / "moved.yaml")
    (place / "facts" / "moved.yaml").write_text(facts_text := FACTS.replace("topic: drill", "topic: moved"))
    commit(place, "facts: moved", 4)
    (place / "facts" / "moved.yaml").write_text(
        facts_text.replace("    as_of", "    withdrawn: 2026-05-05\n    withdrawn_because: A mistake.\n    as_of", 1)
    )
    commit(place, "facts: withdrawn", 5)

    assert main(HISTORY) == 0

    heads = [line for line in capsys.readouterr().out.splitlines() if not line.startswith(" ")]
    assert heads == [
        "1 May 2026: added (Ann: facts: drills)",
        "3 May 2026: changed (Ann: facts: nearer)",
        "4 May 2026: changed (Ann: facts: moved)",
        "5 May 2026: withdrawn: A mistake. (Ann: facts: withdrawn)",
    ]
    assert main([*HISTORY, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[2]["fields"]["answer"] == "Near Otar."


def test_from_the_store(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without git, what the bot has kept is told: what was there from the start, and each change since."""
    engine = open_engine(load_config(None, {}).database_url)
    migrate(engine)
    facts = place / "facts" / "drill.yaml"
    for at, text in ((0.0, FACTS), (1_777_636_800.0, FACTS.replace("In Otar", "Near Otar"))):
        facts.write_text(text)
        held = {fact.id: stated(fact).as_text() for fact in load_base([place / "facts"]).facts}
        with engine.begin() as connection:
            fact_states.record(connection, BOT, {name: (hash_of(text), text) for name, text in held.items()}, at)

    assert main([*HISTORY, "--from", "store"]) == 0

    assert capsys.readouterr().out.splitlines()[-2:] == [
        "1 May 2026: changed",
        "    answer: Near Otar. (earlier: In Otar.)",
    ]


def test_nothing_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    """A fact of which nothing is kept is told in a sentence; git where there is none is, too."""
    assert main(["history", "no-such-fact"]) == 1
    assert "nothing is kept of a fact 'no-such-fact'" in capsys.readouterr().err
    assert main([*HISTORY, "--from", "git"]) == 2
    assert "no git repository" in capsys.readouterr().err
