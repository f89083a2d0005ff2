"""Tests of `preflight`."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from sqlalchemy import insert

from bot.cli import main
from bot.config import Secret
from bot.store.database.engine import make_folder, open_engine
from bot.store.database.migrate import migrate
from bot.store.gaps.tables import gaps


def test_lines(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a terminal each thing is a line with its place, below its heading; the exit code is 1."""
    assert main(["preflight", "2026-12-10", "drill"]) == 1
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0] == "From a single source (2)"
    assert lines[1].endswith("drill.yaml:11:9: drill-2018-place: Where was DRILL 2018 held?")
    assert lines[3] == "Sources without an archived copy (1)"
    assert lines[4].endswith("drill.yaml:9:3: paper: The third DRILL, 2 facts rest on it")
    assert err == "3 things to look at before 2026-12-10\n"


def test_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where all is well nothing is printed, and the exit code is 0."""
    path = place / "facts" / "drill.yaml"
    text = path.read_text().replace(
        '"https://paper.example/a"', '"https://paper.example/a", archived: "https://a.example"'
    )
    text = text.replace("facts:\n", "  second: {title: Print, publisher: The Press, published: 2019}\nfacts:\n")
    path.write_text(text.replace("¶6]", "¶6, second]").replace("¶7]", "¶7, second]"))
    assert main(["preflight", "2026-12-10"]) == 0
    assert capsys.readouterr() == ("", "0 things to look at before 2026-12-10\n")


def test_json_with_what_is_asked_in_vain(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The object has every finding, with what the store knows to be asked often; a month means its end."""
    engine = open_engine(Secret(f"sqlite:///{place}/var/bot.db"))
    make_folder(engine)
    migrate(engine)
    texts = {"question": "Who paid?", "shape": "[]", "hard": "[]", "language": "en", "blocked": "[]", "state": "open"}
    row = {"bot_id": 7, "number": 4, "nearest": '["drill-2018-place"]', "times": 5, "askers": 3, **texts}
    with engine.begin() as connection:
        connection.execute(insert(gaps).values(**row, first_at=time.time(), last_at=time.time()))
    engine.dispose()

    assert main(["preflight", "--json", "2026-12", "drill"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["date"], found["topics"]) == ("2026-12-31", ["drill"])
    asked, *_ = found["findings"]
    assert (asked["kind"], asked["name"], asked["text"], asked["number"]) == ("unanswered", "G4", "Who paid?", 3)
    assert asked["place"].endswith("drill.yaml:11:9")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["10/12/2026"], "'10/12/2026' is not a day; write it as YYYY-MM-DD"),
        (["2026-12-10", "dril"], "error: there is no topic 'dril'; did you mean 'drill'?"),
    ],
)
def test_mistakes(arguments: list[str], expected: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A day or topic that is none is a sentence, and exit code 2."""
    assert main(["preflight", *arguments]) == 2
    assert expected in capsys.readouterr().err


def test_a_finding_is_set_aside(capsys: pytest.CaptureFixture[str]) -> None:
    """A finding is set aside until a day with who and why, listed with these, counted, and shown again on demand."""
    aside = ["preflight", "2099-12-10", "--dismiss", "drill-2018-place", "--by", "Cora", "--why", "no other source"]
    assert main([*aside, "--until", "2099-06-01"]) == 0
    assert "set aside until 2099-06-01: drill-2018-place (single-sourced)" in capsys.readouterr().err

    assert main(["preflight", "2099-12-10"]) == 1
    out, err = capsys.readouterr()
    assert "drill-2018-place:" not in out
    assert "drill-2019-place:" in out
    assert err == "2 things to look at before 2099-12-10; 1 set aside, which --dismissed lists\n"
    assert main(["preflight", "2099-12-10", "--dismissed"]) == 0
    assert capsys.readouterr().out == "drill-2018-place: single-sourced, until 2099-06-01, Cora: no other source\n"
    assert main(["preflight", "2099-12-10", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["dismissed"][0]["why"] == "no other source"

    assert main(["preflight", "2099-12-10", "--restore", "drill-2018-place"]) == 0
    capsys.readouterr()
    assert main(["preflight", "2099-12-10"]) == 1
    assert "drill-2018-place:" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--dismiss", "drill-2018-place"], "say until when and why it is set aside"),
        (["--dismiss", "drill-2018-place", "--until", "2020", "--why", "x"], "2020-12-31 is past"),
        (["--dismiss", "drill-2018-plase", "--until", "2099", "--why", "x"], "did you mean 'drill-2018-place'?"),
    ],
)
def test_what_cannot_be_set_aside(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a day, a reason or a finding nothing is set aside, and a sentence says what is missing."""
    assert main(["preflight", "2099-12-10", *arguments]) == 2
    assert said in capsys.readouterr().err
