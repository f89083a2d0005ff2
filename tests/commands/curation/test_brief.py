"""Tests of `brief`: sheets in the terminal and as files."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bot.cli import main


def test_topics_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a topic those that hold facts are listed."""
    assert main(["brief"]) == 0
    assert "drill: " in capsys.readouterr().out


def test_a_sheet_as_text_and_files(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A topic is printed, or written as PDF and HTML in one go."""
    assert main(["brief", "drill"]) == 0
    assert "▪ Sources" in capsys.readouterr().out

    assert main(["brief", "drill", "--pdf", "a.pdf", "--html", "a.html"]) == 0
    assert (place / "a.pdf").read_bytes().startswith(b"%PDF-")
    assert (place / "a.html").read_text().startswith("<!DOCTYPE html>")
    assert capsys.readouterr().err == "written: a.pdf\nwritten: a.html\n"


def test_what_is_not_held(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Another topic is a mistake that names those there are; a year without facts is none, and nothing is written."""
    assert main(["brief", "nonsense"]) == 2
    assert "error: the base has no topic 'nonsense'; topics are drill" in capsys.readouterr().err
    assert main(["brief", "drill", "1066", "--pdf", "a.pdf"]) == 1
    assert "drill holds nothing on '1066'; its years are " in capsys.readouterr().err
    assert not (place / "a.pdf").exists()


def test_without_the_extra(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Where fpdf2 is not installed a sentence says how to get it, and what to do without."""
    for name in [
        name for name in sys.modules if name.startswith(("bot.briefing.pdf", "bot.briefing.pdf_layout", "fpdf"))
    ]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "fpdf", None)

    assert main(["brief", "drill", "--pdf", "a.pdf"]) == 2
    assert "PDF needs the extra pdf: install it" in capsys.readouterr().err
