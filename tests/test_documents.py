"""Tests of the pages for people: what they name is there, and what is there they name."""

from __future__ import annotations

import re
import shlex
import tomllib
from argparse import ArgumentParser
from importlib import import_module

import pytest

from bot.cli import COMMANDS, build_parser
from bot.config import Settings
from tests.config.test_file import keys_of_settings
from tests.tree import PROJECT, python_files, section, tracked_texts

README = (PROJECT / "README.md").read_text("utf-8")
COMMAND_LINE = (PROJECT / "docs" / "commands.md").read_text("utf-8")
SETTINGS = (PROJECT / "docs" / "settings.md").read_text("utf-8")
CURATING = (PROJECT / "docs" / "curating.md").read_text("utf-8")
DEPLOY = (PROJECT / "docs" / "deploy.md").read_text("utf-8")
PAGES = "".join(path.read_text("utf-8") for path in sorted((PROJECT / "docs").glob("*.md")))
CONTRIBUTING = (PROJECT / "CONTRIBUTING.md").read_text("utf-8")
DECISION = (PROJECT / "docs" / "decisions" / "0001-dependencies.md").read_text("utf-8")
PROCFILE = (PROJECT / "Procfile").read_text("utf-8").splitlines()
MAKEFILE = (PROJECT / "Makefile").read_text("utf-8")

ROW = re.compile(r"^\| `(?P<name>[^`]+)` \|", re.M)
COMMAND_ROW = re.compile(r"^\| `python -m bot (?P<name>[a-z-]+)(?P<usage>[^`]*)` \|(?P<text>.*)$", re.M)
OPTION = re.compile(r"--[a-z][a-z-]+")
OF_ALL = {"--help", "--facts", "--config"}
VARIABLE = re.compile(r'"([A-Z]{2,}(?:_[A-Z]{2,})+|PORT|DYNO)"')


def options_of(name: str) -> set[str]:
    """List the options of a command besides those that all take."""
    parser = ArgumentParser()
    import_module(f"bot.commands.{COMMANDS[name][0]}").configure(parser)
    return set(OPTION.findall(parser.format_help())) - OF_ALL


def test_every_command_is_documented() -> None:
    """The page of the command line has each command of the command line with each of its options, and no others."""
    rows = COMMAND_ROW.finditer(section(COMMAND_LINE, "## Commands"))
    documented = {row["name"]: set(OPTION.findall(row["usage"] + row["text"])) for row in rows}

    assert documented == {name: options_of(name) for name in COMMANDS}


def test_every_setting_is_documented() -> None:
    """The page of the settings has each key of config.yaml, in its order, and no others."""
    documented = ROW.findall(section(SETTINGS, "## In config.yaml"))

    assert documented == [key for key, _ in keys_of_settings(Settings())]


def test_every_variable_is_documented() -> None:
    """The page of the settings has each environment variable that the bot reads, and no others."""
    documented = set(ROW.findall(section(SETTINGS, "## In the environment")))
    texts = [(PROJECT / path).read_text("utf-8") for path in python_files("bot/config")]

    assert documented == {name for text in texts for name in VARIABLE.findall(text)}


def test_every_target_is_documented() -> None:
    """README, CONTRIBUTING and the pages name each target that `make help` shows, and no others."""
    shown = set(re.findall(r"^([a-z]+):.*## ", MAKEFILE, re.M))
    named = {
        name for code in code_of(README + CONTRIBUTING + PAGES) for name in re.findall(r"(?:^| )make ([a-z]+)", code)
    }

    assert named == shown


def code_of(text: str) -> list[str]:
    """List what stands in backquotes and in console blocks of a page."""
    blocks = re.findall(r"^```console\n(.*?)^```", text, re.M | re.S)
    return [*"".join(blocks).splitlines(), *re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)]


@pytest.mark.parametrize("line", PROCFILE)
def test_procfile_runs_what_is_there(line: str) -> None:
    """Each process type runs a command that the command line takes."""
    name, _, command = line.partition(": ")
    python, *arguments = shlex.split(command)

    assert name in {"web", "worker", "release"}
    assert [python, *arguments[:2]] == ["python", "-m", "bot"]
    assert build_parser(arguments[2:]).parse_args(arguments[2:]).command == arguments[2]
    assert f"`{name}`" in section(DEPLOY, "## Processes")


def test_contributing_opens_with_a_fact() -> None:
    """Most changes are facts, so that comes first; both pages give the same five steps."""
    curating, contributing = (
        re.findall(r"^\d\. .*(?:\n   .*)*", section(page, "## Add a fact in five steps"), re.M)
        for page in (CURATING, CONTRIBUTING)
    )

    assert re.findall(r"^## .*", CONTRIBUTING, re.M)[0] == "## Add a fact in five steps"
    assert len(contributing) == 5
    assert curating == contributing


def test_links_lead_somewhere() -> None:
    """What a page links to within the project is there."""
    dead = [
        f"{path}: {target}"
        for path, text in tracked_texts()
        if path.endswith(".md")
        for target in re.findall(r"\]\((?!https?://|#)([^)#\s]+)", text)
        if not ((PROJECT / path).parent / target).exists()
    ]

    assert dead == []


def test_every_dependency_has_a_reason() -> None:
    """The first decision names each library that pyproject.toml asks for, and no others."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [
        *project["dependencies"],
        *(name for names in project["optional-dependencies"].values() for name in names),
    ]
    names = {re.split(r"[\[<>=~!; ]", requirement)[0].lower() for requirement in asked}
    named = {name for row in re.findall(r"^\| ([^|]+) \|", DECISION, re.M) for name in re.findall(r"`([^`]+)`", row)}

    assert named == names
