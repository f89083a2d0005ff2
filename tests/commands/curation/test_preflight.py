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
