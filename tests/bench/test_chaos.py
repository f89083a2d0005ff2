"""Tests of the faults: a short run of each that can cost a question, with the real bots, and how they are judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bench import chaos, faults, skewed, verdict
from bench.crowd import Crowd
from bench.verdict import Cut, Outcome
from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.journal import Request
from tests.postgres import MISSING, Postgres, binaries

FACTS = Path(__file__).parents[1] / "chat" / "facts"
SHORT = chaos.Size(long=60, other=30, chats=8, kills=2, facts=FACTS)
TRIED = ("kill -9, SQLite", "reloads")
TRIED_AT_LENGTH = (
    "kill -9, 2 polling",
    "PostgreSQL restarts",
    "disk full",
    "reset once stored",
    "clock jumps",
    "poison, repeated",
    "bad reloads",
)


@pytest.mark.process
@pytest.mark.parametrize("name", [*TRIED, *(pytest.param(name, marks=pytest.mark.long) for name in TRIED_AT_LENGTH)])
def test_a_fault_costs_no_question(name: str, request: pytest.FixtureRequest) -> None:
    """Under each fault all is answered, and twice only what was being sent when something was cut off."""
    (fault,) = (one for one in faults.FAULTS if one.name == name)
    if fault.needs_postgres and not binaries():
        pytest.skip(MISSING)
    server: Postgres | None = request.getfixturevalue("postgres") if fault.needs_postgres else None
    size = replace(SHORT, long=150) if name.endswith("reloads") else SHORT  # at 50 a second
    outcome = chaos.played(fault, size, server)
    assert (outcome.sent, outcome.answered, outcome.lost) == (size.of(fault), size.of(fault), [])
    assert outcome.struck
    assert outcome.is_met, outcome


@pytest.mark.parametrize(
    ("sent", "answered", "status", "fault", "marked", "is_caught"),
    [
        (1.0, None, None, None, False, True),  # no answer yet
        (1.0, 3.0, 200, None, False, True),  # the answer came after the cut
        (1.0, 1.5, 200, None, True, True),  # the answer came, and was not written down yet
        (1.0, 1.5, 200, None, False, False),
        (2.5, None, None, None, True, False),  # sent after the cut
        (2.5, 2.6, 0, "ConnectionReset(stored=True)", False, True),
        (2.5, 2.6, 0, "ConnectionReset(stored=False)", False, False),
    ],
)
def test_what_a_cut_catches(
    sent: float, answered: float | None, status: int | None, fault: str | None, marked: bool, is_caught: bool
) -> None:
    """A send is caught by a cut at 2 s if it was begun before and its end was not written down."""
    answer = {"ok": status == 200}
    one = Request(1, None, "sendMessage", {}, {}, sent, status, answer, answered, fault)
    cut = Cut(2.0, "the process was killed", frozenset({(5, 6)} if marked else ()))
    assert bool(verdict.reasons((5, 6), [one], [cut])) is is_caught


def test_what_is_doubled_without_a_reason_is_named() -> None:
    """A second reply that no cut explains makes the outcome a failure."""
    with FakeTelegram(oracle=False) as telegram:
        crowd = Crowd(telegram, telegram.bot(), 1, ["why?"])
        crowd.ask(1)
        crowd.asked[0].replied += [1.0, 2.0]
        outcome = verdict.judge("quiet", telegram, crowd, [])
    assert not outcome.is_met
    assert outcome.doubled == [f"{crowd.asked[0]} 2 times: NO REASON"]


@pytest.mark.parametrize(
    ("outcome", "is_met"),
    [
        (Outcome("a", sent=2, answered=2), True),
        (Outcome("a", sent=2, answered=1, lost=["chat 1 message 1"]), False),
        (Outcome("a", in_flight=1, repeated=1, doubled=["x"]), True),
        (Outcome("a", in_flight=1, repeated=2, doubled=["x"]), False),
        (Outcome("a", note="left out"), False),
    ],
)
def test_verdicts(outcome: Outcome, is_met: bool) -> None:
    """Nothing may be lost, and no more doubled than was in flight."""
    assert outcome.is_met is is_met


def test_the_report_names_what_was_lost(capsys: pytest.CaptureFixture[str]) -> None:
    """Each lost and each doubled question stands in the output."""
    chaos.report([Outcome("flood", sent=2, answered=1, doubled=["chat 1 twice"], lost=["chat 2"])])
    said = capsys.readouterr().out
    assert "flood: chat 1 twice" in said
    assert "flood: LOST: chat 2" in said


def test_the_skewed_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both clocks that the bot reads are ahead by what the file says at that moment."""
    import datetime as dt
    import time

    monkeypatch.setattr(time, "time", time.time)
    monkeypatch.setattr(dt, "datetime", dt.datetime)
    file = tmp_path / "ahead"
    file.write_text("0")
    before = skewed.real()
    skewed.skew(file)
    file.write_text("86400")
    assert time.time() >= before + 86_400
    assert dt.datetime.now(dt.UTC).timestamp() >= before + 86_400
    assert isinstance(skewed.plain.now(), dt.datetime)
