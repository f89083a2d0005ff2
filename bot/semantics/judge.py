"""Judges whether two questions ask for the same thing, with a small model that reads both side by side.

The model is a cross-encoder: all-MiniLM-L6-v2 trained further on groups of questions of one meaning and near misses of
each (bench/contrasts; `make judge` trains it). Its file holds 8-bit weights and runs on one core of any machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from bot.semantics.embedding import opened_session, opened_tokenizer

SHIPPED: Final = Path(__file__).with_name("weights")
LIBRARIES: Final = ("numpy", "onnxruntime", "tokenizers")
LONGEST: Final = 80  # tokens of both questions together; what is beyond them is cut
BATCH: Final = 24  # pairs


@dataclass(frozen=True, slots=True)
class QuestionJudge:
    """The model in a folder with judge.onnx and tokenizer.json; it is opened when it is first asked."""

    folder: Path = SHIPPED

    def agreement(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return for each pair of questions how surely they ask the same, as log-odds: above 0 likelier than not."""
        import numpy as np

        session, tokenizer = _opened(self.folder)
        encodings = tokenizer.encode_batch(list(pairs))
        values = [0.0] * len(encodings)
        by_length = sorted(range(len(encodings)), key=lambda at: len(encodings[at].ids))
        for start in range(0, len(by_length), BATCH):
            batch = by_length[start : start + BATCH]
            longest = len(encodings[batch[-1]].ids)
            feed = {name: np.zeros((len(batch), longest), dtype=np.int64) for name in _INPUTS}
            for row, at in enumerate(batch):
                length = len(encodings[at].ids)
                feed["input_ids"][row, :length] = encodings[at].ids
                feed["token_type_ids"][row, :length] = encodings[at].type_ids
                feed["attention_mask"][row, :length] = 1
            for at, value in zip(batch, session.run(None, feed)[0], strict=True):
                values[at] = float(value)
        return values


_INPUTS: Final = ("input_ids", "token_type_ids", "attention_mask")


def lacking_libraries() -> list[str]:
    """Name the libraries that the judge needs and this installation does not have."""
    return [name for name in LIBRARIES if not _is_installed(name)]


def _is_installed(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except ValueError:  # a module that was put out of use
        return False


@lru_cache(maxsize=2)
def _opened(folder: Path) -> tuple[Any, Any]:
    tokenizer = opened_tokenizer(folder / "tokenizer.json", LONGEST)
    return opened_session(folder / "judge.onnx", threads=1), tokenizer
