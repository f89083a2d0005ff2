"""Tests of the pins: what pyproject.toml asks for and the bot imports, with hashes and nothing else."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.tree import PROJECT, imports_of, python_files

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
RUN = [Requirement(text) for text in PYPROJECT["dependencies"]]
EXTRAS = {name: [Requirement(text) for text in texts] for name, texts in PYPROJECT["optional-dependencies"].items()}
# `make judge` installs what trains the judge by itself: two gigabytes that no test needs.
UNPINNED = "train"
EVERYTHING = [*RUN, *(requirement for name, extra in EXTRAS.items() if name != UNPINNED for requirement in extra)]
TRAINING = {canonicalize_name(requirement.name) for requirement in EXTRAS[UNPINNED]}

PIN = re.compile(
    r"(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[0-9][\w.+!]*)(?: ; (?P<marker>[^\\\n]+))? \\\n"
    r"(?:    --hash=sha256:[0-9a-f]{64} \\\n)*    --hash=sha256:[0-9a-f]{64}\n"
    r"(?:    # [^\n]*\n)*"
)
# Files that only run with an extra, which say so themselves where it is not installed.
OPTIONAL = {
    "bot/curation/exchange/workbook.py": "xlsx",
    "bot/semantics/embedding.py": "semantic",
    "bot/semantics/judge.py": "judge",
    "bot/semantics/similarity.py": "semantic",
    "bot/briefing/pdf_layout.py": "pdf",
    "bot/curation/usage/chart.py": "stats",
    "bot/api/models.py": "api",
    "bot/api/http_api.py": "api",
    "bot/api/mcp_server.py": "mcp",
}


def pins(name: str) -> dict[str, list[str]]:
    """Read a file of pins: package → its versions, several where platforms differ."""
    text = (PROJECT / name).read_text("utf-8")
    found: dict[str, list[str]] = {}
    for pin in PIN.finditer(text):
        found.setdefault(pin["name"], []).append(pin["version"])
    assert PIN.sub("", text) == "", f"{name} holds something else than pins with hashes"
    return found


def unmet(requirements: list[Requirement], pinned: dict[str, list[str]]) -> list[str]:
    """List the requirements that the pins do not meet."""
    return [
        str(requirement)
        for requirement in requirements
        if not (versions := pinned.get(canonicalize_name(requirement.name)))
        or not all(requirement.specifier.contains(version) for version in versions)
    ]


@pytest.mark.parametrize(("name", "requirements"), [("requirements.txt", RUN), ("requirements-dev.txt", EVERYTHING)])
def test_pins_are_what_is_asked_for(name: str, requirements: list[Requirement]) -> None:
    """Each library that pyproject.toml asks for is pinned at a version that it allows, with hashes."""
    assert unmet(requirements, pins(name)) == []


def test_the_tests_run_what_runs() -> None:
    """Tests use the very versions that the bot runs with."""
    run, dev = pins("requirements.txt"), pins("requirements-dev.txt")

    assert {name: dev.get(name) for name in run} == run


def third_party(*folders: str) -> Iterator[tuple[str, str]]:
    """List each package that files import, as the distribution that brings it."""
    ours = {"bot", "bench", "tests", "tools"} | sys.stdlib_module_names
    brought_by = packages_distributions()
    for path in python_files(*folders):
        for module in {name.split(".")[0] for name in imports_of(path)} - ours:
            yield path, canonicalize_name(brought_by.get(module, [module])[0])


def test_what_the_bot_imports_is_declared() -> None:
    """Each import of the bot is a dependency, or of an extra in a file that only runs with it."""
    run = {canonicalize_name(requirement.name) for requirement in RUN}
    extras = {name: {canonicalize_name(each.name) for each in extra} for name, extra in EXTRAS.items()}
    missing = {
        (path, name)
        for path, name in third_party("bot")
        if name not in run and not (path in OPTIONAL and name in extras[OPTIONAL[path]])
    }

    assert missing == set()


def test_what_the_tests_import_is_declared() -> None:
    """Each import of the tests, tools and benchmark is named in pyproject.toml."""
    named = {canonicalize_name(requirement.name) for requirement in EVERYTHING}
    used = third_party("tests", "tools", "bench")
    missing = {(path, name) for path, name in used if name not in named | TRAINING}

    assert missing == set()
