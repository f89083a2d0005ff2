"""Tests of how work that takes a while is shown."""

from __future__ import annotations

import io
import sys

import pytest

from bot.progress import shown


class Terminal(io.StringIO):
    """What looks like a terminal and keeps what is written to it."""

    def isatty(self) -> bool:
        """Claim to be one."""
        return True


def work(remarks: list[str], total: int = 1_200) -> None:
    """Do work of so many things in three steps."""
    with shown("counting sheep", remarks.append) as progress:
        for done in range(total // 3, total + 1, total // 3):
            progress(done, total)


def test_a_line_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    """One line tells what is done and how much, however many steps there are."""
    remarks: list[str] = []

    work(remarks)

    assert remarks == ["counting sheep: 1,200"]
    assert capsys.readouterr() == ("", "")


def test_a_bar_on_a_terminal(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A bar goes to stderr, nothing to stdout or the log."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    remarks: list[str] = []

    work(remarks)

    assert "counting sheep" in terminal.getvalue()
    assert "100%" in terminal.getvalue()
    assert remarks == []
    assert capsys.readouterr().out == ""


def test_a_line_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library for bars is not installed, a terminal gets the line."""
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setitem(sys.modules, "rich.console", None)
    remarks: list[str] = []

    work(remarks)

    assert remarks == ["counting sheep: 1,200"]


def test_work_that_is_not_needed_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is shown where no step is made."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    remarks: list[str] = []

    with shown("counting sheep", remarks.append):
        pass

    assert (remarks, terminal.getvalue()) == ([], "")


def test_work_that_fails_ends_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error goes on to the caller, and the terminal has its cursor back."""
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")

    def fail() -> None:
        with shown("counting sheep") as progress:
            progress(1, 3)
            raise ValueError("a wolf")

    with pytest.raises(ValueError, match="a wolf"):
        fail()

    assert terminal.getvalue().count("\x1b[?25l") == terminal.getvalue().count("\x1b[?25h") > 0
