"""A question made from a fact: it must find the fact, or must not be answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variant:
    """`change` names what was done to `phrase`; with `must_hit` false no fact of the base answers `text`."""

    fact: str
    change: str
    phrase: str
    text: str
    must_hit: bool
