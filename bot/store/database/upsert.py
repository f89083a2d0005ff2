"""Inserts a row, or changes the row that has its key already."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Final, TypeAlias

from sqlalchemy import ColumnElement, Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

Row: TypeAlias = Mapping[str, object]
Columns: TypeAlias = Any  # the row that was to be inserted, column by column
ALWAYS: Final = None


def add(connection: Connection, table: Table, row: Row) -> bool:
    """Insert a row unless its key is taken; return whether it was inserted."""
    return connection.execute(_adding(connection.dialect.name, table), dict(row)).first() is not None


@lru_cache
def _adding(dialect: str, table: Table) -> Executable:
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    statement: Executable = insert(table).on_conflict_do_nothing().returning(*table.primary_key)
    return statement


def upsert(
    connection: Connection,
    table: Table,
    row: Row,
    *,
    anew: Callable[[Columns], Mapping[str, Any]] | None = None,
    only_if: Callable[[Columns], ColumnElement[bool]] | None = ALWAYS,
) -> bool:
    """Insert a row, or change the one with its key; return whether either was done.

    `anew` gives what a row that is there becomes (default: all columns beyond the key). The two functions
    are called once for many rows: let them be the same objects each time, and look at nothing else.
    """
    statement = _upserting(connection.dialect.name, table, tuple(row), anew, only_if)
    return connection.execute(statement, dict(row)).first() is not None


@lru_cache
def _upserting(
    dialect: str,
    table: Table,
    names: tuple[str, ...],
    anew: Callable[[Columns], Mapping[str, Any]] | None,
    only_if: Callable[[Columns], ColumnElement[bool]] | None,
) -> Executable:
    """Build the statement once, as that takes longer than executing it."""
    insert: Any = sqlite.insert if dialect == "sqlite" else postgresql.insert
    adding = insert(table)
    keys = [column.name for column in table.primary_key]
    changed = anew(adding.excluded) if anew else {name: adding.excluded[name] for name in names if name not in keys}
    where = only_if(adding.excluded) if only_if else None
    upserting = adding.on_conflict_do_update(index_elements=keys, set_=changed, where=where)
    statement: Executable = upserting.returning(*table.primary_key)
    return statement
