"""Holds dialogues of three turns on the shipped facts, and counts which questions are answered as they are meant.

The dialogues stand in dialogues.yaml. An answer that is not the one meant breaks the first promise, in a conversation
as well as alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import yaml

from bot.config import load_config
from bot.engine.engine import load_engine
from bot.matching import Answer, Decision, FollowUpContext, Matcher, NoAnswer, converse

FILE: Final = Path(__file__).with_name("dialogues.yaml")
PROJECT: Final = Path(__file__).parents[1]
NOW: Final = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and the ids of the facts that answer it, none where the base has no answer."""

    question: str
    wanted: frozenset[str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a turn: the facts it was answered with, and those offered."""

    turn: Turn
    answered: frozenset[str]
    offered: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether it was answered as meant; refused, where the base has no answer."""
        return self.answered == self.turn.wanted

    @property
    def is_wrong(self) -> bool:
        """Whether a fact was told that is not the one meant."""
        return not self.answered <= self.turn.wanted

    @property
    def is_first(self) -> bool:
        """Whether it was not answered and the right fact is offered first."""
        return not self.answered and self.offered[:1] == tuple(self.turn.wanted)[:1] != ()


def read(path: Path = FILE) -> dict[str, list[list[Turn]]]:
    """Read the dialogues of each kind."""
    document = yaml.safe_load(path.read_text("utf-8"))
    return {
        kind: [[_turn(*row) for turn in dialogue for row in turn.items()] for dialogue in dialogues]
        for kind, dialogues in document.items()
    }


def _turn(question: str, wanted: str) -> Turn:
    return Turn(question, frozenset(one.strip() for one in wanted.split("+")) - {"none"})


def hold(matcher: Matcher, dialogues: Iterable[Iterable[Turn]]) -> list[Outcome]:
    """Hold each dialogue from its beginning."""
    found = []
    for dialogue in dialogues:
        context = FollowUpContext()
        for turn in dialogue:
            decision, context = converse(matcher, turn.question, context, NOW)
            found.append(_outcome(turn, decision))
    return found


def _outcome(turn: Turn, decision: Decision) -> Outcome:
    if isinstance(decision, Answer):
        return Outcome(turn, frozenset(one.fact for one in decision.facts), ())
    offered = decision.nearest if isinstance(decision, NoAnswer) else decision.choices
    return Outcome(turn, frozenset(), tuple(one.fact for one in offered))


def lines(outcomes: dict[str, list[Outcome]]) -> Iterator[str]:
    """Write a line a kind, and each turn that was not answered as meant."""
    for kind, found in outcomes.items():
        right, first = sum(one.is_right for one in found), sum(one.is_first for one in found)
        wrong = sum(one.is_wrong for one in found)
        yield f"{kind:10} {len(found):4} turns: {right:3} as meant, {first:3} with it as first choice, {wrong} wrong"
    for one in (one for found in outcomes.values() for one in found if not one.is_right):
        told = ", ".join(sorted(one.answered)) or f"none, near {', '.join(one.offered[:2]) or 'nothing'}"
        yield f"  {one.turn.question} → {told}"


def main() -> None:
    """Hold all dialogues on the shipped base and print what came out."""
    matcher = load_engine(load_config(PROJECT / "config.yaml", {}), print).matcher
    print("\n".join(lines({kind: hold(matcher, dialogues) for kind, dialogues in read().items()})))


if __name__ == "__main__":
    main()
