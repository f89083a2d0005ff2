"""What is measured: this bot and its peers, each made from a question set by name."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol, TypeAlias

from rapidfuzz import fuzz

from bench import peers
from bench.sets import QuestionSet, as_base
from bot.matching import Answer, Matcher, Suggest, Thresholds, Weights
from bot.matching.retrieval.model import weights_from
from bot.semantics.embedding import Embedder
from bot.semantics.similarity import SentenceMeaning

LEFT_OUT = Path(__file__).with_name("left_out.json")


@dataclass(frozen=True, slots=True)
class Said:
    """What a system says to a question: its ranking, and what it answers or suggests if it has thresholds."""

    ranking: peers.Ranking
    answered: tuple[str, ...] = ()
    suggested: tuple[str, ...] = ()


class System(Protocol):
    """Something that answers questions from one set."""

    decides: bool  # whether it has thresholds of its own

    def ask(self, question: str) -> Said:
        """Answer one question."""
        ...


@dataclass(frozen=True, slots=True)
class Setting:
    """What systems are made with besides the set."""

    thresholds: Thresholds
    embedder: Embedder | None
    left_out: Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]]  # set → lexical or semantic → weights


class Ours:
    """This bot, with the weights that were fitted without the set where there are such."""

    decides = True

    def __init__(self, questions: QuestionSet, setting: Setting, *, semantic: bool) -> None:
        embedder = setting.embedder if semantic else None
        self._matcher = Matcher(
            as_base(questions.entries, questions.language),
            thresholds=setting.thresholds,
            weights=left_out_weights(setting, questions.name, semantic=semantic),
            meaning=partial(SentenceMeaning, embedder) if embedder else None,
        )

    def ask(self, question: str) -> Said:
        """Decide as the bot does; the ranking is what `ask --json` lists as candidates."""
        decision = self._matcher.decide(question)
        ranking = [(candidate.fact, candidate.confidence) for candidate in decision.candidates]
        answered = tuple(c.fact for c in decision.facts) if isinstance(decision, Answer) else ()
        suggested = tuple(c.fact for c in decision.choices) if isinstance(decision, Suggest) else ()
        return Said(ranking, answered, suggested)


class Other:
    """A peer, which ranks and has no thresholds."""

    decides = False

    def __init__(self, peer: peers.Peer) -> None:
        self._peer = peer

    def ask(self, question: str) -> Said:
        """Rank."""
        return Said(self._peer.rank(question))


Make: TypeAlias = Callable[[QuestionSet, Setting], System]


def _sentences(questions: QuestionSet, setting: Setting) -> System:
    embedder = setting.embedder
    if embedder is None:
        raise ValueError("sentence embeddings without a model")
    return Other(peers.Sentences(questions.phrases, embedder.embed_phrases, embedder.embed))


LEXICAL = "this bot, lexical"
SEMANTIC = "this bot, semantic"
MINILM = "all-MiniLM-L6-v2"
SYSTEMS: Mapping[str, Make] = {
    LEXICAL: partial(Ours, semantic=False),
    SEMANTIC: partial(Ours, semantic=True),
    "WRatio": lambda questions, _: Other(peers.Fuzzy(questions.phrases, fuzz.WRatio)),
    "token_set_ratio": lambda questions, _: Other(peers.Fuzzy(questions.phrases, fuzz.token_set_ratio)),
    "TF-IDF char 2–4": lambda questions, _: Other(peers.Tfidf(questions.phrases)),
    "BM25": lambda questions, _: Other(peers.Bm25(questions.phrases)),
    MINILM: _sentences,
}
NEED_MODEL = frozenset({SEMANTIC, MINILM})
LEXICAL_PEERS = tuple(name for name in SYSTEMS if name not in {LEXICAL, SEMANTIC, MINILM})


def left_out_weights(setting: Setting, name: str, *, semantic: bool) -> Weights | None:
    """Give the weights fitted on all sets but this one; None where there are none, for the shipped ones."""
    held = setting.left_out.get(name, {}).get("semantic" if semantic else "lexical")
    return weights_from(held) if held else None


def read_left_out(path: Path = LEFT_OUT) -> Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]]:
    """Read what bench/fit.py wrote; empty before it did."""
    if not path.is_file():
        return {}
    held: Mapping[str, Mapping[str, Mapping[str, Mapping[str, float]]]] = json.loads(path.read_text("utf-8"))
    return held
