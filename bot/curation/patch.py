"""Files before and after → a patch as git writes it, to be applied with `git apply`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import unified_diff
from pathlib import PurePosixPath

_NO_END = "\n\\ No newline at end of file\n"


def patch(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> str:
    """Write what becomes of the files in `after`; one that is missing in `before` is new."""
    return "".join("".join(_file(path, before.get(path), after[path])) for path in sorted(after))


def _file(path: str, old: bytes | None, new: bytes) -> Iterator[str]:
    if old == new:
        return
    name = PurePosixPath(path).as_posix().lstrip("/")
    yield f"diff --git a/{name} b/{name}\n"
    if old is None:
        yield "new file mode 100644\n"
    lines = unified_diff(
        _lines(old or b""),
        _lines(new),
        "/dev/null" if old is None else f"a/{name}",
        f"b/{name}",
    )
    for line in lines:
        yield line if line.endswith("\n") else line + _NO_END


def _lines(content: bytes) -> list[str]:
    """Part at line feeds alone, as git does."""
    text = content.decode("utf-8", "surrogateescape")
    lines = [line + "\n" for line in text.split("\n")]
    lines[-1] = lines[-1][:-1]
    return lines if lines[-1] else lines[:-1]
