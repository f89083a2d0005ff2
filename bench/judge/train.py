"""Trains the judge of meaning on bench/contrasts, measures it on domains it has not seen, and writes its 8-bit file.

Needs the extra `train` and the sentence model (`make model`); `make judge` does it all. It takes about an hour on one
core. Two runs differ by a point or two in the shares that are printed.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch.nn.functional import binary_cross_entropy_with_logits

from bench import near_misses
from bench.judge.groups import Group, read_groups, read_properties
from bench.judge.network import Network, from_sentence_model
from bench.judge.pairs import Pair, normalised, pairs_of, property_pairs
from bot.semantics.judge import LONGEST, SHIPPED

ROOT: Final = Path(__file__).parents[2]
MODEL: Final = ROOT / "models" / "all-minilm-l6-v2"
BATCH: Final = 48
FROZEN: Final = 1  # layers, with the embeddings
RATE: Final = 6e-5
HEAD_RATE: Final = 8  # times the rate of the rest
SMOOTH: Final = 0.02
Row = tuple[
    list[int], list[int], float
]  # token ids, which of the two questions each belongs to, and whether they agree


def main() -> int:
    """Train, print the figures on unseen domains, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--epochs", type=int, default=2, help="rounds over the groups (2)")
    parser.add_argument("--names", type=int, default=15000, help="pairs of made-up names for each round (15000)")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--out", type=Path, default=SHIPPED / "judge.onnx")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    chance = random.Random(7)
    groups, kinds = read_groups(), read_properties()
    learnt = [group for group in groups if not group.is_kept_back]
    tokenizer = Tokenizer.from_file(str(MODEL / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    batches: list[list[Row]] = []
    for _ in range(arguments.epochs):
        pairs = pairs_of(learnt, chance) + property_pairs(kinds, arguments.names, chance)
        chance.shuffle(pairs)
        batches += _batches(_rows(tokenizer, pairs), chance)
    network = from_sentence_model(MODEL / "model.onnx")
    _train(network, batches)
    for name, measured in (("domains kept back", [g for g in groups if g.is_kept_back]), ("34 bases", _small_bases())):
        _report(name, network, tokenizer, measured)
    _export(network, arguments.out)
    return 0


def _train(network: Network, batches: Sequence[Sequence[Row]]) -> None:
    network.freeze(FROZEN)
    head = list(network.head.parameters())
    body = [p for p in network.parameters() if p.requires_grad and all(p is not one for one in head)]
    steps = [{"params": body, "lr": RATE}, {"params": head, "lr": RATE * HEAD_RATE}]
    optimiser = torch.optim.AdamW(steps, weight_decay=0.01)
    warm, count = max(1, len(batches) // 12), len(batches)
    pace = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda n: min(1, (n + 1) / warm) * max(0.02, 1 - n / count))
    network.train()
    began = time.monotonic()
    for number, batch in enumerate(batches, 1):
        wanted = torch.tensor([row[2] for row in batch])
        loss = binary_cross_entropy_with_logits(network(*_tensors(batch)), wanted * (1 - 2 * SMOOTH) + SMOOTH)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*body, *head], 1.0)
        optimiser.step()
        pace.step()
        if number % 100 == 0:
            pairs = number * BATCH / (time.monotonic() - began)
            print(f"{number} of {count} steps, loss {loss.item():.3f}, {pairs:.0f} pairs a second", flush=True)


def _rows(tokenizer: Tokenizer, pairs: Sequence[Pair]) -> list[Row]:
    encodings = tokenizer.encode_batch([(one, two) for one, two, _ in pairs])
    return [(e.ids, e.type_ids, y) for e, (_, _, y) in zip(encodings, pairs, strict=True)]


def _batches(rows: Sequence[Row], chance: random.Random) -> list[list[Row]]:
    """Put rows of like length together, so that little is padded, in an order of chance."""
    found: list[list[Row]] = []
    for start in range(0, len(rows), BATCH * 40):
        some = sorted(rows[start : start + BATCH * 40], key=lambda row: len(row[0]))
        batches = [some[at : at + BATCH] for at in range(0, len(some), BATCH)]
        chance.shuffle(batches)
        found += batches
    return found


def _tensors(batch: Sequence[Row]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    longest = max(len(ids) for ids, _, _ in batch)

    def padded(values: Iterator[list[int]]) -> torch.Tensor:
        return torch.tensor([row + [0] * (longest - len(row)) for row in values])

    ids, types = padded(row[0] for row in batch), padded(row[1] for row in batch)
    return ids, types, padded([1] * len(row[0]) for row in batch)


def _small_bases() -> list[Group]:
    return [
        Group(domain, True, fact.ask, fact.same, fact.other)
        for domain, facts in near_misses.read().items()
        for fact in facts
    ]


def _report(name: str, network: Network, tokenizer: Tokenizer, groups: Sequence[Group]) -> None:
    """Print what share of rephrasings agrees with its question more than all but some of the near misses do."""
    pairs = [
        (normalised(one), normalised(g.ask), y)
        for g in groups
        for y, some in ((1.0, g.same), (0.0, g.other))
        for one in some
    ]
    rows = _rows(tokenizer, pairs)
    order = sorted(range(len(rows)), key=lambda at: len(rows[at][0]))
    scores = np.zeros(len(rows))
    network.eval()
    with torch.no_grad():
        for start in range(0, len(order), BATCH):
            some = order[start : start + BATCH]
            scores[some] = network(*_tensors([rows[at] for at in some])).numpy()
    right = np.array([y == 1.0 for _, _, y in pairs])
    misses = np.sort(scores[~right])[::-1]
    shares = (0.01, 0.02, 0.05)
    found = [f"{(scores[right] > misses[int(share * len(misses))]).mean():.3f} at {share:.0%}" for share in shares]
    print(f"{name}: {right.sum()} rephrasings accepted, {', '.join(found)} of {len(misses)} near misses")


def _export(network: Network, out: Path) -> None:
    network.eval()
    ids = torch.ones((2, 12), dtype=torch.int64)
    names = ["input_ids", "token_type_ids", "attention_mask"]
    free = {name: {0: "batch", 1: "tokens"} for name in names} | {"logit": {0: "batch"}}
    whole = out.with_suffix(".float.onnx")
    torch.onnx.export(
        network, (ids, ids, ids), str(whole), input_names=names, output_names=["logit"], dynamic_axes=free,
        opset_version=17, dynamo=False,
    )  # fmt: skip
    quantize_dynamic(
        whole, out, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gemm", "Gather"]
    )
    whole.unlink()
    about = {
        "sha256": sha256(out.read_bytes()).hexdigest(),
        "base": "all-MiniLM-L6-v2, Apache-2.0",
        "data": "bench/contrasts, without the domains kept back",
    }
    out.with_suffix(".json").write_text(json.dumps(about, indent=2) + "\n", encoding="utf-8")
    print(f"wrote {out} ({out.stat().st_size / 1e6:.1f} MB)")


if __name__ == "__main__":
    raise SystemExit(main())
