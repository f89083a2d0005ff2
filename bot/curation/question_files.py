"""The folder of a topic file → where the questions of its base stand, and those that were accepted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bot.reading import shown_path

QUESTIONS: Final = "questions.yaml"
ACCEPTED: Final = "accepted.yaml"
EVAL: Final = Path("tests", "eval")


def question_files(folder: Path) -> tuple[Path, Path]:
    """Name the question file and the file of accepted questions that belong to a folder of facts.

    Both are in tests/eval beside the folder where that is there, else right beside the folder: in the folder itself
    they would count as topics.
    """
    beside = folder.parent
    home = beside / EVAL if (beside / EVAL).is_dir() else beside
    return home / QUESTIONS, home / ACCEPTED


def accepted_files(facts: Iterable[Path]) -> dict[str, bytes]:
    """Read the files of accepted questions that belong to folders of facts."""
    folders = [path if path.is_dir() else path.parent for path in facts]
    files = dict.fromkeys(question_files(folder)[1] for folder in folders)
    return {shown_path(file): file.read_bytes() for file in files if file.is_file()}
