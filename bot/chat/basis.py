"""A decision → what is kept of it to say later why it was taken, as JSON, and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from bot.factbase.dates import parse_date
from bot.matching import Context
from bot.matching.decision import Answer, Block, Candidate, Decision
from bot.replies.why import NOTHING, Basis


def basis_of(decision: Decision, *, is_chosen: bool = False, after: Context = NOTHING) -> Basis:
    """Take out of a decision what it rests on; nothing of what was asked but what kept a fact from being told."""
    told = decision.facts if isinstance(decision, Answer) else ()
    known = {candidate.fact for candidate in told}
    others = tuple(candidate for candidate in decision.candidates if candidate.fact not in known)
    return Basis(told, others, is_chosen, after)


def as_text(basis: Basis) -> str:
    """Write a basis down."""
    written: dict[str, Any] = {"told": _listed(basis.told), "others": _listed(basis.others), "chosen": basis.is_chosen}
    if basis.after.facts:
        written |= {"after": basis.after.facts, "about": basis.after.about}
    return json.dumps(written, ensure_ascii=False)


def as_basis(text: str) -> Basis:
    """Read what `as_text` wrote."""
    read: Mapping[str, Any] = json.loads(text)
    after = Context(tuple(read.get("after", ())), about=read.get("about"))
    return Basis(_candidates(read["told"]), _candidates(read["others"]), read["chosen"], after)


def _listed(candidates: Iterable[Candidate]) -> list[dict[str, Any]]:
    return [
        {
            "fact": candidate.fact,
            "confidence": round(candidate.confidence, 4),
            "phrase": candidate.phrase,
            "blocks": [[block.kind, block.asked, block.held] for block in candidate.blocks],
            **({"as_of": str(candidate.as_of)} if candidate.as_of is not None else {}),
        }
        for candidate in candidates
    ]


def _candidates(listed: Iterable[Mapping[str, Any]]) -> tuple[Candidate, ...]:
    return tuple(
        Candidate(
            one["fact"],
            one["confidence"],
            one["phrase"],
            blocks=tuple(Block(*b) for b in one["blocks"]),
            as_of=parse_date(one.get("as_of", "")),
        )
        for one in listed
    )
