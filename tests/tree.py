"""The project's files → their syntax trees, imports and text, for the tests that look at all of them."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1]


def python_files(*folders: str) -> list[str]:
    """List the Python files under folders of the project, as paths from its root."""
    found = (path for folder in folders for path in (PROJECT / folder).rglob("*.py"))
    return sorted(path.relative_to(PROJECT).as_posix() for path in found)


@cache
def tree_of(path: str) -> ast.Module:
    """Parse a file of the project."""
    return ast.parse((PROJECT / path).read_bytes(), path)


def imports_of(path: str) -> Iterator[str]:
    """List the modules that a file imports, wherever it does; `from bot import desk` counts as bot.engine.engine."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            around = path.split("/")[: -node.level] if node.level else []
            module = ".".join([*around, *filter(None, [node.module])])
            yield from (f"bot.{alias.name}" for alias in node.names) if module == "bot" else (module,)


def room_of(path_or_module: str) -> str:
    """Name the room of a file or module: that of bot.chat.serving.http_app is chat."""
    parts = path_or_module.removesuffix(".py").replace("/", ".").split(".")
    return parts[1] if len(parts) > 1 else ""


def tracked_texts() -> Iterator[tuple[str, str]]:
    """Read every text file that git tracks; skip the test where git does not know them."""
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, check=True, timeout=30)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("needs git and a clone, to know which files are tracked")
    for name in listed.stdout.decode().split("\0"):
        path = PROJECT / name
        if name and path.is_file():
            yield name, path.read_bytes().decode("utf-8", "replace")


def section(text: str, heading: str) -> str:
    """Cut out what stands under a heading of a page, up to the next heading of its rank or above."""
    lines = text.splitlines()
    assert heading in lines, f"there is no heading '{heading}'"
    start = lines.index(heading) + 1
    rank = len(heading) - len(heading.lstrip("#"))
    higher = tuple("#" * number + " " for number in range(1, rank + 1))
    is_code = False
    for end in range(start, len(lines)):
        is_code ^= lines[end].startswith("```")
        if not is_code and lines[end].startswith(higher):
            return "\n".join(lines[start:end])
    return "\n".join(lines[start:])
