"""A question made from a fact, which either must find the fact or must not be answered."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variant:
    """`change` names what was done to `phrase`; if `must_hit` is false, no fact of the base answers `text`."""

    fact: str
    change: str
    phrase: str
    text: str
    must_hit: bool
    never: bool = False  # only this fact must not answer `text`: it stands under its `not_for`
