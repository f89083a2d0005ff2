"""Writes the difference between two versions of files as a patch for `git apply`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from bot.engine.files import folder_of

if TYPE_CHECKING:
    from bot.config import Config


_NO_END = "\n\\ No newline at end of file\n"


def patch(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> str:
    """Return the patch that leads from the files in `before` to those in `after`; a file missing in `before` is new."""
    return "".join("".join(_file(path, before.get(path), after[path])) for path in sorted(after))


def _file(path: str, old: bytes | None, new: bytes) -> Iterator[str]:
    if old == new:
        return
    name = PurePosixPath(path).as_posix().lstrip("/")
    yield f"diff --git a/{name} b/{name}\n"
    if old is None:
        yield "new file mode 100644\n"
    lines = unified_diff(
        _lines(old or b""),
        _lines(new),
        "/dev/null" if old is None else f"a/{name}",
        f"b/{name}",
    )
    for line in lines:
        yield line if line.endswith("\n") else line + _NO_END


def _lines(content: bytes) -> list[str]:
    """Split at line feeds only, as git does."""
    text = content.decode("utf-8", "surrogateescape")
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]


def name_in_repository(path: str, config: Config) -> str:
    """Return the path of a file from the root of its git repository, else from the folder of config.yaml.

    For a file in neither, the parent of the folder of facts counts as the root.
    """
    file = Path(path).resolve()
    root = next((root for root in _roots(file, config) if root in file.parents), None)
    return path if root is None else file.relative_to(root).as_posix()


def _roots(file: Path, config: Config) -> Iterator[Path]:
    yield from (folder for folder in file.parents if (folder / ".git").exists())
    yield config.root.resolve()
    for facts in config.settings.facts:
        yield folder_of(facts).resolve().parent
