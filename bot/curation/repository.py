"""A file of the base → its name in the repository that holds it, as a patch for git has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from bot.reading import folder_of

if TYPE_CHECKING:
    from bot.config import Config


def name_in_repository(path: str, config: Config) -> str:
    """Name a file from the root of its git repository, else from the folder of config.yaml.

    Of a file in neither, the folder that holds the folder of facts counts as the root.
    """
    file = Path(path).resolve()
    root = next((root for root in _roots(file, config) if root in file.parents), None)
    return path if root is None else file.relative_to(root).as_posix()


def _roots(file: Path, config: Config) -> Iterator[Path]:
    yield from (folder for folder in file.parents if (folder / ".git").exists())
    yield config.root.resolve()
    for facts in config.settings.facts:
        yield folder_of(facts).resolve().parent
