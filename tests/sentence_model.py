"""Makes a tiny sentence model: a real ONNX file and tokenizer, whose vectors can be worked out by hand."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from pathlib import Path

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

# A word's vector; words the model does not know have the first one.
WORDS: dict[str, tuple[float, float]] = {
    "[UNK]": (0.0, 0.0),
    "exercise": (1.0, 0.0),
    "drill": (1.0, 0.0),
    "bread": (0.0, 1.0),
    "loaf": (0.0, 3.0),
}
FLOAT, INT64 = 1, 7  # of ONNX


def make_model(folder: Path, *, width: int = 2) -> Path:
    """Write model.onnx and tokenizer.json into the folder; a sentence is the mean of its words' vectors."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [[*vector, *[0.0] * (width - 2)] for vector in WORDS.values()]
    (folder / "model.onnx").write_bytes(_lookup_model(rows))
    tokenizer = Tokenizer(models.WordLevel({word: at for at, word in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Lowercase()
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    return folder


def _lookup_model(rows: Sequence[Sequence[float]]) -> bytes:
    """Encode a graph of one Gather node by hand; the package onnx would be much for this."""
    width = len(rows[0])
    table = b"".join(struct.pack(f"<{width}f", *row) for row in rows)
    tensor = _number(1, len(rows)) + _number(1, width) + _number(2, FLOAT) + _bytes(8, b"table") + _bytes(9, table)
    node = _bytes(1, b"table") + _bytes(1, b"input_ids") + _bytes(2, b"last_hidden_state") + _bytes(4, b"Gather")
    graph = _bytes(1, node) + _bytes(2, b"lookup") + _bytes(5, tensor)
    for name in (b"input_ids", b"attention_mask"):
        graph += _bytes(11, _value(name, INT64, (b"batch", b"sequence")))
    graph += _bytes(12, _value(b"last_hidden_state", FLOAT, (b"batch", b"sequence", width)))
    return _number(1, 8) + _bytes(7, graph) + _bytes(8, _number(2, 13))


def _value(name: bytes, kind: int, shape: Sequence[bytes | int]) -> bytes:
    dimensions = b"".join(_bytes(1, _number(1, size) if isinstance(size, int) else _bytes(2, size)) for size in shape)
    return _bytes(1, name) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, dimensions)))


def _number(field: int, value: int) -> bytes:
    return _varint(field << 3) + _varint(value)


def _bytes(field: int, content: bytes) -> bytes:
    return _varint(field << 3 | 2) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    parts = bytearray()
    while value > 0x7F:
        parts.append(value & 0x7F | 0x80)
        value >>= 7
    parts.append(value)
    return bytes(parts)
