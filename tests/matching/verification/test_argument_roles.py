"""Tests of names that changed places between a question and a fact."""

from __future__ import annotations

import pytest

from bot.matching import Matcher
from bot.matching.verification.argument_roles import changed_places, roles
from tests.matching.bases import facts_of

TANKS = Matcher(facts_of("Which tanks did Kazakhstan supply to India?"))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("which tanks did Kazakhstan supply to India", None),
        ("which tanks did India supply to Kazakhstan", ("do IN", "do KZ")),
        ("which tanks were supplied to India by Kazakhstan", None),
        ("which tanks did kazakhstan supply to india", None),
        ("which tanks did Kazakhstan supply to China", None),  # another name is a constraint of its own
        ("which tanks did they supply", None),
        ("which tanks did Kazakhstan supply with India", None),
    ],
)
def test_changed_places(question: str, expected: tuple[str, str] | None) -> None:
    """Roles differ where a word that binds one name in the fact binds its other name in the question."""
    profile = TANKS.profiles.of(0)

    assert changed_places(roles(TANKS.read(question), profile.role_names), profile.roles) == expected


def test_names_and_bonds() -> None:
    """A name is bound to the word before it, unless that only joins."""
    found = roles(TANKS.read("which tanks did Kazakhstan supply to India and to China with Narnia"))

    assert found.names == {"KZ", "IN", "CN", "narnia"}
    assert found.bonds == {("do", "KZ"), ("to", "IN"), ("to", "CN")}


def test_one_name_cannot_change_places() -> None:
    """A fact with a single name has no roles."""
    assert Matcher(facts_of("Which tanks did Kazakhstan supply?")).profiles.of(0).roles == ()
