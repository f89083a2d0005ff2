"""Keeps sentence vectors on the disk by the hash of model and text, so that a restart embeds only what changed."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path

log = logging.getLogger(__name__)

TABLE = "create table if not exists vectors (key blob primary key, vector blob not null) without rowid"
KEYS_A_QUERY = 500  # below the least limit on variables that SQLite was ever built with


class VectorCache:
    """One SQLite file that several processes may share.

    Nothing in it is worth keeping from harm: a file that cannot be read is replaced by a new one, and where
    none can be written the vectors are computed again at the next start.
    """

    def __init__(self, path: Path, patience: float = 10) -> None:
        """Wait `patience` seconds for another process that is writing."""
        self.path = path
        self._patience = patience

    def read(self, model: str, texts: Sequence[str], length: int) -> dict[str, bytes]:
        """Find the vectors of `length` bytes that are known for `texts`."""
        keys = {_key(model, text): text for text in texts}
        found: dict[str, bytes] = {}
        if not self.path.exists():
            return found
        try:
            with closing(self._open()) as database:
                for start in range(0, len(keys), KEYS_A_QUERY):
                    some = list(keys)[start : start + KEYS_A_QUERY]
                    marks = ",".join("?" * len(some))
                    query = f"select key, vector from vectors where key in ({marks})"  # noqa: S608
                    found |= {keys[key]: vector for key, vector in database.execute(query, some)}
        except sqlite3.DatabaseError as error:
            self._discard(error)
            return {}
        return {text: vector for text, vector in found.items() if len(vector) == length}

    def write(self, model: str, vectors: Mapping[str, bytes]) -> None:
        """Keep vectors by their text, all or none."""
        rows = [(_key(model, text), vector) for text, vector in vectors.items()]
        try:
            self._insert(rows)
        except (sqlite3.DatabaseError, OSError) as error:
            self._discard(error)
            try:
                self._insert(rows)
            except (sqlite3.DatabaseError, OSError) as again:
                log.warning(
                    "cannot keep sentence vectors in %s: %s; they are computed anew next time",
                    self.path,
                    again,
                )

    def _insert(self, rows: Iterable[tuple[bytes, bytes]]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as database, database:
            database.execute(TABLE)
            database.executemany("insert or replace into vectors values (?, ?)", rows)

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=self._patience)

    def _discard(self, error: Exception) -> None:
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            return  # another process is writing: what it keeps is good
        log.warning("the vector cache %s is unreadable (%s); starting a new one", self.path, error)
        try:
            self.path.unlink(missing_ok=True)
        except OSError as stuck:
            log.warning("cannot remove %s: %s", self.path, stuck)


def _key(model: str, text: str) -> bytes:
    return sha256(f"{model}\0{text}".encode("utf-8", "surrogatepass")).digest()
