"""Tests of the number spaces of PostgreSQL's advisory locks."""

from __future__ import annotations

import ast

from bot.store.database import advisory_locks
from tests.tree import python_files, tree_of


def test_each_use_has_a_space_of_its_own() -> None:
    """No two uses share a space, or one could block the other."""
    spaces = [value for name, value in vars(advisory_locks).items() if name.isupper() and isinstance(value, int)]

    assert len(spaces) == len({*spaces}) == len({*advisory_locks.SPACES, advisory_locks.MIGRATION})


def test_every_lock_is_of_a_space_of_the_table() -> None:
    """Whoever takes or releases a lock names its space by a constant of the table."""
    named = {
        (path, ast.unparse(call.args[0]))
        for path in python_files("bot/store")
        for call in ast.walk(tree_of(path))
        if isinstance(call, ast.Call) and call.args and "advisory" in getattr(call.func, "attr", "")
    }

    assert {"RATE_LIMITS", "MIGRATION"} <= {space for _, space in named}
    assert [one for one in sorted(named) if one[1] != "space" and not hasattr(advisory_locks, one[1])] == []
