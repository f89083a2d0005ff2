"""The judge as a network that can be trained: the six layers of all-MiniLM-L6-v2, with a head that gives one number."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn
from torch.nn import functional as F

HIDDEN, INNER, HEADS, LAYERS, WORDS, POSITIONS = 384, 1536, 12, 6, 30522, 512
_DENSE = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
_OWN_NAMES = dict(zip(("q", "k", "v", "o", "up", "down"), _DENSE, strict=True)) | {
    "ln1": "attention.output.LayerNorm",
    "ln2": "output.LayerNorm",
}


class Layer(nn.Module):  # type: ignore[misc]
    """One layer of BERT (Devlin et al. 2018): attention over all tokens, then two dense steps."""

    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(HIDDEN, HIDDEN) for _ in range(4))
        self.ln1, self.ln2 = (nn.LayerNorm(HIDDEN, eps=1e-12) for _ in range(2))
        self.up, self.down, self.drop = nn.Linear(HIDDEN, INNER), nn.Linear(INNER, HIDDEN), nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return the tokens' new vectors, in the shape of `x`: batch × tokens × HIDDEN."""
        batch, tokens, _ = x.shape

        def by_head(values: torch.Tensor) -> torch.Tensor:
            return values.view(batch, tokens, HEADS, HIDDEN // HEADS).transpose(1, 2)

        mixed = F.scaled_dot_product_attention(by_head(self.q(x)), by_head(self.k(x)), by_head(self.v(x)), mask)
        x = self.ln1(x + self.drop(self.o(mixed.transpose(1, 2).reshape(batch, tokens, HIDDEN))))
        result: torch.Tensor = self.ln2(x + self.drop(self.down(F.gelu(self.up(x)))))
        return result


class Network(nn.Module):  # type: ignore[misc]
    """Reads two questions in one row of tokens and returns the log-odds that they ask the same."""

    def __init__(self) -> None:
        super().__init__()
        self.word, self.pos, self.typ = (
            nn.Embedding(WORDS, HIDDEN),
            nn.Embedding(POSITIONS, HIDDEN),
            nn.Embedding(2, HIDDEN),
        )
        self.ln, self.drop = nn.LayerNorm(HIDDEN, eps=1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head = nn.Sequential(nn.Linear(2 * HIDDEN, HIDDEN), nn.Tanh(), nn.Dropout(0.1), nn.Linear(HIDDEN, 1))

    def forward(self, ids: torch.Tensor, types: torch.Tensor, attention: torch.Tensor) -> torch.Tensor:
        """Return one number for each row of `ids`, `types` and `attention` (batch × tokens)."""
        x = self.drop(self.ln(self.word(ids) + self.pos(torch.arange(ids.shape[1]))[None] + self.typ(types)))
        mask = torch.zeros(attention.shape).masked_fill(attention == 0, -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        mean = (x * attention[..., None]).sum(1) / attention.sum(1, keepdim=True)
        result: torch.Tensor = self.head(torch.cat([x[:, 0], mean], -1)).squeeze(-1)
        return result

    def freeze(self, layers: int) -> None:
        """Keep the embeddings and the first layers as they are."""
        for part in (self.word, self.pos, self.typ, self.ln, *list(self.layers)[:layers]):
            for parameter in part.parameters():
                parameter.requires_grad = False


def from_sentence_model(path: Path) -> Network:
    """Return a network with the weights of the sentence model's 8-bit file (`make model`), and a new head."""
    stored = {one.name: numpy_helper.to_array(one) for one in onnx.load(str(path)).graph.initializer}

    def exact(name: str) -> np.ndarray:
        weights: np.ndarray = stored[f"{name}_q"].astype(np.float32) * stored[f"{name}_scale"]
        return weights

    plain = {name[6:]: values for name, values in stored.items() if name.startswith("inner.")}
    for kind in ("word", "position"):
        plain[f"embeddings.{kind}_embeddings.weight"] = exact(f"inner.embeddings.{kind}_embeddings.weight")
    numbered = sorted((name[:-2] for name in stored if name.startswith("val_") and name.endswith("_q")), key=_number)
    for at, name in enumerate(numbered):
        layer, part = divmod(at, len(_DENSE))
        plain[f"encoder.layer.{layer}.{_DENSE[part]}.weight"] = exact(name).T
    names = {
        "word.weight": "embeddings.word_embeddings.weight",
        "pos.weight": "embeddings.position_embeddings.weight",
        "typ.weight": "embeddings.token_type_embeddings.weight",
        "ln.weight": "embeddings.LayerNorm.weight",
        "ln.bias": "embeddings.LayerNorm.bias",
    }
    for layer in range(LAYERS):
        for own, theirs in _OWN_NAMES.items():
            for kind in ("weight", "bias"):
                names[f"layers.{layer}.{own}.{kind}"] = f"encoder.layer.{layer}.{theirs}.{kind}"
    network = Network()
    weights = {own: torch.tensor(np.array(plain[theirs], dtype=np.float32)) for own, theirs in names.items()}
    network.load_state_dict(weights, strict=False)  # the head is new
    return network


def _number(name: str) -> int:
    return int(name.removeprefix("val_"))
