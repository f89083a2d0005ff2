"""Turns texts into sentence vectors with an ONNX model on the CPU, from a folder or from the hub by name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from bot.problems import BotError
from bot.semantics.vector_cache import VectorCache

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors: TypeAlias = NDArray[np.float32]

Progress: TypeAlias = Callable[[int, int], None]  # texts embedded, of how many
Fetch: TypeAlias = Callable[[str], Path]  # name on the hub → folder

MODEL_FILES = ("model.onnx", "onnx/model.onnx")
TOKENIZER_FILE = "tokenizer.json"
LONGEST = 128  # tokens: what all-MiniLM-L6-v2 was trained with
BATCH = 512  # tokens; larger batches are no faster and take hundreds of megabytes
HUB_NAME = re.compile(r"[\w.-]+/[\w.-]+")
NEEDS_EXTRA = "sentence embeddings need onnxruntime, tokenizers and numpy; run pip install '.[semantic]'"


class ModelError(BotError):
    """The sentence model cannot be used; the message says how to mend that."""


class Embedder:
    """A sentence model ready to run; its vectors have length 1, so that their product is the cosine."""

    def __init__(self, folder: Path, cache: VectorCache | None = None, threads: int = 1) -> None:
        model, tokenizer = _files(folder)
        self.model = _fingerprint(model, tokenizer)
        self._session = opened_session(model, threads)
        self._tokenizer = opened_tokenizer(tokenizer)
        self._inputs = {node.name for node in self._session.get_inputs()}
        self.dimensions = int(self._session.get_outputs()[0].shape[-1])
        self._cache = cache

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Return one row of float32 for each text, in their order. Nothing is stored: use it for questions."""
        return self._compute(texts, None)

    def embed_phrases(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Return one row for each phrasing of a base; those that the cache lacks are computed and stored in it."""
        import numpy as np

        known = self._cache.read(self.model, texts, 4 * self.dimensions) if self._cache else {}
        new = list(dict.fromkeys(text for text in texts if text not in known))
        if new:
            rows = self._compute(new, progress).astype("<f4")
            known |= {text: row.tobytes() for text, row in zip(new, rows, strict=True)}
            if self._cache:
                self._cache.write(self.model, {text: known[text] for text in new})
        vectors = np.empty((len(texts), self.dimensions), dtype=np.float32)
        for at, text in enumerate(texts):
            vectors[at] = np.frombuffer(known[text], dtype="<f4")
        return vectors

    def _compute(self, texts: Sequence[str], progress: Progress | None) -> Vectors:
        import numpy as np

        rows = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        vectors = np.empty((len(rows), self.dimensions), dtype=np.float32)
        done = 0
        for batch in _batches([len(row) for row in rows]):
            vectors[batch] = self._run([rows[at] for at in batch])
            done += len(batch)
            if progress:
                progress(done, len(rows))
        return vectors

    def _run(self, rows: Sequence[Sequence[int]]) -> Vectors:
        """Average the vectors of the tokens of each row, padding excepted."""
        import numpy as np

        longest = max(len(row) for row in rows)
        ids = np.zeros((len(rows), longest), dtype=np.int64)
        mask = np.zeros_like(ids)
        for at, row in enumerate(rows):
            ids[at, : len(row)] = row
            mask[at, : len(row)] = 1
        feed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        tokens = self._session.run(None, {name: value for name, value in feed.items() if name in self._inputs})[0]
        weights = mask[:, :, None].astype(np.float32)
        means = (tokens * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1)
        lengths = np.linalg.norm(means, axis=1, keepdims=True)
        vectors: Vectors = (means / np.maximum(lengths, 1e-12)).astype(np.float32)
        return vectors


def load(where: str, root: Path, cache: Path | None = None, threads: int = 1, fetch: Fetch | None = None) -> Embedder:
    """Open the model in the folder `where`, relative to `root`, else fetch it from the hub by that name."""
    folder = root / where
    if not folder.is_dir():
        if not HUB_NAME.fullmatch(where) or where.startswith("."):
            raise ModelError(f"no model folder '{folder}'; run make model, or name a folder that is there")
        folder = _fetched(where, folder, fetch or _snapshot)
    return Embedder(folder, VectorCache(cache) if cache else None, threads)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the positions of the texts in batches of like length, so that padding costs little."""
    batch: list[int] = []
    for at in sorted(range(len(lengths)), key=lambda at: lengths[at]):
        if batch and lengths[at] * (len(batch) + 1) > BATCH:
            yield batch
            batch = []
        batch.append(at)
    if batch:
        yield batch


def _fetched(name: str, folder: Path, fetch: Fetch) -> Path:
    try:
        return fetch(name)
    except ImportError as error:
        raise ModelError(NEEDS_EXTRA) from error
    except Exception as error:  # the hub client has many errors, all of which mean this
        reason = _first_line(error)
        what = f"no model folder '{folder}', and '{name}' cannot be fetched from the hub ({reason})"
        raise ModelError(f"{what}; run make model, or name a folder that is there") from error


def _snapshot(name: str) -> Path:
    from huggingface_hub import snapshot_download

    return Path(snapshot_download(name, allow_patterns=[*MODEL_FILES, TOKENIZER_FILE]))


def _files(folder: Path) -> tuple[Path, Path]:
    model = next((folder / name for name in MODEL_FILES if (folder / name).is_file()), None)
    tokenizer = folder / TOKENIZER_FILE
    lacking = [*([] if model else ["model.onnx"]), *([] if tokenizer.is_file() else [TOKENIZER_FILE])]
    if model is None or lacking:
        raise ModelError(f"model folder '{folder}' has no {' and no '.join(lacking)}; run make model to assemble one")
    return model, tokenizer


def _fingerprint(*files: Path) -> str:
    digest = sha256(f"mean {LONGEST}".encode())  # how vectors are made is part of what they are
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def opened_session(model: Path, threads: int) -> Any:
    """Open an ONNX model on so many threads; raise ModelError if it cannot run here."""
    try:
        import numpy  # noqa: F401
        import onnxruntime
    except ImportError as error:
        raise ModelError(NEEDS_EXTRA) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(str(model), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime raises its own kinds, private to it
        raise ModelError(
            f"'{model}' is not a model that can run ({_first_line(error)}); run make model anew"
        ) from error


def opened_tokenizer(file: Path, longest: int = LONGEST) -> Any:
    """Open a tokenizer that cuts what is longer than so many tokens; raise ModelError if it is none."""
    try:
        import tokenizers
    except ImportError as error:
        raise ModelError(NEEDS_EXTRA) from error
    try:
        tokenizer = tokenizers.Tokenizer.from_file(str(file))
    except Exception as error:  # likewise
        raise ModelError(f"'{file}' is not a tokenizer ({_first_line(error)}); run make model anew") from error
    tokenizer.enable_truncation(longest)
    tokenizer.no_padding()
    return tokenizer


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), type(error).__name__)
