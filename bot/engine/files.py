"""Reads the files of a base from the disk, and loads the base."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from bot import factbase
from bot.factbase.model import FactBase
from bot.problems import BotError, FactsError

SUFFIXES: Final = {".yaml", ".yml"}
PHRASINGS: Final = "phrasings.yaml"
_MEND: Final = "name one with --facts or in config.yaml, or make a base with python -m bot init DIR"


def read_folders(paths: Iterable[Path]) -> dict[str, bytes]:
    """Read what together is one base: the YAML files of folders, and single files."""
    contents: dict[str, bytes] = {}
    for path in paths:
        for file in _files(path):
            contents[shown_path(file)] = _read(file)
    return contents


def read_base_of(path: Path) -> dict[str, bytes]:
    """Read what a path stands for: a folder is a base, a file is one with the phrasings.yaml beside it."""
    contents = read_folders([path])
    beside = path.parent / PHRASINGS
    if path.is_file() and path.name != PHRASINGS and beside.is_file():
        contents[shown_path(beside)] = _read(beside)
    return contents


def load_base(paths: Iterable[Path]) -> FactBase:
    """Load folders as one base; raises FactsError with every problem that keeps it from loading."""
    return loaded(read_folders(paths))


def loaded(files: Mapping[str, bytes]) -> FactBase:
    """Load the files of a base; raises FactsError with every problem that keeps it from loading."""
    base, problems = factbase.load(files.items())
    if base is None:
        raise FactsError(problems)
    return base


def folder_of(path: Path) -> Path:
    """Return the folder of facts that a path names; for a single file, the folder that it is in."""
    return path.parent if path.is_file() else path


def topic_files(folder: Path) -> list[Path]:
    """Return the YAML files of a folder, none where the folder is not there."""
    return sorted(_yaml_files(folder))


def _files(path: Path) -> Iterator[Path]:
    if path.is_file() and path.suffix.lower() in SUFFIXES:
        yield path
        return
    if not path.is_dir():
        raise BotError(f"no folder of facts '{path}'; {_MEND}")
    found = topic_files(path)
    if not found:
        raise BotError(f"folder '{path}' holds no .yaml file; {_MEND}")
    yield from found


def _yaml_files(folder: Path) -> Iterator[Path]:
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        for name in names:
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."):
                yield Path(root) / name


def _read(path: Path) -> bytes:
    """Read a file; what is none, such as a pipe or a device, could be read for ever."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BotError(f"'{path}' is no file but a pipe, device or the like; move it away")
        return path.read_bytes()
    except OSError as error:
        raise BotError(f"'{path}' cannot be read ({error.strerror}); mend that or move it away") from error


def shown_path(path: Path) -> str:
    """Name a file as a person would from where they stand."""
    if path.is_absolute():
        try:
            return path.relative_to(Path.cwd()).as_posix()
        except ValueError:
            pass
    return path.as_posix()
