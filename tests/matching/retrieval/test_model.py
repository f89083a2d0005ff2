"""Tests of the weights of both models."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from bot.matching.retrieval.features import PAIR_NAMES
from bot.matching.retrieval.model import (
    CONFIDENCE_NAMES,
    TOP_FEATURES,
    Weights,
    shipped_weights,
    weights_from,
)


@pytest.mark.parametrize("kind", ["lexical", "semantic"])
def test_shipped_weights_are_complete(kind: str) -> None:
    """The file has a number for every feature by its name, a bias, and nothing else."""
    document = json.loads(files("bot.matching").joinpath("model.json").read_text("utf-8"))

    assert set(document) == {"lexical", "semantic", "provenance"}
    assert document["provenance"]
    assert set(document[kind]) == {"rank", "confidence"}
    assert set(document[kind]["rank"]) == set(PAIR_NAMES)
    assert set(document[kind]["confidence"]) == {"bias", *CONFIDENCE_NAMES}
    assert all(isinstance(value, float) for part in document[kind].values() for value in part.values())


def test_shipped_weights_differ() -> None:
    """The weights without a sentence model give meaning no say."""
    lexical, semantic = shipped_weights(semantic=False), shipped_weights(semantic=True)
    at = [PAIR_NAMES.index(name) for name in PAIR_NAMES if name.startswith("meaning")]

    assert all(lexical.rank[position] == lexical.confidence[position] == 0.0 for position in at)
    assert any(semantic.rank[position] != 0.0 for position in at)


def test_every_feature_has_a_meaning() -> None:
    """Names are in one order everywhere and taken once."""
    assert (*PAIR_NAMES, *TOP_FEATURES) == CONFIDENCE_NAMES
    assert len(set(CONFIDENCE_NAMES)) == len(CONFIDENCE_NAMES)


def test_weights_by_name() -> None:
    """Weights are put in the order of the features; one that is not given weighs nothing."""
    weights = weights_from({"rank": {"order": 2.0}, "confidence": {"bias": -1.0, "lead": 3.0}})

    features = [float(name == "order") for name in PAIR_NAMES]
    assert weights.score(features) == 2.0
    assert weights.probability([0.0] * len(CONFIDENCE_NAMES)) == pytest.approx(0.26894, abs=1e-5)
    certain = [float(name == "lead") for name in CONFIDENCE_NAMES]
    assert weights.probability(certain) == pytest.approx(0.88080, abs=1e-5)


@pytest.mark.parametrize(("bias", "expected"), [(1e9, 1.0), (-1e9, 0.0), (0.0, 0.5)])
def test_probability_does_not_overflow(bias: float, expected: float) -> None:
    """However far a sum goes, the probability stays within 0 and 1."""
    weights = Weights((0.0,) * len(PAIR_NAMES), (0.0,) * len(CONFIDENCE_NAMES), bias)

    assert weights.probability([1.0] * len(CONFIDENCE_NAMES)) == pytest.approx(expected)
