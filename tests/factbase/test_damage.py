"""Tests of damaged topic files: none is taken, and each is told with its place."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest

from bot import factbase
from bot.engine.files import read_folders
from tests.damage import WAYS, damaged
from tests.tree import PROJECT

FEW, MANY = 48, 200
SEED = 20261124


@pytest.mark.parametrize("count", [FEW, pytest.param(MANY, marks=pytest.mark.long)])
def test_damage_is_refused_with_a_place(count: int) -> None:
    """Each of many damaged variants of the shipped files keeps the base from loading, at a line of that file."""
    files = read_folders([PROJECT / "facts"])
    phrasings = {path: text for path, text in files.items() if PurePosixPath(path).name == "phrasings.yaml"}
    unknown = {
        path: {str(problem) for problem in factbase.load([(path, text), *phrasings.items()])[1]}
        for path, text in files.items()
        if path not in phrasings
    }
    made = list(damaged(files, SEED, count))
    taken = []
    for damage in made:
        base, problems = factbase.load([(damage.path, damage.content), *phrasings.items()])
        lines = damage.content.count(b"\n") + 1
        here = [
            problem
            for problem in problems
            if problem.place.path == damage.path
            and 1 <= problem.place.line <= lines + 1
            and str(problem) not in unknown[damage.path]
        ]
        if base is not None or not here:
            taken.append(damage)

    assert {damage.kind for damage in made} == set(WAYS)
    assert len({damage.content for damage in made}) == count
    assert len({damage.path for damage in made}) == len(unknown)
    assert taken == []


def test_damage_is_the_same_each_time() -> None:
    """A seed always makes the same variants, another seed others."""
    files = read_folders([PROJECT / "facts"])
    one, again, other = (list(damaged(files, seed, 12)) for seed in (1, 1, 2))

    assert one == again
    assert one != other
