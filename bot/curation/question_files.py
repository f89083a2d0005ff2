"""The folder of a topic file → where the questions of its base stand, and those that were accepted."""

from __future__ import annotations

from pathlib import Path
from typing import Final

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
