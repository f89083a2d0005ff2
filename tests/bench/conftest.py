"""A small question set on disk, in the form of the public ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

FACTS = [
    {
        "id": "KZ:Place",
        "question": "Where was the exercise held?",
        "aliases": ["Location of the exercise"],
        "answer": "At Otar.",
    },
    {"id": "KZ:Start", "question": "When did the exercise begin? ", "aliases": [], "answer": "In September."},
    {"id": "KZ:Aim", "question": "What was the aim of the drill?", "aliases": [], "answer": ""},
]
QUERIES = [
    {"q": "Where was the exercise held", "expect": "KZ:Place", "kind": "in"},
    {"q": "when did the exersise begin", "expect": "KZ:Start", "kind": "in"},
    {"q": "aim of the drill?", "expect": "KZ:Aim", "kind": "in"},
    {"q": "How do I bake bread?", "expect": None, "kind": "oos"},
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder with the set 'small'."""
    small = tmp_path / "sets" / "small"
    small.mkdir(parents=True)
    for name, rows in (("facts", FACTS), ("queries", QUERIES)):
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        (small / f"{name}.jsonl").write_text(text, "utf-8")
    return tmp_path / "sets"
