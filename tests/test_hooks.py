"""Tests of what a repository of facts takes from this one: the hooks, and the workflow that the page shows."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands.bases import breaking, write_base
from tests.tree import PROJECT, section

HOOKS: list[dict[str, Any]] = yaml.safe_load((PROJECT / ".pre-commit-hooks.yaml").read_text("utf-8"))
PAGE = (PROJECT / "docs" / "curating.md").read_text("utf-8")
BLOCKS = [yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```", PAGE, re.M | re.S)]
QUESTIONS = "- {ask: venue of DRILL 2018, want: drill-2018-place}\n- {ask: who paid, want: none}\n"


@pytest.fixture(name="team")
def _team(tmp_path: Path) -> Path:
    """A repository of facts with a question file."""
    write_base(tmp_path)
    (tmp_path / "tests" / "eval").mkdir(parents=True)
    (tmp_path / "tests" / "eval" / "questions.yaml").write_text(QUESTIONS.replace("venue of", "where was"))
    return tmp_path


def run(entry: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run what a hook or a step runs, with the bot of this project."""
    program, *arguments = shlex.split(entry)
    assert program in tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]["scripts"]
    environment = {"PYTHONPATH": str(PROJECT), "PATH": ""}
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )


def test_hooks_have_what_they_need() -> None:
    """Each looks at the base as a whole, so that no file is named to it, and installs itself."""
    assert [hook["id"] for hook in HOOKS] == ["briefing-check", "briefing-eval"]
    for hook in HOOKS:
        assert (hook["language"], hook["pass_filenames"]) == ("python", False)
        assert re.search(hook["files"], "facts/drill.yaml")


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_sound_base_passes(hook: dict[str, Any], team: Path) -> None:
    """In a repository that is sound each hook ends with 0."""
    ended = run(hook["entry"], team)

    assert ended.returncode == 0, ended.stdout + ended.stderr


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: str(hook["id"]))
def test_a_broken_base_fails(hook: dict[str, Any], team: Path) -> None:
    """A base that does not load fails both, with the place."""
    breaking(team)
    ended = run(hook["entry"], team)

    assert ended.returncode != 0
    assert "facts/drill.yaml:2:8: error: " in ended.stdout + ended.stderr


def test_the_page_shows_the_hooks() -> None:
    """What the page says to put into .pre-commit-config.yaml names each hook."""
    [shown] = [block for block in BLOCKS if "repos" in block]

    assert [hook["id"] for hook in shown["repos"][0]["hooks"]] == [hook["id"] for hook in HOOKS]


def test_the_workflow_on_the_page(team: Path) -> None:
    """Its steps run, and a wrong answer is put on the line of the question."""
    [workflow] = [block for block in BLOCKS if "jobs" in block]
    steps = [step["run"] for step in workflow["jobs"]["facts"]["steps"] if "briefing-bot " in step.get("run", "")]
    entries = [line for step in steps for line in step.splitlines() if line.startswith("briefing-bot ")]
    (team / "tests" / "eval" / "questions.yaml").write_text(
        QUESTIONS.replace("venue of", "where was").replace("drill-2018-place", "drill-2019-place")
    )
    check, evaluate = (run(entry, team) for entry in entries)

    assert check.returncode == 0
    assert evaluate.returncode == 1
    assert evaluate.stdout.startswith(
        "::error file=tests/eval/questions.yaml,line=1,col=9,title=eval::'where was DRILL 2018' is wrong"
    )


def test_the_page_is_about_what_is_there() -> None:
    """The page has its headings in the order in which a curator needs them."""
    assert section(PAGE, "## Several folders")
