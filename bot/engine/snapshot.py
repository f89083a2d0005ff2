"""Keeps what a load computes in files beside the store, so that the next start and other processes only read it.

A snapshot is found by a key: the hash of the fact files, of the settings that shape the matcher, and of the program
with its libraries. So a snapshot is never out of date; one whose key nobody asks for any more is removed in the end.

Snapshots are pickles, which can run code when they are read. They are only read from a folder that belongs to this user
and that nobody else may write to, and only if their checksum is right; everything else is computed anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import os
import pickle
import shutil
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from tempfile import mkstemp
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import bot
from bot.engine.collector import without_collector

if TYPE_CHECKING:
    from bot.semantics.embedding import Embedder

log = logging.getLogger(__name__)

Part: TypeAlias = str | bytes
PROGRAM: Final = ("factbase", "matching", "checks", "engine", "semantics", "problems.py")  # what shapes a snapshot
SUFFIX: Final = ".snapshot"
CHECKSUM: Final = hashlib.sha256().digest_size
_embedder: ContextVar[Embedder | None] = ContextVar("sentence model of what is being read", default=None)


@dataclass(frozen=True, slots=True)
class SnapshotCache:
    """The snapshots in one folder; several processes may share it."""

    folder: Path
    most_files: int = 40
    most_bytes: int = 500_000_000
    spared: int = 8  # a snapshot leaves so many times its size free on the disk, which the store beside it needs

    def read(self, key: str, embedder: Embedder | None = None) -> object | None:
        """Return the value kept under a key; None if there is none that can be trusted and read.

        `embedder` takes the place of the sentence model, which is left out of snapshots.
        """
        path = self.folder / (key + SUFFIX)
        try:
            content = self._trusted_content(path)
        except OSError:
            return None
        payload = memoryview(content)[CHECKSUM:]
        if content[:CHECKSUM] != hashlib.sha256(payload).digest():
            self._discard(path, "its checksum is wrong")
            return None
        try:
            value = unpickle(payload, embedder)
        except Exception as error:  # a pickle can fail in any way
            self._discard(path, f"{type(error).__name__}: {error}")
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # the files used last are kept longest
        return value

    def write(self, key: str, value: object) -> None:
        """Keep a value, whole or not at all; where nothing can be written, the next start computes it again."""
        try:
            self._prepare_folder()
            payload = pickled(value)
            if shutil.disk_usage(self.folder).free < self.spared * len(payload):
                return
            descriptor, name = mkstemp(dir=self.folder, suffix=".part")  # readable by this user alone
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(hashlib.sha256(payload).digest())
                    file.write(payload)
                os.replace(name, self.folder / (key + SUFFIX))
            except BaseException:
                os.unlink(name)
                raise
            self._remove_oldest()
        except (OSError, pickle.PicklingError, AttributeError, TypeError, RecursionError) as error:
            log.debug("no snapshot was kept in %s: %s", self.folder, error)

    def _trusted_content(self, path: Path) -> bytes:
        _check_owner(os.lstat(self.folder), self.folder)
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            _check_owner(os.fstat(descriptor), path)
            return file.read()

    def _prepare_folder(self) -> None:
        """Make the folder, for this user alone, and keep git from seeing it."""
        if not self.folder.is_dir():
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            (self.folder / ".gitignore").write_text("*\n")
        _check_owner(os.lstat(self.folder), self.folder)

    def _remove_oldest(self) -> None:
        """Remove the snapshots used longest ago beyond the limits, and files left half-written a day ago."""
        found = []
        for path in self.folder.iterdir():
            with contextlib.suppress(OSError):  # another process may have removed it
                found.append((path.stat().st_mtime, path.stat().st_size, path))
        newest = max((when for when, _, _ in found), default=0.0)
        files, size = 0, 0
        for when, length, path in sorted(found, reverse=True):
            is_snapshot = path.suffix == SUFFIX
            files, size = files + is_snapshot, size + length * is_snapshot
            is_over = is_snapshot and (files > self.most_files or (size > self.most_bytes and files > 1))
            if is_over or (path.suffix == ".part" and newest - when > 86_400):
                path.unlink(missing_ok=True)

    def _discard(self, path: Path, why: str) -> None:
        log.debug("snapshot %s is thrown away: %s", path, why)
        with contextlib.suppress(OSError):
            path.unlink()


def _check_owner(found: os.stat_result, path: Path) -> None:
    """Raise PermissionError unless a file or folder is this user's, and nobody else may write to it."""
    is_plain = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
    if not is_plain or not hasattr(os, "geteuid") or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise PermissionError(f"{path} could have been written by somebody else")


def key_of(kind: str, *parts: Part, files: Mapping[str, bytes] | None = None) -> str:
    """Return the key of a snapshot: the hash of the program, of a kind of value and of all that it depends on."""
    digest = hashlib.sha256(f"{kind}\0{program_version()}".encode())
    for path, content in sorted((files or {}).items()):
        digest.update(b"file\0" + path.encode("utf-8", "surrogateescape") + b"\0" + hashlib.sha256(content).digest())
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


@cache
def program_version() -> str:
    """Return the hash of the code and data that shape a snapshot, of Python, and of the installed libraries."""
    digest = hashlib.sha256(sys.version.encode())
    root = Path(bot.__file__).parent
    for name in PROGRAM:
        for path in _sources(root / name):
            digest.update(str(path.relative_to(root)).encode() + b"\0" + path.read_bytes())
    for library in _libraries():
        digest.update(library.encode() + b"\0")
    return digest.hexdigest()


def _sources(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        # the judge's weights are large; judge.json beside them has their checksum
        yield from (Path(folder, name) for name in sorted(names) if not name.endswith(".onnx"))


def _libraries() -> Iterator[str]:
    """Name the installed distributions with their versions, as the folders of their metadata do."""
    for folder in sys.path:
        if folder.endswith("-packages"):
            with contextlib.suppress(OSError):
                yield from sorted(name for name in os.listdir(folder) if name.endswith((".dist-info", ".egg-info")))


def pickled(value: object) -> bytes:
    """Pickle a value without the sentence model, which every process opens for itself."""
    buffer = io.BytesIO()
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(value)
    return buffer.getvalue()


def unpickle(content: bytes | memoryview, embedder: Embedder | None) -> object:
    """Read what `pickled` wrote, with this process's sentence model put in."""
    token = _embedder.set(embedder)
    try:
        with without_collector():
            value: object = pickle.loads(content)  # noqa: S301 (see the module's docstring)
            return value
    finally:
        _embedder.reset(token)


class _Pickler(pickle.Pickler):
    """Leaves out the sentence model, and writes frozen dataclasses so that they are read in half the time."""

    def reducer_override(self, obj: object) -> Any:
        """Return how to make the object again; NotImplemented for whatever pickle does well by itself."""
        kind = type(obj)
        values_of = _GETTERS.get(kind)
        if values_of is None:
            if kind.__name__ == "Embedder":
                return _embedder_here, ()
            values_of = _GETTERS[kind] = _getter_of(kind)
        values = values_of(obj)
        return NotImplemented if values is None else (_restored, (kind, values))


def _embedder_here() -> Embedder | None:
    return _embedder.get()


_GETTERS: Final[dict[type, Callable[[object], Any]]] = {}  # class → what returns the values of its fields
_SETTERS: Final[dict[type, tuple[Callable[[object, object], None], ...]]] = {}


def _getter_of(kind: type) -> Callable[[object], Any]:
    """Return what takes the values of all fields out of a frozen dataclass with slots; None for any other class."""
    is_frozen = is_dataclass(kind) and kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    names = [field.name for field in fields(kind)] if is_frozen and "__slots__" in kind.__dict__ else []
    if len(names) > 1:
        return attrgetter(*names)
    return (lambda obj: (getattr(obj, names[0]),)) if names else (lambda obj: None)


def _restored(kind: type, values: Sequence[object]) -> object:
    """Make a frozen dataclass of its values. What dataclasses do themselves for pickle is three times as slow."""
    setters = _SETTERS.get(kind)
    if setters is None:
        setters = _SETTERS[kind] = tuple(getattr(kind, field.name).__set__ for field in fields(kind))
    restored: object = object.__new__(kind)
    for set_field, value in zip(setters, values, strict=True):
        set_field(restored, value)
    return restored


def paths_in(paths: Iterable[str]) -> str:
    """Join paths into one part of a key."""
    return "\0".join(sorted(set(paths)))
