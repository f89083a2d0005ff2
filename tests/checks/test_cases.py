"""Each file under tests/cases has exactly the problems that its first lines announce."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.checks import RULES, check
from bot.factbase import PHRASINGS_FILE, load
from bot.factbase.loading.definition import SCHEMA_RULES

CASES = Path(__file__).parents[1] / "cases"
TODAY = date(2026, 11, 24)
_EXPECTATION = re.compile(rb"# expect: (\d+):(\d+) ([a-z-]+)\r?\n")


def _bases(kind: str) -> list[Path]:
    """List what is a base of its own: files directly in a rule's folder, and the folders in it."""
    found = []
    for rule in sorted((CASES / kind).iterdir()):
        found += [path for path in sorted(rule.iterdir()) if path.name != PHRASINGS_FILE]
    return found


def _files(base: Path) -> list[Path]:
    if base.is_dir():
        return sorted(base.rglob("*.yaml"))
    beside = base.parent / PHRASINGS_FILE
    return [base, beside] if beside.exists() else [base]


def _expected(files: list[Path]) -> list[str]:
    return sorted(
        f"{path}:{line.decode()}:{column.decode()} {rule.decode()}"
        for path in files
        for line, column, rule in _EXPECTATION.findall(path.read_bytes())
    )


def _found(files: list[Path]) -> list[str]:
    base, problems = load((str(path), path.read_bytes()) for path in files)
    if base:
        problems = check(base, today=TODAY)
    return sorted(f"{problem.place} {problem.rule}" for problem in problems)


def _name(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("base", _bases("bad"), ids=_name)
def test_a_bad_case_has_exactly_its_problems(base: Path) -> None:
    """A bad case has the problems of its first lines and no other, one of them of its folder's rule."""
    files = _files(base)
    expected = _expected(files)
    assert any(line.endswith(f" {base.parent.name}") for line in expected)
    assert _found(files) == expected


@pytest.mark.parametrize("base", _bases("good"), ids=_name)
def test_a_near_miss_has_no_problem(base: Path) -> None:
    """A good case, a base of its own that comes close to breaking the rule, has no problem at all."""
    files = _files(base)
    assert _expected(files) == []
    assert _found(files) == []


@pytest.mark.parametrize("kind", ["bad", "good"])
def test_every_rule_has_cases(kind: str) -> None:
    """Each rule has a folder of cases, and each folder a rule."""
    assert {path.name for path in (CASES / kind).iterdir()} == set(SCHEMA_RULES) | set(RULES)
