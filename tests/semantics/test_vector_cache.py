"""The vector cache loses nothing that matters and stops nothing, whatever becomes of its file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.semantics.vector_cache import VectorCache

TEXTS = {"a": b"1234", "b": b"5678"}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    """Vectors come back by text and model; folders on the way are made."""
    cache = VectorCache(tmp_path / "var" / "vectors.db")
    cache.write("model", TEXTS)
    assert cache.read("model", ["a", "b", "c"], 4) == TEXTS
    assert cache.read("other model", ["a"], 4) == {}


def test_more_texts_than_a_query_may_name_are_found(tmp_path: Path) -> None:
    """SQLite limits the variables of a query; a large base is read all the same."""
    cache = VectorCache(tmp_path / "vectors.db")
    many = {f"text {at}": at.to_bytes(4) for at in range(1_700)}
    cache.write("model", many)
    assert cache.read("model", list(many), 4) == many


def test_reading_makes_no_file(tmp_path: Path) -> None:
    """A cache that was never written is empty and stays away."""
    path = tmp_path / "vectors.db"
    assert VectorCache(path).read("model", ["a"], 4) == {}
    assert not path.exists()


def test_a_vector_of_another_length_is_not_taken(tmp_path: Path) -> None:
    """A row cut short counts as unknown."""
    cache = VectorCache(tmp_path / "vectors.db")
    cache.write("model", {"a": b"12", "b": b"5678"})
    assert cache.read("model", ["a", "b"], 4) == {"b": b"5678"}


@pytest.mark.parametrize("content", [b"", b"not a database", b"SQLite format 3\0" + b"\xff" * 500])
def test_a_corrupt_file_is_rebuilt(content: bytes, tmp_path: Path) -> None:
    """Reading finds nothing, writing starts anew, and what was written is there."""
    path = tmp_path / "vectors.db"
    path.write_bytes(content)
    cache = VectorCache(path)
    assert cache.read("model", ["a"], 4) == {}
    cache.write("model", TEXTS)
    assert cache.read("model", ["a", "b"], 4) == TEXTS


def test_a_corrupt_file_is_rebuilt_by_writing_too(tmp_path: Path) -> None:
    """A file that went bad between reading and writing is replaced."""
    path = tmp_path / "vectors.db"
    path.write_bytes(b"not a database at all")
    VectorCache(path).write("model", TEXTS)
    assert VectorCache(path).read("model", ["a", "b"], 4) == TEXTS


def test_a_database_of_another_kind_is_replaced(tmp_path: Path) -> None:
    """A file whose table has other columns is as good as none."""
    path = tmp_path / "vectors.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("create table vectors (id integer)")
    cache = VectorCache(path)
    assert cache.read("model", ["a"], 4) == {}
    cache.write("model", TEXTS)
    assert cache.read("model", ["a"], 4) == {"a": b"1234"}


def test_a_cache_that_cannot_be_written_stops_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Where its folder is a file, one warning says that vectors are not kept."""
    (tmp_path / "var").write_text("a file")
    cache = VectorCache(tmp_path / "var" / "vectors.db")
    cache.write("model", TEXTS)
    assert cache.read("model", ["a"], 4) == {}
    assert "cannot keep sentence vectors" in caplog.text


def test_a_writer_in_another_process_is_waited_for_not_overwritten(tmp_path: Path) -> None:
    """While another process holds the file, nothing of it is thrown away."""
    path = tmp_path / "vectors.db"
    VectorCache(path).write("model", {"a": b"1234"})
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("begin exclusive")
        VectorCache(path, patience=0.05).write("model", {"b": b"5678"})
        assert VectorCache(path, patience=0.05).read("model", ["a"], 4) == {}
        other.execute("rollback")
    assert VectorCache(path).read("model", ["a", "b"], 4) == {"a": b"1234"}
