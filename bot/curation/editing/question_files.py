"""Finds the question file of a base and the file of accepted questions that belong to a folder of facts."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bot.config.file import read_settings
from bot.engine.files import folder_of, shown_path

QUESTIONS: Final = "questions.yaml"
ACCEPTED: Final = "accepted.yaml"
EVAL: Final = Path("tests", "eval")
SETTINGS: Final = "config.yaml"


def question_files(folder: Path) -> tuple[Path, Path]:
    """Return the paths of the question file and of the file of accepted questions of a folder of facts.

    Both are in tests/eval beside the folder if that exists, else right beside the folder: inside it they would count as
    topics. Where the config.yaml there names other folders these files belong to that base, and those of this folder
    bear its name: trial-questions.yaml for the folder trial.
    """
    beside = folder.parent if folder.name not in ("", "..") else folder / ".."
    if not _is_named(folder, beside):
        name = folder.resolve().name
        return beside / f"{name}-{QUESTIONS}", beside / f"{name}-{ACCEPTED}"
    home = beside / EVAL if (beside / EVAL).is_dir() else beside
    return home / QUESTIONS, home / ACCEPTED


def _is_named(folder: Path, beside: Path) -> bool:
    """Return whether the settings beside a folder of facts, if there are any, are those of its base."""
    path = beside / SETTINGS
    if not path.is_file():
        return True
    facts = read_settings(str(path), path.read_bytes(), beside)[0].facts
    return folder.resolve() in {folder_of(each).resolve() for each in facts}


def read_questions_beside(facts: Iterable[Path]) -> dict[str, bytes]:
    """Read all question files that belong to folders of facts."""
    return _read(file for path in facts for file in question_files(folder_of(path)))


def accepted_files(facts: Iterable[Path]) -> dict[str, bytes]:
    """Read the files of accepted questions that belong to folders of facts."""
    return _read(question_files(folder_of(path))[1] for path in facts)


def _read(files: Iterable[Path]) -> dict[str, bytes]:
    return {shown_path(file): file.read_bytes() for file in dict.fromkeys(files) if file.is_file()}
