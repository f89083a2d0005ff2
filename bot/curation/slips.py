"""A word → the same word as hurried fingers type it."""

from __future__ import annotations

from collections import defaultdict
from random import Random
from typing import Final

KEYBOARDS: Final = (("qwertyuiop", "asdfghjkl", "zxcvbnm"), ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"))


def _neighbours() -> dict[str, str]:
    near: dict[str, str] = defaultdict(str)
    for rows in KEYBOARDS:
        for number, row in enumerate(rows):
            for column, letter in enumerate(row):
                near[letter] += row[max(0, column - 1) : column] + row[column + 1 : column + 2]
                if number + 1 < len(rows):
                    near[letter] += rows[number + 1][column : column + 1]
    return dict(near)


NEIGHBOURS: Final = _neighbours()


def next_key(word: str, chance: Random) -> str:
    """Hit the key beside the right one, at any place but the first."""
    at = chance.randrange(1, len(word))
    keys = NEIGHBOURS.get(word[at].lower(), "")
    return word[:at] + chance.choice(keys) + word[at + 1 :] if keys else word


def left_out(word: str, chance: Random) -> str:
    """Leave out a letter, at any place but the first."""
    at = chance.randrange(1, len(word))
    return word[:at] + word[at + 1 :]


def doubled(word: str, chance: Random) -> str:
    """Type a letter twice."""
    at = chance.randrange(1, len(word))
    return word[:at] + word[at] + word[at:]


def exchanged(word: str, chance: Random) -> str:
    """Type two neighbouring letters in the wrong order, at any place but the first."""
    at = chance.randrange(1, len(word) - 1)
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


SLIPS: Final = (next_key, left_out, doubled, exchanged)
