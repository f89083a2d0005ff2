"""Tests of the command line as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.cli import COMMANDS, main
from tests.commands.bases import OTAR, QUESTION, VARIABLES, write_base

ROOT = Path(__file__).parent.parent


@pytest.fixture(name="place")
def _place(tmp_path: Path) -> Path:
    """Make a folder with a base in `facts`."""
    write_base(tmp_path)
    return tmp_path


def start(place: Path, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=place,
    )


def environment() -> dict[str, str]:
    """Give a process no variable of the bot's, and a locale that lacks most letters."""
    usual = {name: value for name, value in os.environ.items() if name not in VARIABLES}
    return {**usual, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii", "TERM": "dumb"}


def read_until(descriptor: int, end: bytes) -> bytes:
    """Read what a process writes to a terminal, up to and with an end."""
    seen = b""
    while not seen.endswith(end):
        seen += os.read(descriptor, 1)
    return seen


def test_batch_streams(place: Path) -> None:
    """Each object is there before the next line is sent, and output is UTF-8 in any locale."""
    process = start(place, "ask", "--batch")
    assert process.stdin is not None
    assert process.stdout is not None
    for question in (QUESTION, "ж", "\udc80"):
        process.stdin.write(question.encode("utf-8", "surrogateescape") + b"\n")
        process.stdin.flush()
        found = json.loads(process.stdout.readline().decode())
        assert found["question"] == question.replace("\udc80", "�")
    out, err = process.communicate()

    assert (process.returncode, out, err) == (0, b"", b"")


def test_reader_that_leaves(place: Path) -> None:
    """When nobody reads any more the batch ends calmly."""
    process = start(place, "ask", "--batch")
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdin.write(QUESTION.encode() + b"\n")
    process.stdin.flush()
    process.stdout.readline()
    process.stdout.close()
    process.stdin.write(QUESTION.encode() + b"\n")
    process.stdin.close()

    assert process.wait(30) == 141
    assert process.stderr.read() == b""
    process.stderr.close()


def test_interrupt(place: Path) -> None:
    """Ctrl-C ends a chat without a traceback."""
    process = start(place, "chat")
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(QUESTION.encode() + b"\n")
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)

    assert (process.returncode, err) == (130, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are of POSIX systems")
def test_terminal(place: Path) -> None:
    """In a terminal there are a prompt and colour, a miss becomes a gap, and Ctrl-D ends the chat with exit code 0."""
    import pty

    outside, inside = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        stdin=inside,
        stdout=inside,
        stderr=inside,
        env={**environment(), "TERM": "xterm"},
        cwd=place,
    )
    os.close(inside)
    greeting = read_until(outside, b"> ")
    os.write(outside, QUESTION.encode() + b"\n")
    reply = read_until(outside, b"> ")
    os.write(outside, b"who commanded DRILL 2018?\n")
    read_until(outside, b"> ")
    os.write(outside, b"\x04")

    assert process.wait(30) == 0
    assert b"\x1b[1mIn Otar." in reply
    assert b"who commanded DRILL 2018?" in start(place, "gaps").communicate()[0]
    assert b"TELEGRAM_BOT_TOKEN is not set" in greeting
    assert OTAR.splitlines()[0].encode() in reply
    os.close(outside)


def test_help_names_every_command(place: Path) -> None:
    """--help lists the commands, and each has help of its own."""
    process = start(place, "--help")
    out, err = process.communicate()

    assert (process.returncode, err) == (0, b"")
    for name in COMMANDS:
        assert f"\n    {name}".encode() in out.replace(b"\n\n", b"\n")
        assert main([name, "--help"]) == 0


def test_no_command(capsys: pytest.CaptureFixture[str]) -> None:
    """Without a command the usage is told, with exit code 2."""
    assert main([]) == 2
    assert capsys.readouterr().err.startswith("usage: python -m bot")


HEAVY = ("alembic", "httpx", "numpy", "rich", "ruamel", "sqlalchemy", "starlette", "telegram", "uvicorn", "wordfreq")
IMPORTED = f"""
import sys
from bot.cli import main
code = main(sys.argv[1:])
print(code, *sorted({set(HEAVY)!r} & {{name.partition(".")[0] for name in sys.modules}}), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "arguments", [["--help"], ["ask", QUESTION], ["check"], ["eval", "--help"], ["accept", "--help"]]
)
def test_only_what_a_command_needs_is_imported(place: Path, arguments: list[str]) -> None:
    """Help, a question and a check load nothing of the store, of Telegram or of the terminal's tables."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORTED, *arguments], cwd=place, env=environment(), capture_output=True, check=True
    )

    assert done.stderr.split()[-1] == b"0"


@pytest.mark.process
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
@pytest.mark.parametrize("arguments", [["ask", QUESTION], ["export", "--format", "csv"]])
def test_output_that_cannot_be_written(arguments: list[str], place: Path) -> None:
    """Where the disk of the output is full, one sentence says so, and the exit code is one that nothing else has."""
    with Path("/dev/full").open("wb") as full:
        ended = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            env=environment(),
            cwd=place,
            check=False,
            timeout=60,
        )

    assert ended.stderr.decode() == (
        "error: the output cannot be written (No space left on device); write it where there is room\n"
    )
    assert ended.returncode == 74
